// The end of the process for mistakes of our own code that no caller could handle.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/string_view.h"

namespace mosbat::db {

[[noreturn]] inline void Fatal(absl::string_view what) {
  std::fprintf(stderr, "common/db: %s\n", std::string(what).c_str());
  std::abort();
}

}  // namespace mosbat::db
