// The credit of the story's province, which other runs and other people use too.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "clients/mosbatctl/demo/world.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"

namespace mosbat::story {

common::v1::Rials InRials(int64_t amount);

// `credits/30-1405` for a day of that year.
std::string CreditOn(absl::CivilDay day);

// As it is; without `allocate_time` where nobody allocated it yet.
absl::StatusOr<purchasing::v1::Credit> GetCredit(World& world, const std::string& name);

// Sees to it that the credit for a day pays what the story costs.
absl::Status ProvideCredit(World& world, absl::string_view step, absl::CivilDay day);

// Takes from a credit, or adds to it, so that `free` rials are left.
absl::Status LeaveFree(World& world, const std::string& name, int64_t free);

// Adds what the story costs to a credit, once.
absl::Status AddToCredit(World& world, absl::string_view step, const std::string& name);

}  // namespace mosbat::story
