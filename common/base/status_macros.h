// The two macros of the code base: early return of a failed status.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define MOSBAT_CONCAT_INNER(a, b) a##b
#define MOSBAT_CONCAT(a, b) MOSBAT_CONCAT_INNER(a, b)

// MOSBAT_RETURN_IF_ERROR(store.Insert(session, text));
#define MOSBAT_RETURN_IF_ERROR(...)                                                                              \
  do {                                                                                                           \
    if (absl::Status MOSBAT_CONCAT(status_, __LINE__) = (__VA_ARGS__); !MOSBAT_CONCAT(status_, __LINE__).ok()) { \
      return MOSBAT_CONCAT(status_, __LINE__);                                                                   \
    }                                                                                                            \
  } while (false)

// MOSBAT_ASSIGN_OR_RETURN(const Text text, store.Get(session, name));
#define MOSBAT_ASSIGN_OR_RETURN(lhs, ...)                           \
  auto MOSBAT_CONCAT(status_or_, __LINE__) = (__VA_ARGS__);         \
  if (!MOSBAT_CONCAT(status_or_, __LINE__).ok()) {                  \
    return std::move(MOSBAT_CONCAT(status_or_, __LINE__)).status(); \
  }                                                                 \
  lhs = *std::move(MOSBAT_CONCAT(status_or_, __LINE__))
