#include "clients/mosbatctl/areas.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/show.h"
#include "common/iran/persian_text.h"
#include "mosbat/common/v1/common.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr absl::string_view kProvinces = "provinces/";
bool IsCode(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// How far a code reaches that begins where `text` does; 0 if none does.
size_t LengthOfCode(absl::string_view text) {
  const auto is_part = [](char c) { return absl::ascii_isalnum(c) || c == '/' || c == '-'; };
  const auto end = static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_part) - text.begin());
  return IsAreaCode(text.substr(0, end)) ? end : 0;
}

}  // namespace

bool IsAreaCode(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 2 && parts.size() != 4) return false;
  return parts[0] == "provinces" && IsCode(parts[1]) &&
         (parts.size() == 2 || (parts[2] == "counties" && IsCode(parts[3])));
}

template <typename Response, typename Request>
void AreaNames::ReadPages(Request request) {
  const auto add = [this](const Message& page) {
    const FieldDescriptor* const items = ItemsOf(*page.GetDescriptor());
    for (int i = 0; i < page.GetReflection()->FieldSize(page, items); ++i) {
      const Message& area = page.GetReflection()->GetRepeatedMessage(page, items, i);
      const FieldDescriptor* const title = area.GetDescriptor()->FindFieldByName("title");
      const std::string name = TextOf(area, "name");
      names_[name] = ValueText(area, *title, 0, language_);
      const auto& words = dynamic_cast<const common::v1::Title&>(area.GetReflection()->GetMessage(area, title));
      for (const std::string& each : {words.fa(), words.en()}) {
        if (!each.empty()) codes_.emplace(iran::SearchKey(each), name);
      }
    }
  };
  calls_.ForEachPage<Response>(std::move(request), add).IgnoreError();
}

void AreaNames::Read() {
  if (read_) return;
  read_ = true;
  ReadPages<registry::v1::ListProvincesResponse>(registry::v1::ListProvincesRequest());
  registry::v1::ListCountiesRequest counties;
  counties.set_parent("provinces/-");
  ReadPages<registry::v1::ListCountiesResponse>(std::move(counties));
}

std::string AreaNames::Of(absl::string_view area) {
  if (!IsAreaCode(area)) return "";
  Read();
  const auto found = names_.find(area);
  return found == names_.end() ? "" : found->second;
}

std::vector<std::string> AreaNames::Meant(absl::string_view text) {
  Read();
  std::vector<std::string> codes;
  std::string key = iran::SearchKey(text);
  for (const absl::string_view kind : {"شهرستان", "استان"}) {
    if (absl::StartsWith(key, absl::StrCat(kind, " "))) key.erase(0, kind.size() + 1);
  }
  const auto [first, last] = codes_.equal_range(key);
  for (auto each = first; each != last; ++each) codes.push_back(each->second);
  const absl::string_view code = text.substr(text.rfind('/') + 1);
  for (const auto& [name, title] : names_) {
    if (IsCode(code) && absl::EndsWith(name, absl::StrCat("/", code))) codes.push_back(name);
  }
  return codes;
}

std::string AreaNames::InText(absl::string_view text) {
  std::string named;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find(kProvinces, at);
    const size_t length = begin == absl::string_view::npos ? 0 : LengthOfCode(text.substr(begin));
    if (length == 0) {
      const size_t end = begin == absl::string_view::npos ? text.size() : begin + kProvinces.size();
      absl::StrAppend(&named, text.substr(at, end - at));
      at = end;
      continue;
    }
    const absl::string_view code = text.substr(begin, length);
    const bool is_typed = begin > 0 && (text[begin - 1] == ':' || text[begin - 1] == '"' || text[begin - 1] == '/');
    const std::string name = is_typed ? "" : Of(code);
    absl::StrAppend(&named, text.substr(at, begin - at), code);
    if (!name.empty()) absl::StrAppend(&named, " (", name, ")");
    at = begin + length;
  }
  return named;
}

void AreaNames::InMessage(Message& message) {
  if (absl::StartsWith(message.GetDescriptor()->full_name(), "google.protobuf.")) return;
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        InMessage(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                       : *reflection.MutableMessage(&message, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING && field->name() != "name") {
        const std::string text = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                      : reflection.GetString(message, field);
        const std::string name = Of(text);
        if (name.empty()) continue;
        const std::string named = absl::StrCat(text, " (", name, ")");
        if (field->is_repeated()) {
          reflection.SetRepeatedString(&message, field, i, named);
        } else {
          reflection.SetString(&message, field, named);
        }
      }
    }
  }
}

common::v1::Area AreaOf(const std::string& code) {
  common::v1::Area area;
  if (absl::StrContains(code, "/counties/")) {
    area.set_county(code);
  } else {
    area.set_province(code);
  }
  return area;
}

}  // namespace mosbat::ctl
