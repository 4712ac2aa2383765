#include "clients/mosbatctl/demo/demo_command.h"

#include <cstdio>
#include <memory>
#include <string>

#include "absl/time/clock.h"

#include "clients/mosbatctl/demo/story.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

// A suite that is started again within this time goes on with the story.
constexpr absl::Duration kPatience = absl::Seconds(15);
constexpr absl::Duration kReadingTime = absl::Milliseconds(700);  // of a line

struct Wanted {
  std::string run_id;
  bool fast = false;
};

std::string NewRunId() {
  const std::string uuid = SystemIds().NewUuid(absl::Now());
  return uuid.substr(uuid.size() - 6);
}

absl::Status RunIdInvalid() {
  return MakeFieldError("FIELD_INVALID",
                        {.field = "run-id",
                         .words = {.en = "--run-id is 1 to 20 of a-z, 0-9 and \"-\", like 7f3a.",
                                   .fa = "--run-id از ۱ تا ۲۰ نویسه از a تا z، 0 تا 9 و «-» است، مانند 7f3a."}});
}

absl::Status Demo(const Wanted& wanted, const CommandLine& line) {
  const std::string run_id = wanted.run_id.empty() ? NewRunId() : wanted.run_id;
  if (!story::IsRunId(run_id)) return RunIdInvalid();
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient({.patience = kPatience}));
  const story::Narrator narrator(line.language(), [&wanted](absl::string_view text) {
    std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
    std::fflush(stdout);
    if (!wanted.fast) absl::SleepFor(kReadingTime);
  });
  const Words hint = {
      .en = "If it is cut, it goes on with: mosbatctl demo --run-id ",
      .fa = "اگر بریده شود با این فرمان ادامه می‌یابد: mosbatctl demo --run-id "};
  std::printf("%s%s\n", hint.In(line.language()).c_str(), run_id.c_str());
  story::World world(*client, narrator, run_id);
  story::Made made;
  MOSBAT_RETURN_IF_ERROR(story::TellStory(world, made));
  const Words end = {.en = "The story is told to its end.", .fa = "داستان به پایان رسید."};
  std::printf("\n%s\n", end.In(line.language()).c_str());
  return absl::OkStatus();
}

}  // namespace

void AddDemoCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand(
      "demo", "Tell the suite's main job against a suite in trial mode: from a sub-guideline to a paid service.");
  command.add_option("--run-id", wanted->run_id, "goes on with the run of this id; a new run if not said");
  command.add_flag("--fast", wanted->fast, "without time to read");
  command.footer(
      "It needs the founding data (mosbatctl apply --historical -f deploy/data), and moves the suite's clock by two to three\n"
      "months. Everything that it makes is named demo-RUN.\nExample:\n  mosbatctl demo --lang en");
  command.callback([wanted, &line] {
    if (const absl::Status status = Demo(*wanted, line); !status.ok()) line.Report(status);
  });
}

}  // namespace mosbat::ctl
