#include "common/schema/fault_words.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"

#include "common/base/persian_digits.h"
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
      {"const", {"$0 must be $1; it is $2.", "$0 باید $1 باشد؛ ولی $2 است."}},
      {"enum",
       {"$0 must be one of $1; it is $2.", "$0 باید یکی از این‌ها باشد: $1؛ ولی $2 است."}},
      {"type", {"$0 must be $1; it is $2.", "$0 باید $1 باشد؛ ولی $2 است."}},
      {"maximum", {"$0 must be at most $1; it is $2.", "$0 باید حداکثر $1 باشد؛ ولی $2 است."}},
      {"minimum", {"$0 must be at least $1; it is $2.", "$0 باید دست‌کم $1 باشد؛ ولی $2 است."}},
      {"exclusiveMaximum", {"$0 must be less than $1; it is $2.", "$0 باید کمتر از $1 باشد؛ ولی $2 است."}},
      {"exclusiveMinimum", {"$0 must be more than $1; it is $2.", "$0 باید بیشتر از $1 باشد؛ ولی $2 است."}},
      {"multipleOf", {"$0 must be a multiple of $1; it is $2.", "$0 باید مضربی از $1 باشد؛ ولی $2 است."}},
      {"maxLength", {"$0 must have at most $1 letters; it is $2.", "$0 باید حداکثر $1 نویسه داشته باشد؛ ولی $2 است."}},
      {"minLength",
       {"$0 must have at least $1 letters; it is $2.",
        "$0 باید دست‌کم $1 نویسه داشته باشد؛ ولی $2 است."}},
      {"pattern", {"$0 must match the pattern $1; it is $2.", "$0 باید مطابق الگوی $1 باشد؛ ولی $2 است."}},
      {"format",
       {"$0 must be a date, year-month-day, that exists; it is $2.",
        "$0 باید تاریخی درست به شکل سال-ماه-روز باشد؛ ولی $2 است."}},
      {"maxItems", {"$0 must have at most $1 entries.", "$0 باید حداکثر $1 مورد داشته باشد."}},
      {"minItems", {"$0 must have at least $1 entries.", "$0 باید دست‌کم $1 مورد داشته باشد."}},
      {"uniqueItems", {"The entries of $0 must differ.", "موارد $0 نباید تکراری باشد."}},
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

// Says what a document holds in one language.
class Speaker {
 public:
  Speaker(const std::string& field, const Vocabulary& vocabulary, Language language)
      : field_(field), vocabulary_(vocabulary), language_(language) {}

  std::string Field() const {
    if (const std::optional<Words> label = vocabulary_.Label(field_)) return label->In(language_);
    if (is_persian()) return field_.empty() ? "سند" : absl::StrCat("«", field_, "»");
    return field_.empty() ? "the document" : field_;
  }

  std::string Value(const json& value) const {
    std::optional<Words> words;
    if (value.is_string()) words = vocabulary_.Value(field_, value.get_ref<const std::string&>());
    if (value.is_boolean()) words = vocabulary_.Value(field_, value.get<bool>() ? "true" : "false");
    return words.has_value() ? words->In(language_) : ValueInWords(value, language_);
  }

  std::string Demand(const std::string& keyword, const json& demanded) const {
    if (keyword == "type") return TypeInWords(demanded, language_);
    if (keyword == "enum") return Values(demanded);
    return Value(demanded);
  }

 private:
  bool is_persian() const { return language_ == Language::kPersian; }

  std::string Values(const json& values) const {
    std::vector<std::string> words;
    for (const json& value : values) {
      if (words.size() == kMostValuesNamed) {
        words.emplace_back("…");
        break;
      }
      words.push_back(Value(value));
    }
    return absl::StrJoin(words, is_persian() ? "، " : ", ");
  }

  const std::string& field_;
  const Vocabulary& vocabulary_;
  const Language language_;
};

// In sentences about schemas, whose authors know everything by its name.
Speaker Plain(const std::string& field, Language language) {
  static const Vocabulary no_words;
  return Speaker(field, no_words, language);
}

Words About(const std::string& field, const Vocabulary& vocabulary, const char* en, const char* fa) {
  return {.en = absl::Substitute(en, Speaker(field, vocabulary, Language::kEnglish).Field()),
          .fa = absl::Substitute(fa, Speaker(field, vocabulary, Language::kPersian).Field())};
}

// "the 3 alternatives", of a field "the 3 alternatives for age (years)".
std::string AlternativesOf(size_t count, const std::string& field, const Vocabulary& vocabulary, Language language) {
  const std::string name = field.empty() ? "" : Speaker(field, vocabulary, language).Field();
  if (language == Language::kPersian) {
    return absl::StrCat(ToPersianDigits(count), " حالت", name.empty() ? "" : " برای ", name);
  }
  return absl::StrCat("the ", count, " alternatives", name.empty() ? "" : " for ", name);
}

Words About(const std::string& field, const char* en, const char* fa) { return About(field, Vocabulary(), en, fa); }

}  // namespace

Words FaultWords(const std::string& keyword, const std::string& field, const json& demanded, const json& found,
                 const Vocabulary& vocabulary) {
  const auto known = Templates().find(keyword);
  if (known == Templates().end()) return About(field, vocabulary, "$0 is not valid.", "$0 معتبر نیست.");
  const auto say = [&](const char* text, Language language) {
    const Speaker speaker(field, vocabulary, language);
    return absl::Substitute(text, speaker.Field(), speaker.Demand(keyword, demanded), speaker.Value(found));
  };
  return {.en = say(known->second.en, Language::kEnglish), .fa = say(known->second.fa, Language::kPersian)};
}

Words NewDemandWords(const std::string& keyword, const std::string& field, const json& demanded) {
  const Template& known = Templates().at(keyword);
  const auto say = [&](absl::string_view text, absl::string_view end, absl::string_view more, Language language) {
    const absl::string_view demand = absl::StripSuffix(text.substr(0, text.find(end)), ".");
    const Speaker speaker = Plain(field, language);
    return absl::StrCat(absl::Substitute(demand, speaker.Field(), speaker.Demand(keyword, demanded)), more);
  };
  return {.en = say(known.en, "; it is $2", "; that is stricter than before.", Language::kEnglish),
          .fa = say(known.fa, "؛ ولی $2 است", "؛ این سخت‌گیرانه‌تر از پیش است.",
                    Language::kPersian)};
}

Words NowRequiredWords(const std::string& field) {
  return About(field, "$0 must now be given.", "از این پس باید $0 وارد شود.");
}

Words NowRefusedWords(const std::string& field) {
  return About(field, "$0 may no longer be given.", "$0 دیگر پذیرفته نمی‌شود.");
}

Words NowClosedWords(const std::string& field) {
  return About(field, "$0 may no longer hold fields that are not described.",
               "$0 دیگر فیلدی را که شرح داده نشده است نمی‌پذیرد.");
}

Words ValueGoneWords(const std::string& field, const json& value) {
  return {.en = absl::StrCat(Plain(field, Language::kEnglish).Field(), " may no longer be ",
                             ValueInWords(value, Language::kEnglish), "."),
          .fa = absl::StrCat(Plain(field, Language::kPersian).Field(), " دیگر نمی‌تواند ",
                             ValueInWords(value, Language::kPersian), " باشد.")};
}

Words UnprovedWords(const std::string& keyword, const std::string& field) {
  return {
      .en = absl::StrCat("It is not certain that \"", keyword, "\" of ", Plain(field, Language::kEnglish).Field(),
                         " still accepts all that was accepted."),
      .fa = absl::StrCat("معلوم نیست که «", keyword, "» در ", Plain(field, Language::kPersian).Field(),
                         " هنوز همهٔ آنچه را پیش‌تر پذیرفته می‌شد بپذیرد.")};
}

Words MissingWords(const std::string& field, const Vocabulary& vocabulary) {
  return About(field, vocabulary, "$0 is missing.", "$0 وارد نشده است.");
}

Words UnknownWords(const std::string& field, const Vocabulary& vocabulary) {
  return About(field, vocabulary, "$0 is not known here.", "$0 در اینجا شناخته‌شده نیست.");
}

Words NotAllowedWords(const std::string& field, const Vocabulary& vocabulary) {
  return About(field, vocabulary, "$0 is not allowed.", "$0 مجاز نیست.");
}

Words ExcludedWords(const std::string& field, const json& found, const Vocabulary& vocabulary) {
  if (found.is_structured()) {
    return About(field, vocabulary, "$0 is something that is excluded here.", "مقدار $0 در اینجا پذیرفته نیست.");
  }
  const auto say = [&](const char* text, Language language) {
    const Speaker speaker(field, vocabulary, language);
    return absl::Substitute(text, speaker.Field(), speaker.Value(found));
  };
  return {.en = say("$0 may not be $1 here.", Language::kEnglish),
          .fa = say("$0 در اینجا نمی‌تواند $1 باشد.", Language::kPersian)};
}

Words NoAlternativeWords(size_t count, const std::string& field, const Vocabulary& vocabulary) {
  return {.en = absl::StrCat("None of ", AlternativesOf(count, field, vocabulary, Language::kEnglish), " is met."),
          .fa = absl::StrCat("هیچ‌یک از ", AlternativesOf(count, field, vocabulary, Language::kPersian),
                             " برقرار نیست.")};
}

Words SeveralAlternativesWords(size_t count, const std::vector<std::string>& met, const std::string& field,
                               const Vocabulary& vocabulary) {
  std::vector<std::string> named(met.begin(), met.begin() + std::min(met.size(), kMostValuesNamed));
  if (named.size() < met.size()) named.emplace_back("…");
  return {.en = absl::StrCat("Only one of ", AlternativesOf(count, field, vocabulary, Language::kEnglish),
                             " may be met; met are ", absl::StrJoin(named, ", "), "."),
          .fa = absl::StrCat("فقط یکی از ", AlternativesOf(count, field, vocabulary, Language::kPersian),
                             " می‌تواند برقرار باشد؛ حالت‌های ",
                             ToPersianDigits(absl::StrJoin(named, "، ")), " برقرار است.")};
}

Words AlternativeWords(const std::string& alternative, const Words& words) {
  return {.en = absl::StrCat("Alternative ", alternative, ": ", words.en),
          .fa = absl::StrCat("حالت ", ToPersianDigits(alternative), ": ", words.fa)};
}

}  // namespace mosbat::schema
