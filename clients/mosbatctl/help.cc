#include "clients/mosbatctl/help.h"

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/show.h"

namespace mosbat::ctl {
namespace {

class PersianFormatter final : public CLI::Formatter {
 public:
  PersianFormatter() {
    label("Usage", "کاربرد");
    label("REQUIRED", "(لازم)");
    label("Positionals", "ورودی‌ها");
    label("Options", "گزینه‌ها");
    label("Env", "متغیر محیطی");
    label("Needs", "همراه");
    label("Excludes", "نه همراه");
  }

  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    return CLI::Formatter::make_group(get_label(group), is_positional, std::move(options));
  }
};

}  // namespace

std::string HelpFooter(const Words& notes, const std::vector<Example>& examples, Language language) {
  std::string text = notes.In(language);
  if (!text.empty()) absl::StrAppend(&text, examples.empty() ? "\n" : "\n\n");
  if (examples.empty()) return text;
  absl::StrAppend(&text, Words{.en = "Examples:", .fa = "نمونه‌ها:"}.In(language));
  for (const Example& example : examples) {
    absl::StrAppend(&text, "\n  # ", example.what.In(language), "\n  ", example.command);
  }
  return text;
}

void SpeakIn(CLI::App& app, Language language) {
  app.set_help_flag("-h,--help", Words{.en = "show this help", .fa = "همین راهنما"}.In(language));
  app.group(Words{.en = "Commands", .fa = "فرمان‌ها"}.In(language));
  app.get_formatter()->label("Positionals", "Arguments");
  if (language == Language::kPersian) app.formatter(std::make_shared<PersianFormatter>());
}

CLI::Validator OneOf(std::vector<std::string> words, Language language) {
  const std::string known = absl::StrJoin(words, ", ");
  return CLI::Validator(
      [words = std::move(words), known, language](const std::string& value) -> std::string {
        if (absl::c_linear_search(words, value)) return "";
        return Words{.en = absl::StrCat("\"", value, "\" is not one of ", known),
                     .fa = absl::StrCat("«", value, "» هیچ‌یک از این‌ها نیست: ", known)}
            .In(language);
      },
      absl::StrCat("{", known, "}"));
}

CLI::Validator NumberBetween(int from, int to, Language language) {
  return CLI::Validator(
      [from, to, language](const std::string& value) -> std::string {
        int number = 0;
        if (absl::SimpleAtoi(value, &number) && number >= from && number <= to) return "";
        return Words{.en = absl::StrCat("\"", value, "\" is no whole number from ", from, " to ", to),
                     .fa = absl::StrCat("«", value, "» عدد صحیحی از ", Digits(absl::StrCat(from), language), " تا ",
                                        Digits(absl::StrCat(to), language), " نیست")}
            .In(language);
      },
      absl::StrCat("{", from, "…", to, "}"));
}

}  // namespace mosbat::ctl
