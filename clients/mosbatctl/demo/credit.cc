#include "clients/mosbatctl/demo/credit.h"

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"

namespace mosbat::story {
namespace {

using purchasing::v1::Credit;

constexpr int64_t kCostOfTheStory = 500'000'000;

absl::StatusOr<Credit> Adjust(World& world, absl::string_view step, const Credit& credit, int64_t change) {
  purchasing::v1::AdjustCreditRequest request;
  request.set_name(credit.name());
  *request.mutable_change() = InRials(change);
  request.set_reason("نامهٔ نمایشی دفتر بودجه");
  return world.Do<Credit>(step, kFinance, request);
}

}  // namespace

common::v1::Rials InRials(int64_t amount) {
  common::v1::Rials rials;
  rials.set_amount(amount);
  rials.set_currency_version(1);
  return rials;
}

std::string CreditOn(absl::CivilDay day) {
  const absl::string_view province = kProvince;
  return absl::StrCat("credits/", province.substr(province.find('/') + 1), "-", iran::FiscalYearOf(day));
}

absl::StatusOr<Credit> GetCredit(World& world, const std::string& name) {
  purchasing::v1::GetCreditRequest request;
  request.set_name(name);
  absl::StatusOr<Credit> credit = world.Read<Credit>(kFinance, request);
  if (!absl::IsNotFound(credit.status())) return credit;
  Credit none;
  none.set_name(name);
  return none;
}

absl::Status ProvideCredit(World& world, absl::string_view step, absl::CivilDay day) {
  const std::string name = CreditOn(day);
  MOSBAT_ASSIGN_OR_RETURN(Credit credit, GetCredit(world, name));
  if (!credit.has_allocate_time()) {
    purchasing::v1::AllocateCreditRequest request;
    request.set_province(kProvince);
    request.set_fiscal_year(iran::FiscalYearOf(day));
    *request.mutable_amount() = InRials(kCostOfTheStory);
    MOSBAT_ASSIGN_OR_RETURN(credit, world.Do<Credit>(absl::StrCat(step, "/allocate"), kFinance, request));
    world.narrator().Tell(
        {.en = "Finance allocates $0: $1.", .fa = "امور مالی $0 را تخصیص می‌دهد: $1."},
        {name, credit.allocated()});
  }
  // What other runs have left waiting comes first.
  const int64_t lacking = kCostOfTheStory / 2 + credit.waiting().amount() - credit.free().amount();
  if (lacking <= 0) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(credit,
                          Adjust(world, absl::StrCat(step, "/", credit.etag()), credit, kCostOfTheStory + lacking));
  world.narrator().Tell({.en = "Finance adds to $0: $1 are free.",
                         .fa = "امور مالی به $0 می‌افزاید: $1 آزاد است."},
                        {name, credit.free()});
  return absl::OkStatus();
}

absl::Status LeaveFree(World& world, const std::string& name, int64_t free) {
  MOSBAT_ASSIGN_OR_RETURN(const Credit credit, GetCredit(world, name));
  const int64_t change = free - credit.free().amount();
  if (change == 0) return absl::OkStatus();
  return Adjust(world, absl::StrCat("leave free/", credit.etag()), credit, change).status();
}

absl::Status AddToCredit(World& world, absl::string_view step, const std::string& name) {
  Credit credit;
  credit.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(credit, Adjust(world, step, credit, kCostOfTheStory));
  world.narrator().Tell({.en = "Credit comes: $0 are added to $1.",
                         .fa = "اعتبار می‌رسد: $0 به $1 افزوده می‌شود."},
                        {InRials(kCostOfTheStory), name});
  return absl::OkStatus();
}

}  // namespace mosbat::story
