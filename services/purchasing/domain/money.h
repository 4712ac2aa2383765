// Amounts: whole rials of currency version 1, bounded so that nothing that is added up can overflow.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::purchasing::domain {

// No amount and no total is larger: a hundred times what the state spends in a year, and three of them fit an int64.
inline constexpr int64_t kMostRials = 1'000'000'000'000'000'000;
// The largest tariff times the largest quantity is a ten-thousandth of that.
inline constexpr int64_t kMostTariff = 100'000'000'000;
inline constexpr int64_t kMostQuantity = 1000;

// The amount of a request's field, which must be `least` to `most`; INVALID_ARGUMENT / FIELD_INVALID.
absl::StatusOr<int64_t> AmountIn(absl::string_view field, const common::v1::Rials& rials, int64_t least, int64_t most);

common::v1::Rials InRials(int64_t amount);

// Adds to a message's total. OUT_OF_RANGE, and nothing is changed, if it would pass kMostRials.
absl::Status AddTo(common::v1::Rials& total, int64_t amount);

}  // namespace mosbat::purchasing::domain
