#include "services/purchasing/domain/money.h"

#include "absl/strings/str_cat.h"

#include "services/purchasing/errors.h"

namespace mosbat::purchasing::domain {
namespace {

constexpr int kCurrencyVersion = 1;

}  // namespace

absl::StatusOr<int64_t> AmountIn(absl::string_view field, const common::v1::Rials& rials, int64_t least, int64_t most) {
  if (rials.currency_version() != 0 && rials.currency_version() != kCurrencyVersion) {
    return errors::CurrencyUnknown(absl::StrCat(field, ".currency_version"));
  }
  if (rials.amount() < least || rials.amount() > most) {
    return errors::AmountOutOfRange(absl::StrCat(field, ".amount"), least, most);
  }
  return rials.amount();
}

common::v1::Rials InRials(int64_t amount) {
  common::v1::Rials rials;
  rials.set_amount(amount);
  rials.set_currency_version(kCurrencyVersion);
  return rials;
}

absl::Status AddTo(common::v1::Rials& total, int64_t amount) {
  int64_t sum = 0;
  if (__builtin_add_overflow(total.amount(), amount, &sum) || sum > kMostRials || sum < -kMostRials) {
    return absl::OutOfRangeError("a total passes the largest amount");
  }
  total = InRials(sum);
  return absl::OkStatus();
}

}  // namespace mosbat::purchasing::domain
