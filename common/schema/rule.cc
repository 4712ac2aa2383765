#include "common/schema/rule.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/persian_digits.h"

namespace mosbat::schema {

std::string ClauseOf(const common::v1::Rule& rule, absl::string_view schema_path, absl::string_view otherwise) {
  for (absl::string_view place = schema_path;; place = place.substr(0, place.rfind('/'))) {
    const auto found = rule.clauses().find(std::string(place));
    if (found != rule.clauses().end()) return found->second;
    if (place.empty()) return std::string(otherwise);
  }
}

Words WithClause(Words words, absl::string_view number, PartOfText part) {
  if (number.empty()) return words;
  const bool is_article = part == PartOfText::kArticle;
  return {.en = absl::StrCat(absl::StripSuffix(words.en, "."), is_article ? " (article " : " (clause ", number, ")."),
          .fa = absl::StrCat(absl::StripSuffix(words.fa, "."), is_article ? " (ماده " : " (بند ",
                             ToPersianDigits(number), ").")};
}

}  // namespace mosbat::schema
