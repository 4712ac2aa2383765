#include "clients/mosbatctl/apply/difference.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/show.h"
#include "common/base/resource_fields.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

// Longer values stand on lines of their own; what is only there or only gone is cut.
constexpr size_t kLongValue = 48;
constexpr size_t kWidestLine = 110;

// Whether leaving the field out says nothing: a number or a choice, which the server may fill with its usual value.
bool MayBeFilled(const FieldDescriptor& field) {
  if (field.is_repeated() || field.has_presence()) return false;
  return field.cpp_type() != FieldDescriptor::CPPTYPE_STRING && field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

bool Equal(const Message& wanted, const Message& current);

// Two messages with nothing but this field.
bool EqualAlone(const Message& wanted, const Message& current, const FieldDescriptor& field) {
  const auto alone = [&field](const Message& message) {
    MessagePtr copy = CopyOf(message);
    std::vector<const FieldDescriptor*> fields;
    copy->GetReflection()->ListFields(*copy, &fields);
    for (const FieldDescriptor* const other : fields) {
      if (other != &field) copy->GetReflection()->ClearField(copy.get(), other);
    }
    return copy;
  };
  return MessageDifferencer::Equals(*alone(wanted), *alone(current));
}

bool EqualField(const Message& wanted, const Message& current, const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return EqualAlone(wanted, current, field);
  const Reflection& reflection = *wanted.GetReflection();
  if (!field.is_repeated()) {
    return IsSet(wanted, field) == IsSet(current, field) &&
           Equal(reflection.GetMessage(wanted, &field), reflection.GetMessage(current, &field));
  }
  const int size = reflection.FieldSize(wanted, &field);
  if (size != reflection.FieldSize(current, &field)) return false;
  for (int i = 0; i < size; ++i) {
    if (!Equal(reflection.GetRepeatedMessage(wanted, &field, i), reflection.GetRepeatedMessage(current, &field, i))) {
      return false;
    }
  }
  return true;
}

bool Equal(const Message& wanted, const Message& current) {
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (Behaves(field, google::api::OUTPUT_ONLY) || (MayBeFilled(field) && !IsSet(wanted, field))) continue;
    if (!EqualField(wanted, current, field)) return false;
  }
  return true;
}

// Whether a nested message is compared field by field; dates, amounts and the like are one value to people.
bool HasParts(const FieldDescriptor& field) {
  static const auto* const kWhole =
      new std::set<std::string>{"google.type.Date", "google.protobuf.Timestamp", "google.protobuf.Struct",
                                "mosbat.common.v1.Rials", "mosbat.common.v1.Period"};
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map() &&
         kWhole->find(field.message_type()->full_name()) == kWhole->end();
}

// Collects the changes of two messages.
class Comparer {
 public:
  // `whole` where both messages are stored ones: then nothing that is left out may have been filled.
  explicit Comparer(Language language, bool whole = false) : language_(language), whole_(whole) {}

  void CompareMessages(const Message& wanted, const Message& current, const std::string& path) {
    const auto& descriptor = *wanted.GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      const bool says_nothing =
          Behaves(field, google::api::OUTPUT_ONLY) || (MayBeFilled(field) && !IsSet(wanted, field));
      if (whole_ || !says_nothing) CompareField(wanted, current, field, path);
    }
  }

  void CompareField(const Message& wanted, const Message& current, const FieldDescriptor& field,
                    const std::string& path) {
    if (whole_ ? EqualAlone(wanted, current, field) : EqualField(wanted, current, field)) return;
    const std::string at = absl::StrCat(path, path.empty() ? "" : ".", field.json_name());
    const bool both = IsSet(wanted, field) && IsSet(current, field);
    if (both && field.message_type() != nullptr && field.message_type()->full_name() == "google.protobuf.Struct") {
      CompareJson(JsonOf(wanted, field), JsonOf(current, field), at);
    } else if (both && field.is_map()) {
      CompareMaps(WholeOf(wanted, field), WholeOf(current, field), at);
    } else if (both && field.is_repeated() && HasParts(field)) {
      CompareLists(wanted, current, field, at);
    } else if (both && HasParts(field)) {
      CompareMessages(wanted.GetReflection()->GetMessage(wanted, &field),
                      current.GetReflection()->GetMessage(current, &field), at);
    } else {
      changes_.push_back({.path = at, .from = Text(current, field), .to = Text(wanted, field)});
    }
  }

  // A schema: its members by their pointer, "eligibility.rule.schema/properties/age_years/maximum".
  void CompareJson(const nlohmann::json& wanted, const nlohmann::json& current, const std::string& path) {
    if (wanted == current) return;
    if (AreAlike(wanted, current)) {
      for (size_t i = 0; i < wanted.size(); ++i) CompareJson(wanted[i], current[i], absl::StrCat(path, "/", i));
      return;
    }
    if (!wanted.is_object() || !current.is_object()) {
      changes_.push_back({.path = path, .from = current.dump(), .to = wanted.dump()});
      return;
    }
    for (const auto& [key, value] : wanted.items()) {
      const std::string at = absl::StrCat(path, "/", key);
      if (current.contains(key)) {
        CompareJson(value, current[key], at);
      } else {
        changes_.push_back({.path = at, .to = value.dump()});
      }
    }
    for (const auto& [key, value] : current.items()) {
      if (!wanted.contains(key)) changes_.push_back({.path = absl::StrCat(path, "/", key), .from = value.dump()});
    }
  }

  std::vector<Change> Take() {
    for (Change& change : changes_) change.path = Plain(change.path);
    return std::move(changes_);
  }

 private:
  static nlohmann::json JsonOf(const Message& message, const FieldDescriptor& field) {
    return nlohmann::json::parse(ToJson(message.GetReflection()->GetMessage(message, &field), /*compact=*/true));
  }

  // Whether both are lists of as many objects, the alternatives of a rule before and after.
  static bool AreAlike(const nlohmann::json& wanted, const nlohmann::json& current) {
    const auto has_objects = [](const nlohmann::json& value) {
      return value.is_array() && absl::c_all_of(value, [](const nlohmann::json& each) { return each.is_object(); });
    };
    return has_objects(wanted) && has_objects(current) && wanted.size() == current.size();
  }

  // A field as JSON has it.
  static nlohmann::json WholeOf(const Message& message, const FieldDescriptor& field) {
    return nlohmann::json::parse(ToJson(message, /*compact=*/true))[field.json_name()];
  }

  // "clauses[/properties/age_years]"
  void CompareMaps(const nlohmann::json& wanted, const nlohmann::json& current, const std::string& path) {
    const auto text = [](const nlohmann::json& map, const std::string& key) {
      const nlohmann::json& value = map[key];
      return value.is_string() ? value.get<std::string>() : value.dump();
    };
    for (const auto& [key, value] : wanted.items()) {
      if (current.contains(key) && current[key] == value) continue;
      changes_.push_back({.path = absl::StrCat(path, "[", key, "]"),
                          .from = current.contains(key) ? text(current, key) : "",
                          .to = text(wanted, key)});
    }
    for (const auto& [key, value] : current.items()) {
      if (wanted.contains(key)) continue;
      changes_.push_back({.path = absl::StrCat(path, "[", key, "]"), .from = text(current, key)});
    }
  }

  std::string Text(const Message& message, const FieldDescriptor& field) const {
    if (!IsSet(message, field)) return "";
    if (!field.is_repeated()) return ValueText(message, field, 0, language_);
    std::vector<std::string> texts;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      texts.push_back(ValueText(message, field, i, language_));
    }
    return absl::StrJoin(texts, ", ");
  }

  // What an entry of a list is known by: its number or code; its place where it has none or two have the same.
  static std::vector<std::string> Keys(const Message& message, const FieldDescriptor& field) {
    std::vector<std::string> keys;
    const FieldDescriptor* key = field.message_type()->FindFieldByName("number");
    if (key == nullptr) key = field.message_type()->FindFieldByName("code");
    const int size = message.GetReflection()->FieldSize(message, &field);
    if (key != nullptr && key->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !key->is_repeated()) {
      for (int i = 0; i < size; ++i) {
        keys.push_back(TextOf(message.GetReflection()->GetRepeatedMessage(message, &field, i), key->name()));
      }
      if (std::set<std::string>(keys.begin(), keys.end()).size() == keys.size()) return keys;
      keys.clear();
    }
    for (int i = 0; i < size; ++i) keys.push_back(absl::StrCat(i));
    return keys;
  }

  void CompareLists(const Message& wanted, const Message& current, const FieldDescriptor& field,
                    const std::string& path) {
    std::vector<std::string> to = Keys(wanted, field);
    std::vector<std::string> from = Keys(current, field);
    const auto entry = [&field](const Message& message, size_t at) -> const Message& {
      return message.GetReflection()->GetRepeatedMessage(message, &field, static_cast<int>(at));
    };
    for (size_t i = 0; i < to.size(); ++i) {
      const std::string at = absl::StrCat(path, "[", to[i], "]");
      const auto same = std::find(from.begin(), from.end(), to[i]);
      if (same == from.end()) {
        changes_.push_back({.path = at, .to = ValueText(wanted, field, static_cast<int>(i), language_)});
      } else {
        CompareMessages(entry(wanted, i), entry(current, static_cast<size_t>(same - from.begin())), at);
      }
    }
    for (size_t i = 0; i < from.size(); ++i) {
      if (std::find(to.begin(), to.end(), from[i]) != to.end()) continue;
      changes_.push_back({.path = absl::StrCat(path, "[", from[i], "]"),
                          .from = ValueText(current, field, static_cast<int>(i), language_)});
    }
    if (to == from || !std::is_permutation(to.begin(), to.end(), from.begin(), from.end())) return;
    changes_.push_back({.path = path, .from = absl::StrJoin(from, ", "), .to = absl::StrJoin(to, ", ")});
  }

  const Language language_;
  const bool whole_;
  std::vector<Change> changes_;
};

// The fields that Differences() looks at.
template <typename Use>
void ForEachGiven(const Message& wanted, Use use) {
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    if (!IsServerField(field) && IsSet(wanted, field)) use(field);
  }
}

}  // namespace

std::vector<std::string> Differences(const Message& wanted, const Message& current) {
  std::vector<std::string> paths;
  ForEachGiven(wanted, [&](const FieldDescriptor& field) {
    if (!EqualField(wanted, current, field)) paths.push_back(field.name());
  });
  return paths;
}

std::vector<Change> Changes(const Message& wanted, const Message& current, Language language) {
  Comparer comparer(language);
  ForEachGiven(wanted, [&](const FieldDescriptor& field) { comparer.CompareField(wanted, current, field, ""); });
  return comparer.Take();
}

std::vector<Change> ChangesBetween(const Message& later, const Message& earlier, Language language) {
  Comparer comparer(language, /*whole=*/true);
  comparer.CompareMessages(later, earlier, "");
  return comparer.Take();
}

std::vector<Change> JsonChanges(const nlohmann::json& later, const nlohmann::json& earlier, const std::string& path) {
  Comparer comparer(Language::kEnglish);
  comparer.CompareJson(later, earlier, path);
  return comparer.Take();
}

std::string ChangeText(const Change& change, const Dress& dress) {
  const auto line = [&](const char* indent, const char* sign, absl::string_view text, Colour colour) {
    return absl::StrCat(indent, Coloured(sign, colour, dress), " ", text, "\n");
  };
  const auto value = [&](const std::string& text) { return Isolated(Clipped(text, kWidestLine), dress); };
  const std::string from = Plain(change.from);
  const std::string to = Plain(change.to);
  if (from.empty()) {
    return line("    ", "+", absl::StrCat(change.path, ": ", value(to)), Colour::kGreen);
  }
  if (to.empty()) {
    return line("    ", "-", absl::StrCat(change.path, ": ", value(from)), Colour::kRed);
  }
  if (WidthOf(from) <= kLongValue && WidthOf(to) <= kLongValue) {
    return line("    ", "~", absl::StrCat(change.path, ": ", value(from), " → ", value(to)), Colour::kYellow);
  }
  // Long texts are shown whole, old above new.
  return absl::StrCat(line("    ", "~", absl::StrCat(change.path, ":"), Colour::kYellow),
                      line("        ", "-", Isolated(from, dress), Colour::kRed),
                      line("        ", "+", Isolated(to, dress), Colour::kGreen));
}

bool SameThing(const Message& wanted, const Message& current) {
  const auto& descriptor = *wanted.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const bool identifies = Behaves(field, google::api::REQUIRED) || field.real_containing_oneof() != nullptr;
    if (identifies && !EqualField(wanted, current, field)) return false;
  }
  return true;
}

}  // namespace mosbat::ctl
