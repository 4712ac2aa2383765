#include "services/guideline/domain/message_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/type/date.pb.h"

#include "common/iran/day_text.h"

namespace mosbat::guideline::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::ListValue;
using google::protobuf::Message;
using google::protobuf::Struct;
using google::protobuf::Value;
using google::protobuf::util::MessageDifferencer;

Value TextValue(std::string text) {
  Value value;
  value.set_string_value(std::move(text));
  return value;
}

Value NumberValue(double number) {
  Value value;
  value.set_number_value(number);
  return value;
}

// `T` if the message is one: generated messages only.
template <typename T>
const T* As(const Message& message) {
  return message.GetDescriptor() == T::descriptor() ? &static_cast<const T&>(message) : nullptr;
}

Value ValueOf(const Message& message);

// One value of a field: its `index`-th where the field is repeated.
Value ValueOf(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueOf(many ? reflection.GetRepeatedMessage(message, &field, index)
                          : reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return TextValue(many ? reflection.GetRepeatedString(message, &field, index)
                            : reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return TextValue(
          (many ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field))->name());
    case FieldDescriptor::CPPTYPE_INT32:
      return NumberValue(many ? reflection.GetRepeatedInt32(message, &field, index)
                              : reflection.GetInt32(message, &field));
    default: {
      std::string text;
      google::protobuf::TextFormat::PrintFieldValueToString(message, &field, many ? index : -1, &text);
      return TextValue(std::move(text));
    }
  }
}

Value ListOf(const Message& message, const FieldDescriptor& field) {
  Value list;
  list.mutable_list_value();
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    *list.mutable_list_value()->add_values() = ValueOf(message, field, i);
  }
  return list;
}

// The entries of a map<string, string> by key.
std::map<std::string, std::string> MapOf(const Message& message, const FieldDescriptor& field) {
  std::map<std::string, std::string> entries;
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    const auto text = [&](int number) {
      return entry.GetReflection()->GetString(entry, entry.GetDescriptor()->FindFieldByNumber(number));
    };
    entries[text(1)] = text(2);
  }
  return entries;
}

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.FieldSize(message, &field) > 0 : reflection.HasField(message, &field);
}

Value ValueOf(const Message& message) {
  if (const auto* date = As<google::type::Date>(message)) return TextValue(iran::DayText(*date));
  Value value;
  Struct& object = *value.mutable_struct_value();
  if (const auto* schema = As<Struct>(message)) {
    object = *schema;
    return value;
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (!IsSet(message, field)) continue;
    Value& member = (*object.mutable_fields())[field.name()];
    if (field.is_map()) {
      member.mutable_struct_value();
      for (auto& [key, text] : MapOf(message, field)) {
        (*member.mutable_struct_value()->mutable_fields())[key] = TextValue(text);
      }
    } else {
      member = field.is_repeated() ? ListOf(message, field) : ValueOf(message, field, 0);
    }
  }
  return value;
}

// The text of a field of `message`, "" where it has none of this name or it is not set.
std::string TextOf(const Message& message, const std::string& name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || !IsSet(message, *field)) return "";
  const Value value = ValueOf(message, *field, 0);
  if (value.has_number_value()) return absl::StrCat(value.number_value());
  if (!value.has_struct_value()) return value.string_value();
  const auto persian = value.struct_value().fields().find("fa");  // of a title
  return persian == value.struct_value().fields().end() ? "" : persian->second.string_value();
}

// By what an entry of a list is known: "9", "ACTIVITY/deed", "2026-03-21".
std::string KeyOf(const Message& entry) {
  std::string of = absl::StrCat(TextOf(entry, "paper"), TextOf(entry, "holder"));
  if (!of.empty()) of += "/";
  for (const char* name : {"number", "code", "sub_guideline", "founding_number", "date", "title"}) {
    const std::string text = TextOf(entry, name);
    if (!text.empty()) return absl::StrCat(of, text);
  }
  return of;
}

// The number of the part that a message belongs to, which `outer` does: its own if it is an article or a clause, or
// the one by which it says what it says.
std::string PartOf(const Message& message, const std::string& outer) {
  if (message.GetDescriptor()->FindFieldByName("notes") != nullptr) return TextOf(message, "number");
  const std::string said = absl::StrCat(TextOf(message, "article"), TextOf(message, "clause"));
  return said.empty() ? outer : said;
}

class Differ {
 public:
  explicit Differ(Differences& found) : found_(found) {}

  void Field(const Message& base, const Message& other, const FieldDescriptor& field, const std::string& path,
             const std::string& part) {
    if (field.is_map()) return Maps(MapOf(base, field), MapOf(other, field), path, part);
    if (field.is_repeated()) return Lists(base, other, field, path, part);
    const bool before = IsSet(base, field);
    const bool after = IsSet(other, field);
    if (before && after && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      return Messages(base.GetReflection()->GetMessage(base, &field), other.GetReflection()->GetMessage(other, &field),
                      path, part);
    }
    Values(before ? ValueOf(base, field, 0) : Value(), after ? ValueOf(other, field, 0) : Value(), path,
           PartOfOnly(before ? base : other, field, part));
  }

 private:
  // What is known of an entry that only one of the two has: a message may name its own part.
  static std::string PartOfOnly(const Message& message, const FieldDescriptor& field, const std::string& part) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return part;
    return PartOf(message.GetReflection()->GetMessage(message, &field), part);
  }

  void Messages(const Message& base, const Message& other, const std::string& path, const std::string& outer) {
    if (MessageDifferencer::Equals(base, other)) return;
    const std::string part = PartOf(other, outer);
    if (const auto* schema = As<Struct>(base)) return Objects(*schema, *As<Struct>(other), path, part);
    if (As<google::type::Date>(base) != nullptr) return Values(ValueOf(base), ValueOf(other), path, part);
    for (int i = 0; i < base.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *base.GetDescriptor()->field(i);
      Field(base, other, field, absl::StrCat(path, ".", field.name()), part);
    }
  }

  using Entries = std::vector<std::pair<std::string, const Message*>>;

  static Entries EntriesOf(const Message& message, const FieldDescriptor& field) {
    Entries entries;
    std::map<std::string, int> times;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      const Message& entry = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      std::string key = KeyOf(entry);
      if (const int before = times[key]++; before > 0) absl::StrAppend(&key, " (", before + 1, ")");
      entries.emplace_back(std::move(key), &entry);
    }
    return entries;
  }

  void Lists(const Message& base, const Message& other, const FieldDescriptor& field, const std::string& path,
             const std::string& part) {
    const Entries before = EntriesOf(base, field);
    const Entries after = EntriesOf(other, field);
    const std::map<std::string, const Message*> old_by_key(before.begin(), before.end());
    const std::map<std::string, const Message*> new_by_key(after.begin(), after.end());
    std::vector<std::string> old_order;
    std::vector<std::string> new_order;
    for (const auto& [key, entry] : before) {
      const std::string at = absl::StrCat(path, "[", key, "]");
      const auto match = new_by_key.find(key);
      if (match == new_by_key.end()) {
        Values(ValueOf(*entry), Value(), at, PartOf(*entry, part));
      } else {
        old_order.push_back(key);
        Messages(*entry, *match->second, at, part);
      }
    }
    for (const auto& [key, entry] : after) {
      if (old_by_key.count(key) > 0) {
        new_order.push_back(key);
      } else {
        Values(Value(), ValueOf(*entry), absl::StrCat(path, "[", key, "]"), PartOf(*entry, part));
      }
    }
    if (old_order != new_order) Values(Keys(old_order), Keys(new_order), path, part);
  }

  static Value Keys(const std::vector<std::string>& keys) {
    Value list;
    for (const std::string& key : keys) *list.mutable_list_value()->add_values() = TextValue(key);
    return list;
  }

  void Maps(const std::map<std::string, std::string>& base, const std::map<std::string, std::string>& other,
            const std::string& path, const std::string& part) {
    std::set<std::string> keys;
    for (const auto& [key, text] : base) keys.insert(key);
    for (const auto& [key, text] : other) keys.insert(key);
    const auto value = [](const auto& entries, const std::string& key) {
      const auto entry = entries.find(key);
      return entry == entries.end() ? Value() : TextValue(entry->second);
    };
    for (const std::string& key : keys) {
      Values(value(base, key), value(other, key), absl::StrCat(path, "[\"", key, "\"]"), part);
    }
  }

  // JSON objects of a schema, member by member.
  void Objects(const Struct& base, const Struct& other, const std::string& path, const std::string& part) {
    std::set<std::string> names;
    for (const auto& [name, value] : base.fields()) names.insert(name);
    for (const auto& [name, value] : other.fields()) names.insert(name);
    for (const std::string& name : names) {
      const std::string at = absl::StrCat(path, "/", absl::StrReplaceAll(name, {{"~", "~0"}, {"/", "~1"}}));
      const auto before = base.fields().find(name);
      const auto after = other.fields().find(name);
      const bool both = before != base.fields().end() && after != other.fields().end();
      if (both && before->second.has_struct_value() && after->second.has_struct_value()) {
        Objects(before->second.struct_value(), after->second.struct_value(), at, part);
      } else {
        Values(before == base.fields().end() ? Value() : before->second,
               after == other.fields().end() ? Value() : after->second, at, part);
      }
    }
  }

  // A difference unless both are the same; a Value of no kind is one that is not there.
  void Values(Value before, Value after, const std::string& path, const std::string& part) {
    if (MessageDifferencer::Equals(before, after)) return;
    v1::Difference& difference = *found_.Add();
    const bool is_new = before.kind_case() == Value::KIND_NOT_SET;
    const bool is_gone = after.kind_case() == Value::KIND_NOT_SET;
    difference.set_kind(is_new ? v1::Difference::ADDED : is_gone ? v1::Difference::REMOVED : v1::Difference::CHANGED);
    difference.set_path(path);
    difference.set_part(part);
    if (!is_new) *difference.mutable_old_value() = std::move(before);
    if (!is_gone) *difference.mutable_new_value() = std::move(after);
  }

  Differences& found_;
};

}  // namespace

void DiffField(const Message& base, const Message& other, absl::string_view name, absl::string_view path,
               Differences& found) {
  const FieldDescriptor& field = *base.GetDescriptor()->FindFieldByName(std::string(name));
  Differ(found).Field(base, other, field, std::string(path), "");
}

}  // namespace mosbat::guideline::domain
