#include "services/guideline/domain/checks.h"

#include "absl/strings/str_cat.h"

#include "common/base/persian_digits.h"
#include "common/base/resource_name.h"
#include "common/base/text_limits.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"

namespace mosbat::guideline::domain {
namespace {

constexpr int kLongestTitle = 300;
constexpr int kLongestNumber = 16;
constexpr size_t kMostBytes = 1 << 20;

}  // namespace

void CheckTitle(absl::string_view field, const common::v1::Title& title, FaultList& faults) {
  if (title.fa().empty()) faults.AddRequired(absl::StrCat(field, ".fa"));
  CheckLength(absl::StrCat(field, ".fa"), title.fa(), kLongestTitle, faults);
  CheckLength(absl::StrCat(field, ".en"), title.en(), kLongestTitle, faults);
}

void CheckCount(absl::string_view field, int size, int most, FaultList& faults) {
  if (size <= most) return;
  faults.AddInvalid(field, {.en = absl::StrCat("At most ", most, " items."),
                            .fa = absl::StrCat("حداکثر ", ToPersianDigits(most), " مورد.")});
}

void CheckSize(absl::string_view field, const google::protobuf::Message& text, FaultList& faults) {
  if (text.ByteSizeLong() <= kMostBytes) return;
  faults.AddInvalid(field, {.en = "The whole text takes more than 1 MB.", .fa = "حجم کل متن بیش از یک مگابایت است."});
}

void CheckNew(absl::string_view field, const std::string& value, std::set<std::string>& known, FaultList& faults) {
  if (known.insert(value).second) return;
  const std::string shown = Shortened(value);
  faults.AddInvalid(field,
                    {.en = absl::StrCat(shown, " is there twice."), .fa = absl::StrCat(shown, " دو بار آمده است.")});
}

void CheckPeriod(absl::string_view field, const common::v1::Period& period, FaultList& faults) {
  faults.AddAll(iran::CheckPeriod(field, period));
}

void CheckNumber(absl::string_view field, const std::string& number, std::set<std::string>& known, FaultList& faults) {
  if (number.empty()) return faults.AddRequired(field);
  CheckLength(field, number, kLongestNumber, faults);
  if (const std::string right = iran::ToAsciiDigits(number); right != number) {
    faults.AddInvalid(
        field,
        {.en = absl::StrCat("Its digits are 0 to 9, so that what names it finds it: \"", Shortened(right), "\"."),
         .fa = absl::StrCat(
             "رقم‌های آن لاتین نوشته می‌شود تا ارجاع‌ها به آن درست باشد: «",
             Shortened(right), "».")});
  }
  CheckNew(field, number, known, faults);
}

void CheckCode(absl::string_view field, const std::string& code, std::set<std::string>& known, FaultList& faults) {
  if (code.empty()) return faults.AddRequired(field);
  if (!IsResourceId(code)) {
    return faults.AddInvalid(field,
                             {.en = "A code is 1 to 63 of a-z, 0-9 and \"-\", and neither begins nor ends with \"-\".",
                              .fa = "کد ۱ تا ۶۳ نویسه از a-z، 0-9 و «-» است و با «-» آغاز یا تمام "
                                    "نمی‌شود."});
  }
  CheckNew(field, code, known, faults);
}

}  // namespace mosbat::guideline::domain
