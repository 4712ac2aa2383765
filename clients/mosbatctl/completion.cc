#include "clients/mosbatctl/completion.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

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

// "serviceTypes/vi" → what resources are called so; collections end with "/".
Strings ResourcesLike(const std::string& word, const CompletionSources& sources) {
  const Strings parts = absl::StrSplit(word, '/');
  const std::string parent = word.substr(0, word.size() - parts.back().size());
  std::set<std::string> found;
  bool asked = false;
  for (const std::string& form : ResourceForms()) {
    const Strings wanted = absl::StrSplit(form, '/');
    if (wanted.size() < parts.size()) continue;
    const bool fits =
        std::equal(parts.begin(), parts.end() - 1, wanted.begin(),
                   [](const auto& part, const auto& want) { return want == "*" ? !part.empty() : part == want; });
    if (!fits) continue;
    const std::string& want = wanted[parts.size() - 1];
    if (want != "*") {
      found.insert(absl::StrCat(parent, want, "/"));
    } else if (!asked) {
      asked = true;
      for (const std::string& name : sources.names(parent.substr(0, parent.size() - 1))) {
        found.insert(absl::StrCat(name, " "));
      }
    }
  }
  return Strings(found.begin(), found.end());
}

// What a flag's value may be.
Strings ValuesOf(const std::string& flag, const std::string& word, const CompletionSources& sources) {
  static const auto* const kWords = new std::map<std::string, Strings>{
      {"--lang", {"fa ", "en "}},
      {"-o", {"table ", "json ", "yaml "}},
      {"--output", {"table ", "json ", "yaml "}},
      {"--service", {"guideline ", "catalog ", "registry ", "casefile ", "purchasing "}}};
  static const auto* const kFiles = new std::set<std::string>{"-f", "--file", "--data", "--identity-file"};
  if (const auto found = kWords->find(flag); found != kWords->end()) return found->second;
  if (flag == "--as") return sources.callers();
  if (flag == "--context") return sources.contexts();
  if (flag == "--against" || flag == "--type" || flag == "--area") return ResourcesLike(word, sources);
  if (kFiles->count(flag) > 0) return {kWantsFile};
  return {};
}

Strings ArgumentsOf(const std::string& command, const std::string& word, const CompletionSources& sources) {
  static const auto* const kNamers =
      new std::set<std::string>{"get", "status", "explain", "compare", "check", "preview"};
  if (kNamers->count(command) > 0) return ResourcesLike(word, sources);
  if (command == "use") return sources.contexts();
  if (command == "completion") return {"bash "};
  Strings words;
  if (command == "list") {
    for (const std::string& form : CollectionForms()) {
      const size_t star = form.find('*');
      words.push_back(star == std::string::npos ? absl::StrCat(form, " ") : form.substr(0, star));
    }
  } else if (command == "call") {
    // A method is called by its name alone too.
    for (const std::string& name : MethodNames()) {
      words.push_back(absl::StrCat(name, " "));
      words.push_back(absl::StrCat(name.substr(name.find('/') + 1), " "));
    }
  }
  return words;
}

}  // namespace

Strings Candidates(const CLI::App& app, const Strings& words, const CompletionSources& sources) {
  if (words.empty()) return {};
  const CLI::App* command = &app;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (i > 0 && TakesValue(*command, words[i - 1])) continue;
    const Strings inner = CommandsOf(*command);
    if (std::find(inner.begin(), inner.end(), absl::StrCat(words[i], " ")) == inner.end()) continue;
    command = command->get_subcommand(words[i]);
  }
  const std::string& word = words.back();
  Strings all;
  if (words.size() > 1 && TakesValue(*command, words[words.size() - 2])) {
    all = ValuesOf(words[words.size() - 2], word, sources);
    if (all == Strings{kWantsFile}) return all;
  } else if (IsFlag(word)) {
    all = FlagsOf(*command);
  } else {
    all = CommandsOf(*command);
    if (all.empty()) all = ArgumentsOf(command->get_name(), word, sources);
  }
  std::set<std::string> fitting;
  for (std::string& candidate : all) {
    if (absl::StartsWith(candidate, word)) fitting.insert(std::move(candidate));
  }
  return Strings(fitting.begin(), fitting.end());
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
  # Bash ends words at ":" too, and wants only what stands behind it.
  if [[ ${words[-1]} == *:* && $COMP_WORDBREAKS == *:* ]]; then
    prefix=${words[-1]%:*}:
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
  fi
}
complete -o nospace -F _mosbatctl mosbatctl
)";
}

}  // namespace mosbat::ctl
