#include "clients/mosbatctl/usage.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "common/base/nearest.h"

namespace mosbat::ctl {
namespace {

using Strings = std::vector<std::string>;

std::vector<const CLI::App*> CommandsOf(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

Strings NamesOf(const std::vector<const CLI::App*>& commands) {
  Strings names;
  for (const CLI::App* const command : commands) names.push_back(command->get_name());
  return names;
}

// The last command that was understood.
const CLI::App& CommandTyped(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

// "context use"; "" of the program itself.
std::string PathOf(const CLI::App& command) {
  if (command.get_parent() == nullptr) return "";
  return std::string(
      absl::StripLeadingAsciiWhitespace(absl::StrCat(PathOf(*command.get_parent()), " ", command.get_name())));
}

// With those of the commands above it.
Strings FlagsOf(const CLI::App* command) {
  Strings flags;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* const option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) flags.push_back(absl::StrCat("--", name));
      for (const std::string& name : option->get_snames()) flags.push_back(absl::StrCat("-", name));
    }
  }
  return flags;
}

// The sentence with a question behind it if a known word is near.
Words AndNear(Words sentence, absl::string_view word, const Strings& known) {
  const Words near = DidYouMean(NearestTo(word, known));
  if (near.en.empty()) return sentence;
  return {.en = absl::StrCat(sentence.en, "; ", near.en), .fa = absl::StrCat(sentence.fa, "؛ ", near.fa)};
}

Words UnknownFlag(const std::string& flag, const Strings& flags) {
  return AndNear({.en = absl::StrCat("there is no flag ", flag), .fa = absl::StrCat("گزینهٔ ", flag, " وجود ندارد")},
                 flag, flags);
}

// A flag, a command or a word that nobody asked for, of those that were left over; nothing where there is none.
std::optional<Words> Unknown(const CLI::App& command, const Strings& left, const Strings& typed) {
  const Strings flags = FlagsOf(&command);
  const Strings commands = NamesOf(CommandsOf(command));
  for (const std::string& word : left.empty() ? typed : left) {
    const std::string flag = word.substr(0, word.find('='));
    if (flag.size() > 2 && absl::StartsWith(flag, "--") && !absl::c_linear_search(flags, flag)) {
      return UnknownFlag(flag, flags);
    }
    if (left.empty()) continue;
    if (flag.size() > 1 && absl::StartsWith(flag, "-") && !absl::c_linear_search(flags, flag)) {
      return UnknownFlag(flag, flags);
    }
    if (absl::StartsWith(word, "-")) continue;
    if (!commands.empty()) {
      return AndNear(
          {.en = absl::StrCat("there is no command ", word), .fa = absl::StrCat("فرمان ", word, " وجود ندارد")}, word,
          commands);
    }
    return Words{.en = absl::StrCat("\"", word, "\" is one word too many"),
                 .fa = absl::StrCat("«", word, "» اضافی است")};
  }
  return std::nullopt;
}

// What must be given and was not.
std::optional<Words> Missing(const CLI::App& command) {
  const Strings commands = NamesOf(CommandsOf(command));
  if (!commands.empty()) {
    const std::string list = absl::StrJoin(commands, ", ");
    return Words{.en = absl::StrCat("a command is missing: ", list), .fa = absl::StrCat("فرمان گفته نشده است: ", list)};
  }
  for (const CLI::Option* const option : command.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    const std::string name = option->get_name(option->get_positional());
    return Words{.en = absl::StrCat(name, " is missing: ", option->get_description()),
                 .fa = absl::StrCat(name, " گفته نشده است: ", option->get_description())};
  }
  return std::nullopt;
}

Words WordsOf(const CLI::App& command, const CLI::ParseError& error, const Strings& left, const Strings& typed) {
  if (const std::optional<Words> unknown = Unknown(command, left, typed)) return *unknown;
  const std::string text = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (const std::optional<Words> missing = Missing(command)) return *missing;
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const std::string flag = text.substr(0, text.find(':'));
    return {.en = absl::StrCat(flag, " needs a value"), .fa = absl::StrCat(flag, " مقدار می‌خواهد")};
  }
  if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr) {
    const std::pair<std::string, std::string> flags = absl::StrSplit(text, absl::MaxSplits(" requires ", 1));
    return {.en = absl::StrCat(flags.first, " needs ", flags.second),
            .fa = absl::StrCat(flags.first, " تنها همراه ", flags.second, " می‌آید")};
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
    const std::pair<std::string, std::string> flags = absl::StrSplit(text, absl::MaxSplits(" excludes ", 1));
    return {.en = absl::StrCat(flags.first, " and ", flags.second, " exclude each other"),
            .fa = absl::StrCat(flags.first, " و ", flags.second, " با هم نمی‌آیند")};
  }
  // What our own validators say is in the language already.
  return {.en = text, .fa = text};
}

}  // namespace

Language LanguageAsked(const Strings& words, const char* variable) {
  constexpr absl::string_view kFlag = "--lang";
  std::string asked = variable == nullptr ? "" : variable;
  for (size_t i = 0; i < words.size(); ++i) {
    absl::string_view word = words[i];
    if (word == kFlag && i + 1 < words.size()) asked = words[i + 1];
    if (absl::ConsumePrefix(&word, kFlag) && absl::ConsumePrefix(&word, "=")) asked = std::string(word);
  }
  return asked == "en" ? Language::kEnglish : Language::kPersian;
}

std::string UsageText(const CLI::App& app, const CLI::ParseError& error, const Strings& words, Language language) {
  const CLI::App& command = CommandTyped(app);
  const Words what = WordsOf(command, error, app.remaining(/*recurse=*/true), words);
  const std::string path = PathOf(command);
  const std::string help = absl::StrCat("mosbatctl ", path, path.empty() ? "" : " ", "--help");
  return absl::StrCat(what.In(language), "\n",
                      Words{.en = absl::StrCat("See ", help, "."), .fa = absl::StrCat("راهنما: ", help)}.In(language));
}

}  // namespace mosbat::ctl
