#include "clients/mosbatctl/json.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/util/json_util.h"

#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "common/iran/persian_text.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;
using nlohmann::ordered_json;

absl::Status Invalid(std::vector<FieldFault> faults) {
  Words words = faults.front().words;
  return MakeFieldErrors(absl::StatusCode::kInvalidArgument, "JSON_INVALID", std::move(words), std::move(faults));
}

std::vector<std::string> FieldsOf(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) names.push_back(message.field(i)->json_name());
  return names;
}

std::string KnownValues(const EnumDescriptor& descriptor) {
  std::vector<std::string> names;
  for (int i = 1; i < descriptor.value_count(); ++i) names.push_back(descriptor.value(i)->name());
  return absl::StrJoin(names, ", ");
}

// "{fa: …, en: …}", by the first fields that people give.
std::string ExampleOf(const Descriptor& message) {
  constexpr size_t kMostFields = 3;
  std::vector<std::string> fields;
  for (int i = 0; i < message.field_count() && fields.size() < kMostFields; ++i) {
    if (Behaves(*message.field(i), google::api::OUTPUT_ONLY)) continue;
    fields.push_back(absl::StrCat(message.field(i)->json_name(), ": …"));
  }
  return absl::StrCat("{", absl::StrJoin(fields, ", "), "}");
}

bool IsDate(const Descriptor& message) { return message.full_name() == "google.type.Date"; }

// Days as people write them: "2026-03-21", or "1405-01-01" of the Jalali calendar; also with "/" and in Persian digits.
std::optional<absl::CivilDay> DayOf(const std::string& written) {
  constexpr int kFirstGregorianYear = 1700;
  const std::string text = absl::StrReplaceAll(iran::ToAsciiDigits(written), {{"/", "-"}});
  const std::optional<absl::CivilDay> jalali = iran::ParseJalaliDay(text);
  if (jalali.has_value() && iran::ToJalali(*jalali).year < kFirstGregorianYear) return jalali;
  absl::CivilDay day;
  const bool found = text.size() == absl::string_view("2026-03-21").size() && absl::ParseCivilTime(text, &day);
  return found && day.year() >= kFirstGregorianYear ? std::optional(day) : std::nullopt;
}

bool IsNumber(const FieldDescriptor& field) {
  return field.cpp_type() <= FieldDescriptor::CPPTYPE_FLOAT;  // the kinds of numbers come first
}

// A number in digits of either kind, as protobuf reads it; nothing of what is none.
std::optional<std::string> NumberIn(const std::string& written) {
  const std::string number = iran::ToAsciiDigits(written);
  double value = 0;
  const bool plain = number.find_first_not_of("0123456789.-") == std::string::npos;
  return plain && absl::SimpleAtod(number, &value) ? std::optional(number) : std::nullopt;
}

// The number in one whose digits stand in groups of three, "120,000"; "" of anything else, as "12,5".
std::string WithoutSeparators(const std::string& written) {
  const std::string text =
      absl::StrReplaceAll(iran::ToAsciiDigits(written), {{"٬", ","}, {"،", ","}, {"'", ","}, {"_", ","}, {" ", ","}});
  const std::vector<std::string> groups = absl::StrSplit(text, ',');
  const bool grouped = std::all_of(groups.begin(), groups.end(), [&](const std::string& group) {
    const bool full = &group == &groups.front() ? !group.empty() && group.size() <= 3 : group.size() == 3;
    return full && absl::c_all_of(group, absl::ascii_isdigit);
  });
  return grouped && groups.size() > 1 ? absl::StrJoin(groups, "") : "";
}

void SpellOut(json& value, const Descriptor& message);

void SpellOutField(json& value, const FieldDescriptor& field) {
  if (field.is_map()) return;
  if (field.message_type() != nullptr) {
    SpellOut(value, *field.message_type());
  } else if (value.is_string() && IsNumber(field)) {
    value = iran::ToAsciiDigits(value.get<std::string>());
  }
}

// Puts in place what protobuf reads: the object of each day that is written as a text, the digits of numbers. What is
// checked already.
void SpellOut(json& value, const Descriptor& message) {
  if (IsDate(message) && value.is_string()) {
    const absl::CivilDay day = *DayOf(value.get<std::string>());
    value = {{"year", day.year()}, {"month", day.month()}, {"day", day.day()}};
    return;
  }
  if (!value.is_object() || absl::StartsWith(message.full_name(), "google.protobuf.")) return;
  for (auto& [key, inner] : value.items()) {
    const FieldDescriptor& field = *FieldOf(message, key);
    if (!field.is_repeated() || field.is_map()) {
      SpellOutField(inner, field);
      continue;
    }
    for (json& item : inner) SpellOutField(item, field);
  }
}

// protobuf has no order for the keys of its maps; fields stay in the order of their message.
void SortMaps(ordered_json& value, const Descriptor& message) {
  if (absl::StartsWith(message.full_name(), "google.protobuf.")) {
    value = ordered_json(json(value));
    return;
  }
  for (auto& [key, inner] : value.items()) {
    const FieldDescriptor* const field = FieldOf(message, key);
    if (field == nullptr || field->message_type() == nullptr) continue;
    if (field->is_map()) {
      inner = ordered_json(json(inner));
    } else if (field->is_repeated()) {
      for (ordered_json& item : inner) SortMaps(item, *field->message_type());
    } else {
      SortMaps(inner, *field->message_type());
    }
  }
}

// Collects what protobuf's own parser would refuse with less help, or one at a time.
class Checker {
 public:
  void CheckMessage(const json& value, const std::string& path, const Descriptor& message) {
    // Timestamps are strings, structs are anything: protobuf's own forms.
    if (absl::StartsWith(message.full_name(), "google.protobuf.")) return;
    if (IsDate(message) && value.is_string()) {
      if (!DayOf(value.get<std::string>()).has_value()) AddNoDay(path);
      return;
    }
    if (!value.is_object()) {
      const std::string example = ExampleOf(message);
      Add(path, {.en = absl::StrCat(path, " must be an object, as ", example, "."),
                 .fa = absl::StrCat(path, " باید شیء باشد، مانند ", example, ".")});
      return;
    }
    for (const auto& [key, inner] : value.items()) {
      const std::string at = path.empty() ? key : absl::StrCat(path, ".", key);
      const FieldDescriptor* const field = FieldOf(message, key);
      if (field == nullptr) {
        AddNoField(at, key, message);
      } else {
        CheckField(inner, at, *field);
      }
    }
    if (IsDate(message)) CheckDate(value, path);
  }

  std::vector<FieldFault> Take() { return std::move(faults_); }

 private:
  void CheckField(const json& value, const std::string& path, const FieldDescriptor& field) {
    if (value.is_null()) return;
    if (field.is_map()) {
      if (!value.is_object()) {
        Add(path, {.en = absl::StrCat(path, " must be an object, as {key: …}."),
                   .fa = absl::StrCat(path, " باید شیء باشد، مانند {key: …}.")});
      }
      return;
    }
    if (!field.is_repeated()) {
      CheckOne(value, path, field);
      return;
    }
    if (!value.is_array()) {
      Add(path, {.en = absl::StrCat(path, " must be a list."), .fa = absl::StrCat(path, " باید فهرست باشد.")});
      return;
    }
    for (size_t i = 0; i < value.size(); ++i) CheckOne(value[i], absl::StrCat(path, "[", i, "]"), field);
  }

  void CheckOne(const json& value, const std::string& path, const FieldDescriptor& field) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        CheckMessage(value, path, *field.message_type());
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        if (!value.is_string() || field.enum_type()->FindValueByName(value.get<std::string>()) == nullptr) {
          const std::string known = KnownValues(*field.enum_type());
          Add(path, {.en = absl::StrCat(path, ": ", value.dump(), " is not one of ", known, "."),
                     .fa = absl::StrCat(path, ": ", value.dump(), " هیچ‌یک از این‌ها نیست: ", known,
                                        ".")});
        }
        return;
      case FieldDescriptor::CPPTYPE_STRING:
        if (!value.is_string()) {
          AddNotText(value, path);
        }
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!value.is_boolean()) {
          Add(path, {.en = absl::StrCat(path, " must be true or false."),
                     .fa = absl::StrCat(path, " باید true یا false باشد.")});
        }
        return;
      default:
        // 64-bit numbers are strings in protobuf's JSON; both are taken.
        if (value.is_number() || (value.is_string() && NumberIn(value.get<std::string>()).has_value())) return;
        AddNoNumber(value, path);
    }
  }

  void CheckDate(const json& value, const std::string& path) {
    const auto part = [&](const char* key) {
      const auto found = value.find(key);
      return found != value.end() && found->is_number_integer() ? found->get<int64_t>() : int64_t{0};
    };
    const absl::CivilDay day(part("year"), part("month"), part("day"));
    if (part("year") > 0 && day.year() == part("year") && day.month() == part("month") && day.day() == part("day"))
      return;
    AddNoDay(path);
  }

  void AddNoDay(const std::string& path) {
    Add(path, {.en = absl::StrCat(path, ": the calendar has no such day; a day is written 1405-10-01, ۱۴۰۵/۱۰/۰۱ or ",
                                  "2026-12-22."),
               .fa = absl::StrCat(path, ": چنین روزی در تقویم نیست؛ روز را 1405-10-01، ۱۴۰۵/۱۰/۰۱ یا 2026-12-22 ",
                                  "بنویسید.")});
  }

  void AddNoField(const std::string& path, const std::string& key, const Descriptor& message) {
    const std::vector<std::string> fields = FieldsOf(message);
    const std::string near = NearestTo(key, fields);
    const std::string known = absl::StrJoin(fields, ", ");
    Words there = {.en = absl::StrCat(message.name(), " has ", known, "."),
                   .fa = absl::StrCat(message.name(), " این‌ها را دارد: ", known, ".")};
    if (NumberIn(key).has_value()) {
      // Between braces a comma ends the number: {amount: 120,000}.
      there = {.en = "a number is written without separators: 120000.",
               .fa = "عدد بی‌جداکننده نوشته می‌شود: 120000."};
    } else if (!near.empty()) {
      there = DidYouMean(near);
    }
    Add(path, {.en = absl::StrCat(path, ": there is no such field; ", there.en),
               .fa = absl::StrCat(path, ": چنین فیلدی نیست؛ ", there.fa)});
  }

  void AddNoNumber(const json& value, const std::string& path) {
    const std::string written = value.is_string() ? value.get<std::string>() : "";
    const std::string number = WithoutSeparators(written);
    const Words how = {.en = number.empty() ? "" : absl::StrCat(", without separators: ", number),
                       .fa = number.empty() ? "" : absl::StrCat("، بی‌جداکننده: ", number)};
    Add(path, {.en = absl::StrCat(path, " must be a number", how.en, "."),
               .fa = absl::StrCat(path, " باید عدد باشد", how.fa, ".")});
  }

  void AddNotText(const json& value, const std::string& path) {
    // In YAML it is easily forgotten that a number is a text only in quotes.
    const std::string quoted = value.is_number() || value.is_boolean() ? absl::StrCat(": \"", value.dump(), "\"") : "";
    Add(path, {.en = absl::StrCat(path, " must be a text", quoted, "."),
               .fa = absl::StrCat(path, " باید متن باشد", quoted, ".")});
  }

  void Add(const std::string& path, Words words) { faults_.push_back({.field = path, .words = std::move(words)}); }

  std::vector<FieldFault> faults_;
};

}  // namespace

absl::Status RequireUtf8(const std::string& source, const std::string& text, const char* reason) {
  int line = 1;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    UChar32 character = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), character);
    if (character < 0) {
      const std::string place = absl::StrCat(source, ":", line);
      return MakeError(absl::StatusCode::kInvalidArgument, reason,
                       {.en = absl::StrCat(place, ": this is not UTF-8; save the file as UTF-8."),
                        .fa = absl::StrCat(place, ": این UTF-8 نیست؛ پرونده را به شکل UTF-8 ذخیره کنید.")},
                       {{"file", source}});
    }
    line += character == '\n' ? 1 : 0;
  }
  return absl::OkStatus();
}

absl::StatusOr<json> ParseJson(const std::string& source, const std::string& text) {
  MOSBAT_RETURN_IF_ERROR(RequireUtf8(source, text, "JSON_MALFORMED"));
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    const size_t end = std::min(text.size(), error.byte == 0 ? 0 : error.byte - 1);
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    const size_t before = text.rfind('\n', end == 0 ? 0 : end - 1);
    const size_t column = before == std::string::npos || end == 0 ? end + 1 : end - before;
    const std::string place = absl::StrCat(source, ":", line, ":", column);
    return MakeError(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED",
                     {.en = absl::StrCat(place, ": this is not JSON."), .fa = absl::StrCat(place, ": این JSON نیست.")},
                     {{"file", source}});
  }
}

absl::Status FromJson(const json& value, absl::string_view path, Message& message) {
  Checker checker;
  checker.CheckMessage(value, std::string(path), *message.GetDescriptor());
  if (std::vector<FieldFault> faults = checker.Take(); !faults.empty()) return Invalid(std::move(faults));
  json spelt = value;
  SpellOut(spelt, *message.GetDescriptor());
  const auto parsed = google::protobuf::util::JsonStringToMessage(spelt.dump(), &message);
  if (parsed.ok()) return absl::OkStatus();
  const std::string why(parsed.message().data(), parsed.message().size());
  const std::string at = absl::StrCat(path, path.empty() ? "" : ": ", why);
  return Invalid({{.field = std::string(path), .words = {.en = at, .fa = at}}});
}

std::string ToJson(const Message& message, bool compact) {
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text).ok()) return "{}";
  // protobuf escapes the joiners of Persian; people are to read them.
  ordered_json value = ordered_json::parse(text);
  SortMaps(value, *message.GetDescriptor());
  return PlainJson(value.dump(compact ? -1 : 2));
}

ordered_json WholeJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &text, options);
  return printed.ok() ? ordered_json::parse(text) : ordered_json::object();
}

const FieldDescriptor* FieldOf(const Descriptor& message, const std::string& key) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->json_name() == key || message.field(i)->name() == key) return message.field(i);
  }
  return nullptr;
}

}  // namespace mosbat::ctl
