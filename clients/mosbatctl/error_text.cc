#include "clients/mosbatctl/error_text.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/next_steps.h"
#include "clients/mosbatctl/terminal.h"

namespace mosbat::ctl {
namespace {

bool IsPartOfWord(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }

// `text` with `to` in place of the first `from` that is a word of its own; "" where there is none.
std::string Replaced(const std::string& text, absl::string_view from, absl::string_view to) {
  for (size_t at = text.find(from.data(), 0, from.size()); at != std::string::npos;
       at = text.find(from.data(), at + 1, from.size())) {
    const size_t end = at + from.size();
    const bool begins = at == 0 || !IsPartOfWord(text[at - 1]);
    const bool ends = end == text.size() || text[end] == '.' || !IsPartOfWord(text[end]);
    if (begins && ends) return absl::StrCat(text.substr(0, at), to, text.substr(end));
  }
  return "";
}

// The sentence with the whole path of the field in it, as people write it; "" where it names no part of it. Services
// name fields as protos do, and in their sentences often only the end of the path.
std::string NamingPath(const std::string& field, const std::string& what) {
  const std::string path = InJsonCase(field);
  for (absl::string_view rest = field; !rest.empty();) {
    if (std::string said = Replaced(what, rest, path); !said.empty()) return said;
    const size_t dot = rest.find('.');
    rest = dot == absl::string_view::npos ? absl::string_view() : rest.substr(dot + 1);
  }
  return absl::StrContains(what, path) ? what : "";
}

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  // What this command itself found wrong with what was typed.
  static constexpr const char* kMistyped[] = {
      "AREA_UNKNOWN",     "CALLER_INVALID",        "COLLECTION_UNKNOWN", "DOCUMENT_REPEATED", "EXAMPLES_INVALID",
      "FILE_UNREADABLE",  "HOME_UNKNOWN",          "JSON_INVALID",       "JSON_MALFORMED",    "METHOD_UNKNOWN",
      "OTHER_MISSING",    "PACKAGE_CONTRADICTORY", "PLAN_INVALID",       "PREVIEW_AMBIGUOUS", "RESOURCE_UNKNOWN",
      "TOKEN_UNREADABLE", "YAML_MALFORMED"};
  const std::string reason = ReasonOf(status);
  if (absl::c_linear_search(kMistyped, reason) || absl::StartsWith(reason, "CONTEXT_")) return kUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kDone;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kUnreachable;
    default:
      return kRefused;
  }
}

std::string ErrorText(const absl::Status& status, Language language) {
  std::vector<std::pair<std::string, std::string>> faults = FaultsOf(status, language);
  // A service sends the faults in the one language that was asked for.
  if (faults.empty()) faults = FaultsOf(status, Language::kEnglish);
  std::string words = WordsOf(status, language);
  std::vector<std::string> lines;
  for (const auto& [field, what] : faults) {
    std::string line = NamingPath(field, what);
    // What this command itself finds wrong with what was typed says in its words all that there is to say.
    if (line.empty() && what == words && ExitCodeOf(status) == kUsage) continue;
    if (line.empty()) line = absl::StrCat(InJsonCase(field), ": ", what);
    words = absl::StrReplaceAll(words, {{what, line}});
    if (line != words) lines.push_back(std::move(line));
  }
  std::string text = absl::StrCat(words, "\n");
  for (const std::string& line : lines) absl::StrAppend(&text, "  ", line, "\n");
  const std::string reason = ReasonOf(status);
  absl::StrAppend(&text, "  (", absl::StatusCodeToString(status.code()), reason.empty() ? "" : " / ", reason, ")\n");
  return Plain(text);
}

std::string HintsText(const std::vector<absl::Status>& errors, Language language) {
  const Words next = {.en = "Next", .fa = "گام بعد"};
  const bool alike =
      absl::c_all_of(errors, [&](const absl::Status& error) { return ReasonOf(error) == ReasonOf(errors.front()); });
  std::vector<std::string> lines;
  for (const absl::Status& error : errors) {
    const std::string hint = NextStep(error, language);
    if (hint.empty()) continue;
    const std::string about = alike ? "" : absl::StrCat(" (", ReasonOf(error), ")");
    std::string line = Plain(absl::StrCat(next.In(language), about, ": ", hint, "\n"));
    if (!absl::c_linear_search(lines, line)) lines.push_back(std::move(line));
  }
  return absl::StrJoin(lines, "");
}

}  // namespace mosbat::ctl
