// try: whether a package accepts and refuses what its examples say.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/examples.h"
#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/show.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string file;
  std::string package;
  std::string as;
};

struct Tried {
  size_t right = 0;
  size_t wrong = 0;
  size_t unjudged = 0;
};

// Prints a line for each, with the names of areas where a suite is asked.
template <typename Judge>
absl::StatusOr<Tried> TryEach(const std::vector<ExampleCase>& examples, const CommandLine& line, AreaNames* areas,
                              Judge judge) {
  const Dress dress = DressOf(STDOUT_FILENO);
  Tried tried;
  for (const ExampleCase& example : examples) {
    const absl::StatusOr<common::v1::Decision> decision = judge(example);
    if (!decision.ok() && !IsOfExample(decision.status())) return decision.status();
    const std::string text = decision.ok() ? ExampleText(example, *decision, line.language(), dress)
                                           : UnjudgedText(example, decision.status(), line.language(), dress);
    std::fputs(areas == nullptr ? text.c_str() : areas->InText(text).c_str(), stdout);
    ++(!decision.ok() ? tried.unjudged : IsAsExpected(example, *decision) ? tried.right : tried.wrong);
  }
  return tried;
}

absl::StatusOr<Tried> Try(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<ExampleCase> examples, ReadExamples(wanted.file));
  absl::StatusOr<Tried> tried;
  if (wanted.package.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient());
    SuiteJudge judge(CallsAs(*client, wanted.as));
    AreaNames areas(CallsAs(*client, wanted.as), line.language());
    tried = TryEach(examples, line, &areas, [&](const ExampleCase& example) { return judge.Judge(example); });
  } else {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<Entry> package, ReadPlan(wanted.package, /*historical=*/true));
    const Makers makers(package);
    tried =
        TryEach(examples, line, nullptr, [&](const ExampleCase& example) { return JudgeByPackage(makers, example); });
  }
  if (!tried.ok()) return tried;
  const Words summary = {
      .en = absl::StrCat(tried->right, " of ", examples.size(), " as expected"),
      .fa = Digits(absl::StrCat(tried->right, " از ", examples.size(), " همان که انتظار می‌رفت"),
                   Language::kPersian)};
  std::printf("%s\n", line.In(summary).c_str());
  return tried;
}

// As diff: what cannot be judged is neither right nor wrong.
ExitCode ExitCodeOf(const Tried& tried) {
  return tried.wrong > 0 ? kDifferent : tried.unjudged > 0 ? kUndecided : kDone;
}

}  // namespace

void AddTryCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = line.AddCommand(
      app, "try",
      {.en = "Try the examples of a package: what it accepts, what it refuses and by which clause.",
       .fa =
           "نمونه‌های یک بسته را می‌آزماید: چه را می‌پذیرد، چه را رد می‌کند و با کدام بند."},
      {.en =
           "Exit codes: 0 all are as expected, 1 some are not, 2 wrong usage, 3 the suite cannot be reached, 4 refused.",
       .fa =
           "کد پایان: ۰ همه همان که انتظار می‌رفت، ۱ برخی نه، ۲ کاربرد نادرست، ۳ سامانه در دسترس نیست، ۴ رد شد."},
      {{.what = {.en = "against what is in force", .fa = "در برابر آنچه مجری است"},
        .command = "mosbatctl try -f my-activity.examples.yaml"},
       {.what =
            {.en = "against a package before it is applied; asks no suite",
             .fa =
                 "در برابر بسته، پیش از آن‌که اعمال شود؛ بی‌نیاز از سامانه"},
        .command = "mosbatctl try -f my-activity.examples.yaml --package my-activity.yaml"}});
  command
      .add_option("-f,--file,FILE", wanted->file,
                  line.In({.en = "the examples: deploy/data/programmes/README.md says how they are written",
                           .fa = "نمونه‌ها؛ شیوهٔ نوشتن: deploy/data/programmes/README.md"}))
      ->required();
  command.add_option(
      "--package", wanted->package,
      line.In(
          {.en = "the package that they are tried against, in place of what is in force",
           .fa =
               "بسته‌ای که در برابر آن آزموده می‌شوند، به جای آنچه مجری است"}));
  line.AddAs(command, wanted->as);
  command.callback([wanted, &line] {
    const absl::StatusOr<Tried> tried = Try(*wanted, line);
    if (tried.ok()) return line.Exit(ExitCodeOf(*tried));
    line.ReportUndecided(tried.status());
  });
}

}  // namespace mosbat::ctl
