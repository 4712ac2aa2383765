#include "clients/mosbatctl/completion.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "clients/mosbatctl/methods.h"

namespace mosbat::ctl {
namespace {

using Strings = std::vector<std::string>;

bool IsFlag(absl::string_view word) { return absl::StartsWith(word, "-"); }

const CLI::Option* FindOption(const CLI::App& app, const std::string& flag) {
  for (const CLI::App* each = &app; each != nullptr; each = each->get_parent()) {
    if (const CLI::Option* const option = each->get_option_no_throw(flag); option != nullptr) return option;
  }
  return nullptr;
}

bool TakesValue(const CLI::App& app, const std::string& word) {
  const CLI::Option* const option = IsFlag(word) ? FindOption(app, word) : nullptr;
  return option != nullptr && option->get_items_expected_max() > 0;
}

// The commands below `app` that a person may type.
Strings CommandsOf(const CLI::App& app) {
  Strings names;
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) names.push_back(absl::StrCat(command->get_name(), " "));
  }
  return names;
}

Strings FlagsOf(const CLI::App& app) {
  Strings flags;
  for (const CLI::App* each = &app; each != nullptr; each = each->get_parent()) {
    for (const CLI::Option* const option : each->get_options()) {
      for (const std::string& name : option->get_lnames()) flags.push_back(absl::StrCat("--", name, " "));
    }
  }
  return flags;
}

// "serviceTypes/vi" → what is called so, of names of these forms. What is whole ends with a blank, what is not with
// "/"; a word that may be either is offered both ways, a name only whole.
Strings NamesLike(const std::string& word, const Strings& forms, const CompletionSources& sources) {
  const Strings parts = absl::StrSplit(word, '/');
  const std::string parent = word.substr(0, word.size() - parts.back().size());
  std::set<std::string> found;
  bool wants_names = false;
  bool names_are_whole = false;
  for (const std::string& form : forms) {
    const Strings wanted = absl::StrSplit(form, '/');
    if (wanted.size() < parts.size()) continue;
    const bool fits =
        std::equal(parts.begin(), parts.end() - 1, wanted.begin(),
                   [](const auto& part, const auto& want) { return want == "*" ? !part.empty() : part == want; });
    if (!fits) continue;
    const bool is_whole = wanted.size() == parts.size();
    const std::string& want = wanted[parts.size() - 1];
    if (want == "*") {
      wants_names = true;
      names_are_whole = names_are_whole || is_whole;
    } else {
      found.insert(absl::StrCat(parent, want, is_whole ? " " : "/"));
    }
  }
  if (wants_names) {
    for (const std::string& name : sources.names(parent.substr(0, parent.size() - 1))) {
      found.insert(absl::StrCat(name, names_are_whole ? " " : "/"));
    }
  }
  return Strings(found.begin(), found.end());
}

// What a flag of the command may be followed by.
Strings ValuesOf(const std::string& command, const std::string& flag, const std::string& word,
                 const CompletionSources& sources) {
  static const auto* const kWords = new std::map<std::string, Strings>{
      {"--lang", {"fa ", "en "}},
      {"-o", {"table ", "json ", "yaml "}},
      {"--output", {"table ", "json ", "yaml "}},
      {"--service", {"guideline ", "catalog ", "registry ", "casefile ", "purchasing "}}};
  static const auto* const kForms =
      new std::map<std::string, Strings>{{"--against", {"subGuidelines/*/revisions/*", "serviceTypes/*/revisions/*"}},
                                         {"--type", {"serviceTypes/*"}},
                                         {"--area", {"provinces/*", "provinces/*/counties/*"}}};
  static const auto* const kFiles = new std::set<std::string>{"-f", "--file", "--package", "--identity-file"};
  if (const auto found = kWords->find(flag); found != kWords->end()) return found->second;
  if (const auto found = kForms->find(flag); found != kForms->end()) return NamesLike(word, found->second, sources);
  if (flag == "--as") return sources.callers();
  if (flag == "--context") return sources.contexts();
  if (kFiles->count(flag) > 0 || (command == "make" && flag == "--data")) return {kWantsFile};
  return {};
}

// What the next word of a command may be; `typed` are those before it.
Strings ArgumentsOf(const std::string& command, const Strings& typed, const std::string& word,
                    const CompletionSources& sources) {
  static const Strings kTypes = {"serviceTypes/*"};
  static const Strings kPreviewed = {"directives/*", "subGuidelines/*", "subGuidelines/*/revisions/*"};
  static const Strings kCompared = {"directives/*", "subGuidelines/*", "subGuidelines/*/revisions/*",
                                    "serviceTypes/*/revisions/*"};
  if (command == "get" || command == "status") return NamesLike(word, ResourceForms(), sources);
  if (command == "explain") return NamesLike(word, {"serviceRequests/*"}, sources);
  if (command == "check") return NamesLike(word, kTypes, sources);
  if (command == "ready") return NamesLike(word, typed.empty() ? Strings{"centres/*"} : kTypes, sources);
  if (command == "list") return NamesLike(word, CollectionForms(), sources);
  if (command == "preview") return NamesLike(word, kPreviewed, sources);
  if (command == "compare") {
    // Only texts of one kind are compared.
    const std::string kind = typed.empty() ? "" : typed.front().substr(0, typed.front().find('/') + 1);
    Strings forms;
    absl::c_copy_if(kCompared, std::back_inserter(forms),
                    [&](const auto& form) { return absl::StartsWith(form, kind); });
    return NamesLike(word, forms, sources);
  }
  if (command == "use") return sources.contexts();
  if (command == "apply" || command == "diff" || command == "try") return {kWantsFile};
  Strings words;
  if (command == "call") {
    // A method is called by its name alone too.
    for (const std::string& name : MethodNames()) {
      words.push_back(absl::StrCat(name, " "));
      words.push_back(absl::StrCat(name.substr(name.find('/') + 1), " "));
    }
  }
  return words;
}

// How many words that are no flags a command takes.
size_t MostWords(const CLI::App& command) {
  size_t most = 0;
  for (const CLI::Option* const option : command.get_options()) {
    if (option->get_positional()) most += static_cast<size_t>(option->get_items_expected_max());
  }
  return most;
}

// Numbers by their size, so that revision 10 stands behind revision 9.
bool ComesBefore(const std::string& a, const std::string& b) {
  const auto is_digit = [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); };
  const auto digits_at = [&](const std::string& text, size_t at) {
    size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
  };
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const size_t in_a = digits_at(a, i);
    const size_t in_b = digits_at(b, i);
    if (in_a != in_b && in_a > 0 && in_b > 0) return in_a < in_b;
    if (a[i] != b[i]) return a[i] < b[i];
  }
  return a.size() < b.size();
}

// Nothing in it means more to a shell than itself.
bool IsSafe(absl::string_view candidate) {
  return absl::c_all_of(absl::StripSuffix(candidate, " "), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("_./:@=-", c);
  });
}

}  // namespace

std::string ContextTyped(const Strings& words) {
  constexpr absl::string_view kFlag = "--context";
  std::string file;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    absl::string_view word = words[i];
    if (word == kFlag && i + 2 < words.size()) file = words[i + 1];
    if (absl::ConsumePrefix(&word, kFlag) && absl::ConsumePrefix(&word, "=")) file = std::string(word);
  }
  return file;
}

Strings Candidates(const CLI::App& app, const Strings& words, const CompletionSources& sources) {
  if (words.empty()) return {};
  const CLI::App* command = &app;
  Strings typed;
  std::set<std::string> flags_typed;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (i > 0 && TakesValue(*command, words[i - 1])) continue;
    if (IsFlag(words[i])) {
      flags_typed.insert(absl::StrCat(words[i].substr(0, words[i].find('=')), " "));
      continue;
    }
    const Strings inner = CommandsOf(*command);
    if (std::find(inner.begin(), inner.end(), absl::StrCat(words[i], " ")) == inner.end()) {
      typed.push_back(words[i]);
    } else {
      command = command->get_subcommand(words[i]);
    }
  }
  const std::string& word = words.back();
  const size_t equals = word.find('=');
  Strings all;
  if (words.size() > 1 && TakesValue(*command, words[words.size() - 2])) {
    all = ValuesOf(command->get_name(), words[words.size() - 2], word, sources);
  } else if (IsFlag(word) && equals != std::string::npos) {
    for (const std::string& value :
         ValuesOf(command->get_name(), word.substr(0, equals), word.substr(equals + 1), sources)) {
      if (value != kWantsFile) all.push_back(absl::StrCat(word.substr(0, equals + 1), value));
    }
  } else if (IsFlag(word)) {
    all = FlagsOf(*command);
    std::erase_if(all, [&](const std::string& flag) { return flags_typed.count(flag) > 0; });
  } else {
    all = CommandsOf(*command);
    if (all.empty() && typed.size() < MostWords(*command)) {
      all = ArgumentsOf(command->get_name(), typed, word, sources);
    }
  }
  if (all == Strings{kWantsFile}) return all;
  Strings fitting;
  for (std::string& candidate : all) {
    if (absl::StartsWith(candidate, word) && IsSafe(candidate)) fitting.push_back(std::move(candidate));
  }
  std::sort(fitting.begin(), fitting.end(), &ComesBefore);
  fitting.erase(std::unique(fitting.begin(), fitting.end()), fitting.end());
  return fitting;
}

std::string BashScript() {
  return R"(# bash completion of mosbatctl: source <(mosbatctl completion bash)
_mosbatctl() {
  local line=${COMP_LINE:0:COMP_POINT} prefix
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  mapfile -t COMPREPLY < <("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null)
  if [[ ${COMPREPLY[0]-} == "<file>" ]]; then
    COMPREPLY=()
    compopt -o default +o nospace 2>/dev/null
    return
  fi
  compopt -o nosort 2>/dev/null
  # Bash ends words at ":" and "=" too, and wants only what stands behind them.
  prefix=${words[-1]%"${words[-1]##*[:=]}"}
  if [[ -n $prefix && $COMP_WORDBREAKS == *"${prefix: -1}"* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
  fi
}
complete -o nospace -F _mosbatctl mosbatctl
)";
}

}  // namespace mosbat::ctl
