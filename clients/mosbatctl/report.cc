#include "clients/mosbatctl/report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/mosbatctl/show.h"

namespace mosbat::ctl {
namespace {

constexpr size_t kLabelWidth = 15;

}  // namespace

void Report::Head(absl::string_view name, const Words& what) {
  absl::StrAppend(&text_, Coloured(Dressed(name), Colour::kBold, dress_), ": ", Dressed(In(what)), "\n");
}

void Report::Line(const Words& label, absl::string_view value) {
  if (value.empty()) return;
  const std::string head = absl::StrCat(Plain(In(label)), ":");
  const size_t width = WidthOf(head);
  absl::StrAppend(&text_, "  ", Isolated(head, dress_), std::string(width < kLabelWidth ? kLabelWidth - width : 1, ' '),
                  Dressed(value), "\n");
}

void Report::Point(absl::string_view text, size_t within) {
  indent_ = 2 * (within + 1);
  absl::StrAppend(&text_, std::string(indent_, ' '), "- ", Dressed(text), "\n");
}

void Report::Detail(absl::string_view text) {
  absl::StrAppend(&text_, std::string(indent_ + 2, ' '), Dressed(absl::StrReplaceAll(text, {{"\n", " "}})), "\n");
}

void Report::Table(std::vector<std::vector<std::string>> rows, size_t texts) {
  for (auto& row : rows) {
    for (std::string& cell : row) cell = Plain(cell);
  }
  std::vector<size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], WidthOf(row[i]));
  }
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - WidthOf(row[i]), ' ');
      const std::string cell = Isolated(row[i], dress_);
      absl::StrAppend(&text_, "  ", i < texts ? cell : blanks, i < texts ? blanks : cell);
    }
    absl::StrAppend(&text_, "\n");
  }
}

void Report::Next(const Words& what) {
  const std::string head = Words{.en = "Next", .fa = "گام بعد"}.In(language_);
  absl::StrAppend(&text_, Coloured(absl::StrCat(head, ":"), Colour::kBold, dress_), " ", Dressed(In(what)), "\n");
}

void Report::Command(absl::string_view command) { absl::StrAppend(&text_, "    ", Plain(command), "\n"); }

std::string Report::Title(const common::v1::Title& title) const {
  const bool persian = (language_ == Language::kPersian || title.en().empty()) && !title.fa().empty();
  return persian ? title.fa() : title.en();
}

std::string Report::Area(absl::string_view code) const {
  if (code == "country") return In({.en = "country", .fa = "کل کشور"});
  const std::string name = areas_ == nullptr ? "" : areas_->Of(code);
  return name.empty() ? std::string(code) : name;
}

std::string Report::Dressed(absl::string_view text) const {
  return Isolated(Plain(areas_ == nullptr ? std::string(text) : areas_->InText(text)), dress_);
}

std::string Report::Number(int64_t number) const { return InDigits(absl::StrCat(number)); }

std::string Report::InDigits(absl::string_view text) const { return Digits(std::string(text), language_); }

std::string Report::Day(const google::type::Date& date) const {
  return date.year() == 0 ? "" : DayText(date, language_);
}

std::string Report::Take() { return std::exchange(text_, {}); }

Words StateWords(absl::string_view state) {
  static const auto* const kPersian =
      new std::map<std::string, std::string, std::less<>>{{"ACTIVE", "فعال"},
                                                          {"AGREED", "موافقت‌شده"},
                                                          {"ANNOUNCED", "اعلام‌شده"},
                                                          {"APPROVED", "تأییدشده"},
                                                          {"CANCELLED", "لغوشده"},
                                                          {"CLOSED", "بسته"},
                                                          {"CONFIRMED", "تأیید نهایی‌شده"},
                                                          {"DELIVERED", "ارائه‌شده"},
                                                          {"DISMISSED", "ردشده"},
                                                          {"DRAFT", "پیش‌نویس"},
                                                          {"ELIGIBLE", "واجد شرایط"},
                                                          {"ENDED", "پایان‌یافته"},
                                                          {"EXPIRED", "منقضی"},
                                                          {"EXPORTED", "ارسال‌شده به بانک"},
                                                          {"FOUNDING", "در حال تأسیس"},
                                                          {"GRANTED", "پذیرفته‌شده"},
                                                          {"HELD", "معلق"},
                                                          {"ISSUED", "ابلاغ‌شده"},
                                                          {"LAPSED", "بی‌اعتبار"},
                                                          {"OBJECTED", "مورد اعتراض"},
                                                          {"OPEN", "باز"},
                                                          {"OPERATING", "دایر"},
                                                          {"PAID", "پرداخت‌شده"},
                                                          {"PARTLY_RETURNED", "بخشی برگشت‌خورده"},
                                                          {"PENDING", "در انتظار بررسی"},
                                                          {"PROPOSED", "پیشنهادشده"},
                                                          {"RANKED", "رتبه‌بندی‌شده"},
                                                          {"REFUSED", "ردشده"},
                                                          {"REJECTED", "ردشده"},
                                                          {"RELEASED", "آزادشده"},
                                                          {"REQUESTED", "درخواست‌شده"},
                                                          {"RETIRED", "کنارگذاشته"},
                                                          {"RETURNED", "برگشت‌خورده"},
                                                          {"REVOKED", "لغوشده"},
                                                          {"SCHEDULED", "نوبت‌داده‌شده"},
                                                          {"STATED", "در صورت‌وضعیت"},
                                                          {"SUBMITTED", "ارسال‌شده"},
                                                          {"SUPERSEDED", "جایگزین‌شده"},
                                                          {"SUSPENDED", "معلق"},
                                                          {"UNDER_REVIEW", "در دست بررسی"},
                                                          {"VALID", "معتبر"},
                                                          {"WAITING", "در فهرست انتظار"},
                                                          {"WITHDRAWN", "لغوشده"}};
  const auto found = kPersian->find(state);
  return {.en = absl::StrReplaceAll(absl::AsciiStrToLower(state), {{"_", " "}}),
          .fa = found == kPersian->end() ? std::string(state) : absl::StrCat(found->second, " (", state, ")")};
}

}  // namespace mosbat::ctl
