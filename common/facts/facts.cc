#include "common/facts/facts.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "common/base/nearest.h"
#include "common/base/text_limits.h"

namespace mosbat::facts {
namespace {

using Type = Fact::Type;
using Source = Fact::Source;

std::vector<Fact> MakeFacts() {
  const Words group = {.en = "the recipient is a group", .fa = "دریافت‌کننده یک گروه است"};
  const Words no_file = {.en = "the recipient has no case file",
                         .fa = "دریافت‌کننده پروندهٔ خانوار ندارد"};
  const Words no_disability = {.en = "no disability is recorded", .fa = "معلولیتی ثبت نشده است"};
  const Words never_delivered = {.en = "this service was never given to this person before",
                                 .fa = "این خدمت پیش‌تر به این شخص داده نشده است"};
  const Words nothing_found = {
      .en = "this service was never given to this person before, or its form asks for no result",
      .fa =
          "این خدمت پیش‌تر به این شخص داده نشده، یا برگهٔ آن نتیجه نمی‌پرسد"};
  return {
      {"age_months", Type::kInteger, Source::kCaseFile, "months", group},
      {"age_years", Type::kInteger, Source::kCaseFile, "years", group},
      {"allowance_receiver", Type::kBoolean, Source::kCaseFile, "", no_file},
      {"disability.grade", Type::kString, Source::kCaseFile, "", no_disability},
      {"disability.type", Type::kString, Source::kCaseFile, "", no_disability},
      {"file_open", Type::kBoolean},
      {"household_size", Type::kInteger, Source::kCaseFile, "persons", no_file},
      {"is_head", Type::kBoolean, Source::kCaseFile, "", no_file},
      {"last_same_service_result", Type::kString, Source::kDeliveries, "", nothing_found},
      {"months_since_last_same_service", Type::kInteger, Source::kDeliveries, "months", never_delivered},
      {"recipient", Type::kString, Source::kRequest},
      {"request", Type::kObject, Source::kRequest},
      {"sex", Type::kString, Source::kCaseFile, "", group},
  };
}

// The last step of a path: "grade" of "disability.grade".
absl::string_view LastStep(absl::string_view path) { return path.substr(path.rfind('.') + 1); }

// The fact of the same last step, whatever the object in which it was looked for; else the one with the nearest name.
std::string MeantBy(absl::string_view path) {
  std::vector<std::string> names;
  for (const Fact& fact : Facts()) {
    if (LastStep(fact.name) == LastStep(path)) return fact.name;
    names.push_back(fact.name);
  }
  return NearestTo(path, names);
}

}  // namespace

const std::vector<Fact>& Facts() {
  static const auto* const facts = new std::vector<Fact>(MakeFacts());
  return *facts;
}

bool HoldsFacts(absl::string_view path) {
  const std::string prefix = absl::StrCat(path, ".");
  return std::any_of(Facts().begin(), Facts().end(),
                     [&](const Fact& fact) { return absl::StartsWith(fact.name, prefix); });
}

bool IsFactPath(absl::string_view path) {
  return HoldsFacts(path) ||
         std::any_of(Facts().begin(), Facts().end(), [&](const Fact& fact) { return fact.name == path; });
}

Words NestedWords(absl::string_view path) {
  const size_t dot = path.rfind('.');
  const std::string inner(path.substr(dot + 1));
  const std::string outer(path.substr(0, dot));
  const std::string nested =
      absl::StrCat("properties.", absl::StrReplaceAll(outer, {{".", ".properties."}}), ".required: [\"", inner, "\"]");
  return {
      .en = absl::StrCat("\"", path, "\" stands here as one name; nest it: \"", inner, "\" in \"", outer,
                         "\", in a rule ", nested, "."),
      .fa = absl::StrCat(
          "«", path, "» اینجا یک نام شمرده می‌شود؛ آن را تودرتو بنویسید: «",
          inner, "» درون «", outer, "»، در قاعده ", nested, ".")};
}

Words FactUnknownWords(absl::string_view whole) {
  const std::string path = Shortened(whole);
  if (IsFactPath(path) || absl::StartsWith(path, "request.")) return NestedWords(path);
  const Words near = DidYouMean(MeantBy(path));
  const char* const blank = near.en.empty() ? "" : " ";
  return {
      .en = absl::StrCat("There is no fact \"", path, "\"; ", near.en, blank, "ListFacts names those that there are."),
      .fa = absl::StrCat("قلم اطلاعاتی «", path, "» وجود ندارد؛ ", near.fa, blank,
                         "ListFacts اقلام موجود را نام می‌برد.")};
}

}  // namespace mosbat::facts
