#include "common/schema/fault_words.h"

#include <functional>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"

#include "common/schema/json.h"

namespace mosbat::schema {
namespace {

using nlohmann::json;

constexpr size_t kMostValuesNamed = 10;

// $0 the field, $1 what is demanded, $2 what was found.
struct Template {
  const char* en;
  const char* fa;
};

const std::map<std::string, Template>& Templates() {
  static const auto* const templates = new std::map<std::string, Template>{
      {"const", {"$0 must be $1; it is $2.", "$0 باید $1 باشد؛ $2 است."}},
      {"enum", {"$0 must be one of $1; it is $2.", "$0 باید یکی از این‌ها باشد: $1؛ $2 است."}},
      {"type", {"$0 must be $1; it is $2.", "$0 باید $1 باشد؛ $2 است."}},
      {"maximum", {"$0 must be at most $1; it is $2.", "$0 باید حداکثر $1 باشد؛ $2 است."}},
      {"minimum", {"$0 must be at least $1; it is $2.", "$0 باید حداقل $1 باشد؛ $2 است."}},
      {"exclusiveMaximum", {"$0 must be less than $1; it is $2.", "$0 باید کمتر از $1 باشد؛ $2 است."}},
      {"exclusiveMinimum", {"$0 must be more than $1; it is $2.", "$0 باید بیشتر از $1 باشد؛ $2 است."}},
      {"multipleOf", {"$0 must be a multiple of $1; it is $2.", "$0 باید مضربی از $1 باشد؛ $2 است."}},
      {"maxLength", {"$0 must have at most $1 letters; it is $2.", "$0 باید حداکثر $1 نویسه داشته باشد؛ $2 است."}},
      {"minLength", {"$0 must have at least $1 letters; it is $2.", "$0 باید حداقل $1 نویسه داشته باشد؛ $2 است."}},
      {"pattern", {"$0 must match the pattern $1; it is $2.", "$0 باید با الگوی $1 بخواند؛ $2 است."}},
      {"format",
       {"$0 must be a date, year-month-day, that exists; it is $2.",
        "$0 باید تاریخی موجود به شکل سال-ماه-روز باشد؛ $2 است."}},
      {"maxItems", {"$0 must have at most $1 entries.", "$0 باید حداکثر $1 مورد داشته باشد."}},
      {"minItems", {"$0 must have at least $1 entries.", "$0 باید حداقل $1 مورد داشته باشد."}},
      {"uniqueItems", {"The entries of $0 must differ.", "موارد $0 نباید تکراری باشد."}},
      {"not", {"$0 is something that is excluded here.", "$0 چیزی است که اینجا مستثنا شده است."}},
      {"oneOf",
       {"$0 meets more than one of the alternatives.",
        "$0 با بیش از یکی از حالت‌ها می‌خواند."}},
  };
  return *templates;
}

std::string TypeInWords(const json& type, Language language) {
  static const auto* const names = new std::map<std::string, Words>{
      {"array", {"a list", "فهرست"}},
      {"boolean", {"yes or no", "بله یا خیر"}},
      {"integer", {"a whole number", "عدد صحیح"}},
      {"null", {"empty", "خالی"}},
      {"number", {"a number", "عدد"}},
      {"object", {"a group of fields", "گروهی از فیلدها"}},
      {"string", {"a text", "متن"}},
  };
  if (type.is_string()) return names->at(type.get<std::string>()).In(language);
  std::vector<std::string> types;
  for (const json& one : type) types.push_back(TypeInWords(one, language));
  return absl::StrJoin(types, language == Language::kPersian ? " یا " : " or ");
}

std::string ValuesInWords(const json& values, Language language) {
  std::vector<std::string> words;
  for (const json& value : values) {
    if (words.size() == kMostValuesNamed) {
      words.emplace_back("…");
      break;
    }
    words.push_back(ValueInWords(value, language));
  }
  return absl::StrJoin(words, language == Language::kPersian ? "، " : ", ");
}

std::string DemandInWords(const std::string& keyword, const json& demanded, Language language) {
  if (keyword == "type") return TypeInWords(demanded, language);
  if (keyword == "enum") return ValuesInWords(demanded, language);
  return ValueInWords(demanded, language);
}

std::string NameInWords(const std::string& field, Language language) {
  if (language == Language::kPersian) return field.empty() ? "سند" : absl::StrCat("«", field, "»");
  return field.empty() ? "the document" : field;
}

Words About(const std::string& field, const char* en, const char* fa) {
  return {.en = absl::Substitute(en, NameInWords(field, Language::kEnglish)),
          .fa = absl::Substitute(fa, NameInWords(field, Language::kPersian))};
}

}  // namespace

Words FaultWords(const std::string& keyword, const std::string& field, const json& demanded, const json& found) {
  const auto known = Templates().find(keyword);
  if (known == Templates().end()) return About(field, "$0 is not valid.", "$0 معتبر نیست.");
  const auto say = [&](const char* text, Language language) {
    return absl::Substitute(text, NameInWords(field, language), DemandInWords(keyword, demanded, language),
                            ValueInWords(found, language));
  };
  return {.en = say(known->second.en, Language::kEnglish), .fa = say(known->second.fa, Language::kPersian)};
}

Words MissingWords(const std::string& field) { return About(field, "$0 is missing.", "$0 وارد نشده است."); }

Words UnknownWords(const std::string& field) { return About(field, "$0 is not known here.", "$0 اینجا شناخته نیست."); }

Words NotAllowedWords(const std::string& field) { return About(field, "$0 is not allowed.", "$0 مجاز نیست."); }

Words NoAlternativeWords(const std::vector<Words>& reasons) {
  const auto join = [&](absl::string_view separator, Language language) {
    return absl::StrJoin(reasons, separator, [&](std::string* out, const Words& words) {
      absl::StrAppend(out, absl::StripSuffix(words.In(language), "."));
    });
  };
  return {.en = absl::StrCat("None of the alternatives is met: ", join("; or ", Language::kEnglish), "."),
          .fa = absl::StrCat(
              "هیچ‌یک از حالت‌ها برقرار نیست: ", join("؛ یا ", Language::kPersian), ".")};
}

}  // namespace mosbat::schema
