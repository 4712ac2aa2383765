// try: whether a package accepts and refuses what its examples say.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/examples.h"
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

// Prints a line for each; how many are not as expected.
template <typename Judge>
absl::StatusOr<int> TryEach(const std::vector<ExampleCase>& examples, const CommandLine& line, Judge judge) {
  int wrong = 0;
  for (const ExampleCase& example : examples) {
    MOSBAT_ASSIGN_OR_RETURN(const common::v1::Decision decision, judge(example));
    const std::string text = ExampleText(example, decision, line.language(), DressOf(STDOUT_FILENO));
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!IsAsExpected(example, decision)) ++wrong;
  }
  return wrong;
}

absl::StatusOr<int> Try(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<ExampleCase> examples, ReadExamples(wanted.file));
  absl::StatusOr<int> wrong;
  if (wanted.package.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient());
    SuiteJudge judge(CallsAs(*client, wanted.as));
    wrong = TryEach(examples, line, [&](const ExampleCase& example) { return judge.Judge(example); });
  } else {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<Entry> package, ReadPlan(wanted.package, /*historical=*/true));
    const Makers makers(package);
    wrong = TryEach(examples, line, [&](const ExampleCase& example) { return JudgeByPackage(makers, example); });
  }
  if (!wrong.ok()) return wrong;
  const size_t right = examples.size() - static_cast<size_t>(*wrong);
  const Words summary = {
      .en = absl::StrCat(right, " of ", examples.size(), " as expected"),
      .fa = Digits(absl::StrCat(right, " از ", examples.size(), " همان که انتظار می‌رفت"),
                   Language::kPersian)};
  std::printf("%s\n", line.In(summary).c_str());
  return wrong;
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
    const absl::StatusOr<int> wrong = Try(*wanted, line);
    if (wrong.ok()) return line.Exit(*wrong == 0 ? kDone : kDifferent);
    line.Report(wrong.status());
    if (line.exit_code() == kRefused) line.Exit(kUndecided);
  });
}

}  // namespace mosbat::ctl
