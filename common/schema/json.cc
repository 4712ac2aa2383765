#include "common/schema/json.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "common/base/persian_digits.h"
#include "common/base/text_limits.h"

namespace mosbat::schema {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;
using nlohmann::json;

json JsonReader::Read(const Struct& fields) {
  json object = json::object();
  if (++depth_ > bounds_.depth) Report(true, {.en = "This is nested too deeply.", .fa = "تودرتویی بیش از حد است."});
  const size_t here = path_.size();
  for (const auto& [name, value] : fields.fields()) {
    if (problem_) break;
    path_ = Below(path_, name);
    std::string key = ReadText(name);
    object[std::move(key)] = Read(value);
    path_.resize(here);
  }
  --depth_;
  return object;
}

json JsonReader::Read(const Value& value) {
  ++values_;
  Take(sizeof(double));
  if (problem_) return nullptr;
  switch (value.kind_case()) {
    case Value::kBoolValue:
      return value.bool_value();
    case Value::kNumberValue:
      return ReadNumber(value.number_value());
    case Value::kStringValue:
      return ReadText(value.string_value());
    case Value::kListValue:
      return ReadList(value.list_value());
    case Value::kStructValue:
      return Read(value.struct_value());
    case Value::kNullValue:
    case Value::KIND_NOT_SET:
      break;
  }
  return nullptr;
}

json JsonReader::ReadNumber(double number) {
  if (!std::isfinite(number)) Report(false, {.en = "This is not a number.", .fa = "این یک عدد نیست."});
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (std::nearbyint(number) == number && number >= -kTwoTo63 && number < kTwoTo63) return static_cast<int64_t>(number);
  return number;
}

json JsonReader::ReadList(const ListValue& list) {
  json array = json::array();
  if (static_cast<size_t>(list.values_size()) > bounds_.items) {
    Report(true, {.en = absl::StrCat("A list holds at most ", bounds_.items, " entries."),
                  .fa = ToPersianDigits(absl::StrCat("یک فهرست حداکثر ", bounds_.items, " مورد دارد."))});
  }
  if (++depth_ > bounds_.depth) Report(true, {.en = "This is nested too deeply.", .fa = "تودرتویی بیش از حد است."});
  const size_t here = path_.size();
  for (const Value& value : list.values()) {
    if (problem_) break;
    absl::StrAppend(&path_, "/", array.size());
    array.push_back(Read(value));
    path_.resize(here);
  }
  --depth_;
  return array;
}

// The library counts a text only up to its first NUL.
std::string JsonReader::ReadText(const std::string& text) {
  Take(text.size());
  if (text.find('\0') != std::string::npos) {
    Report(false, {.en = "A text may not hold the character U+0000.", .fa = "متن نباید نویسه U+0000 داشته باشد."});
  }
  return text;
}

void JsonReader::Take(size_t bytes) {
  bytes_ += bytes;
  if (values_ <= bounds_.values && bytes_ <= bounds_.bytes) return;
  path_.clear();  // of the whole: whichever value came last in a map's order is not more at fault than the others
  Report(true, {.en = "This is too much: there are too many values or too long texts.",
                .fa = "حجم بیش از حد است: مقدارها زیاد یا متن‌ها بلندند."});
}

void JsonReader::Report(bool too_large, Words words) {
  if (!problem_) problem_ = Problem{path_, too_large, std::move(words)};
}

std::string Below(const std::string& pointer, const std::string& token) {
  return absl::StrCat(pointer, "/", absl::StrReplaceAll(token, {{"~", "~0"}, {"/", "~1"}}));
}

namespace {

constexpr size_t kLongestText = 60;

std::string Shortened(const std::string& text) {
  return text.size() <= kLongestText ? text : absl::StrCat(TextPrefix(text, kLongestText), "…");
}

}  // namespace

std::string ValueInWords(const json& value, Language language) {
  const bool persian = language == Language::kPersian;
  switch (value.type()) {
    case json::value_t::string: {
      const std::string text = Shortened(value.get_ref<const std::string&>());
      return persian ? absl::StrCat("«", text, "»") : absl::StrCat("\"", text, "\"");
    }
    case json::value_t::boolean:
      if (persian) return value.get<bool>() ? "بله" : "خیر";
      return value.get<bool>() ? "true" : "false";
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
      return persian ? ToPersianDigits(value.dump()) : value.dump();
    case json::value_t::number_float:
      return persian ? ToPersianDigits(absl::StrReplaceAll(value.dump(), {{".", "٫"}})) : value.dump();
    case json::value_t::array:
      return persian ? "یک فهرست" : "a list";
    case json::value_t::object:
      return persian ? "یک گروه از فیلدها" : "an object";
    default:
      return persian ? "خالی" : "null";
  }
}

}  // namespace mosbat::schema
