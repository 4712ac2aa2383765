#include "clients/mosbatctl/yaml.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "yaml-cpp/yaml.h"

namespace mosbat::ctl {
namespace {

using nlohmann::json;

// An alias may repeat what is long, and aliases of aliases multiply.
constexpr int kMostValues = 500'000;
constexpr int kDeepest = 64;

// Why a text that people wrote is no YAML, mostly.
const struct {
  const char* en;
  const char* fa;
} kUsualFaults = {
    "look at this line and the one above it for the blanks in front, a bracket or quote that is not closed, and a text "
    "with \": \" in it that needs quotes.",
    "در این سطر و سطر پیش از آن، فاصلهٔ آغاز سطر، کمانک یا گیومهٔ بسته‌نشده و متنی را که «: » دارد و در گیومه نیست بازبینی "
    "کنید."};

// A part of a text between two "---", the second of which begins the next one.
struct Part {
  int line = 0;  // of the text on which it begins, from 0
  std::string text;
};

// What is wrong in one part keeps nobody from reading the others.
std::vector<Part> PartsOf(const std::string& text) {
  std::vector<Part> parts(1);
  bool directives = false;  // "%YAML 1.2", which are of the document that they stand before
  int line = 0;
  for (size_t at = 0; at < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string each = text.substr(at, end - at);
    const bool separates = absl::StartsWith(each, "---") && (each.size() == 3 || absl::ascii_isspace(each[3]));
    if (separates && !directives) parts.push_back({.line = line});
    const absl::string_view said = absl::StripLeadingAsciiWhitespace(each);
    if (!said.empty() && said.front() != '#') directives = each.front() == '%';
    parts.back().text += each;
    at = end;
  }
  return parts;
}

absl::Status Malformed(const std::string& source, const YAML::Mark& mark, const Part& part, const Words& what) {
  const std::string place =
      mark.is_null() ? source : absl::StrCat(source, ":", part.line + mark.line + 1, ":", mark.column + 1);
  return MakeError(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED",
                   {.en = absl::StrCat(place, ": ", what.en), .fa = absl::StrCat(place, ": ", what.fa)},
                   {{"file", source}});
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What a scalar without quotes is.
json PlainValue(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return json();
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const absl::string_view digits = absl::StripPrefix(text, "-");
  const absl::string_view whole = digits.substr(0, digits.find('.'));
  if (!IsDigits(whole) || (whole.size() > 1 && whole.front() == '0')) return text;
  int64_t number = 0;
  if (whole.size() == digits.size()) return absl::SimpleAtoi(text, &number) ? json(number) : json(text);
  double fraction = 0;
  return IsDigits(digits.substr(whole.size() + 1)) && absl::SimpleAtod(text, &fraction) ? json(fraction) : json(text);
}

class Converter {
 public:
  explicit Converter(const std::string& source) : source_(source) {}

  // A document of the part.
  absl::StatusOr<json> Convert(const YAML::Node& node, const Part& part) {
    part_ = &part;
    return Convert(node, 0);
  }

  bool is_full() const { return values_ > kMostValues; }

 private:
  absl::StatusOr<json> Convert(const YAML::Node& node, int depth) {
    if (++values_ > kMostValues || depth > kDeepest) {
      return Malformed(
          source_, node.Mark(), *part_,
          {.en = "this is too large or too deep to be read.",
           .fa = "این بزرگ‌تر یا تودرتوتر از آن است که خوانده شود."});
    }
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        return node.Tag() == "?" || node.Tag().empty() ? PlainValue(node.Scalar()) : json(node.Scalar());
      case YAML::NodeType::Sequence: {
        json list = json::array();
        for (const YAML::Node& item : node) {
          MOSBAT_ASSIGN_OR_RETURN(json value, Convert(item, depth + 1));
          list.push_back(std::move(value));
        }
        return list;
      }
      case YAML::NodeType::Map:
        return ConvertMap(node, depth);
      default:
        return json();
    }
  }

  absl::StatusOr<json> ConvertMap(const YAML::Node& node, int depth) {
    json object = json::object();
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        return Malformed(source_, entry.first.Mark(), *part_,
                         {.en = "a key must be a text.", .fa = "کلید باید متن باشد."});
      }
      const std::string key = entry.first.Scalar();
      if (object.contains(key)) {
        // Between braces a comma ends a number: {amount: 1,000,000}.
        const bool of_number = IsDigits(key);
        return Malformed(
            source_, entry.first.Mark(), *part_,
            {.en = absl::StrCat("\"", key, "\" is given twice",
                                of_number ? "; a number is written without separators." : "."),
             .fa = absl::StrCat("«", key, "» دو بار آمده است",
                                of_number ? "؛ عدد بی‌جداکننده نوشته می‌شود." : ".")});
      }
      MOSBAT_ASSIGN_OR_RETURN(object[key], Convert(entry.second, depth + 1));
    }
    return object;
  }

  const std::string& source_;
  const Part* part_ = nullptr;
  int values_ = 0;
};

// "apply[3].resource.title" → apply, 3, resource, title.
std::vector<std::string> StepsOf(absl::string_view path) {
  std::vector<std::string> steps = absl::StrSplit(path, absl::ByAnyChar(".[]/"), absl::SkipEmpty());
  return steps;
}

// The line, from 1, of what is nearest to the path in a document.
int LineIn(const YAML::Node& document, const std::vector<std::string>& steps) {
  YAML::Node node = document;
  int line = node.Mark().line;
  for (const std::string& step : steps) {
    size_t index = 0;
    if (node.IsSequence() && absl::SimpleAtoi(step, &index) && index < node.size()) {
      const YAML::Node item = node[index];
      node.reset(item);
      line = node.Mark().line;
      continue;
    }
    if (!node.IsMap()) break;
    const auto found =
        std::find_if(node.begin(), node.end(), [&](const auto& entry) { return entry.first.Scalar() == step; });
    if (found == node.end()) break;
    line = found->first.Mark().line;
    const YAML::Node inner = found->second;
    node.reset(inner);
  }
  return line + 1;
}

bool IsSpecialStart(char c) { return absl::string_view("-?:,[]{}#&*!|>'\"%@`~ ").find(c) != absl::string_view::npos; }

bool NeedsQuotes(const std::string& text) {
  if (text.empty() || IsSpecialStart(text.front()) || std::isspace(static_cast<unsigned char>(text.back())) != 0) {
    return true;
  }
  if (!PlainValue(text).is_string() || text.back() == ':') return true;
  if (absl::StrContains(text, ": ") || absl::StrContains(text, " #")) return true;
  // Words that other readers of YAML take for true and false.
  static const auto* const kWords = new std::set<std::string>{"yes", "no", "on", "off", "y", "n"};
  if (kWords->count(absl::AsciiStrToLower(text)) > 0) return true;
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }) ||
         Plain(text) != text || (text.front() >= '0' && text.front() <= '9') || text.front() == '+' ||
         text.front() == '.';
}

std::string ScalarOf(const nlohmann::ordered_json& value) {
  if (!value.is_string()) return value.dump();
  const std::string text = value.get<std::string>();
  // A JSON string is a YAML string in double quotes.
  if (!NeedsQuotes(text)) return text;
  return PlainJson(value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void Append(const nlohmann::ordered_json& value, const std::string& indent, bool in_list, std::string& text) {
  const bool leaf = !value.is_structured() || value.empty();
  if (leaf) {
    absl::StrAppend(&text, " ", value.is_structured() ? value.dump() : ScalarOf(value), "\n");
    return;
  }
  if (!in_list) text.push_back('\n');
  bool first = true;
  const auto lead = [&] {
    // The first key of an entry stands beside its dash.
    if (in_list && first) {
      text.push_back(' ');
    } else {
      text.append(indent);
    }
    first = false;
  };
  if (value.is_array()) {
    for (const auto& item : value) {
      lead();
      text.push_back('-');
      Append(item, indent + "  ", /*in_list=*/true, text);
    }
    return;
  }
  for (const auto& [key, inner] : value.items()) {
    lead();
    absl::StrAppend(&text, ScalarOf(key), ":");
    Append(inner, indent + "  ", /*in_list=*/false, text);
  }
}

}  // namespace

std::vector<absl::StatusOr<json>> ParseYamlDocuments(const std::string& source, const std::string& text) {
  if (absl::Status wrong = RequireUtf8(source, text, "YAML_MALFORMED"); !wrong.ok()) return {wrong};
  std::vector<absl::StatusOr<json>> documents;
  Converter converter(source);
  for (const Part& part : PartsOf(text)) {
    if (converter.is_full()) break;
    try {
      for (const YAML::Node& node : YAML::LoadAll(part.text)) {
        if (!node.IsNull()) documents.push_back(converter.Convert(node, part));
      }
    } catch (const YAML::Exception& error) {
      // The parser knows what it missed, in its own words and from its own view.
      documents.push_back(Malformed(
          source, error.mark, part,
          {.en = absl::StrCat("this is not YAML (", error.msg, "): ", kUsualFaults.en),
           .fa = absl::StrCat("این YAML درست نیست: ", kUsualFaults.fa, " گفتهٔ خوانندهٔ YAML: ", error.msg, ".")}));
    }
  }
  return documents;
}

absl::StatusOr<std::vector<json>> ParseYaml(const std::string& source, const std::string& text) {
  std::vector<json> documents;
  for (absl::StatusOr<json>& document : ParseYamlDocuments(source, text)) {
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

int LineOf(const std::string& text, absl::string_view path) {
  std::vector<std::string> steps = StepsOf(path);
  size_t number = 0;
  if (steps.size() > 1 && steps.front() == "document" && absl::SimpleAtoi(steps[1], &number)) {
    steps.erase(steps.begin(), steps.begin() + 2);
  }
  for (const Part& part : PartsOf(text)) {
    std::vector<YAML::Node> documents;
    try {
      documents = YAML::LoadAll(part.text);
    } catch (const YAML::Exception&) {
      if (number-- == 0) return 0;  // one that cannot be read counts too
      continue;
    }
    for (const YAML::Node& document : documents) {
      if (!document.IsNull() && number-- == 0) return part.line + LineIn(document, steps);
    }
  }
  return 0;
}

std::string ToYaml(const nlohmann::ordered_json& value) {
  std::string text;
  if (!value.is_structured() || value.empty())
    return absl::StrCat(value.is_structured() ? value.dump() : ScalarOf(value), "\n");
  Append(value, "", /*in_list=*/false, text);
  return text.substr(1);  // the new line that would follow a key
}

}  // namespace mosbat::ctl
