#include "clients/mosbatctl/demo/demo_command.h"

#include <cstdio>
#include <memory>
#include <string>

#include "absl/time/clock.h"

#include "clients/mosbatctl/areas.h"
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
  AreaNames areas(CallsAs(*client, ""), line.language());
  const story::Narrator narrator(line.language(), [&wanted, &areas](absl::string_view text) {
    std::printf("%s\n", areas.InText(text).c_str());
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
  CLI::App& command = line.AddCommand(
      app, "demo",
      {.en = "Tell the suite's main job against a suite in trial mode: from a sub-guideline to a paid service.",
       .fa =
           "کار اصلی سامانه را در سامانهٔ آزمایشی بازمی‌گوید: از شیوه‌نامه تا خدمتی که پرداخت شد."},
      {.en =
           "It needs the founding data (mosbatctl apply --historical -f deploy/data), and moves the suite's clock by two "
           "to three\nmonths. Everything that it makes is named demo-RUN.",
       .fa =
           "به داده‌های آغازین نیاز دارد (mosbatctl apply --historical -f deploy/data) و ساعت سامانه را دو تا سه ماه\n"
           "جلو می‌برد. نام هر چه می‌سازد demo-RUN است."},
      {{.what = {.en = "the story from its beginning", .fa = "داستان از آغاز"}, .command = "mosbatctl demo"},
       {.what = {.en = "go on with one that was cut, without time to read",
                 .fa = "ادامهٔ داستانی که بریده شد، بی‌درنگ"},
        .command = "mosbatctl demo --run-id 7f3a --fast"}});
  command.add_option(
      "--run-id", wanted->run_id,
      line.In(
          {.en = "goes on with the run of this id; a new run if not said",
           .fa =
               "اجرایی با این شناسه را ادامه می‌دهد؛ اگر گفته نشود اجرای تازه"}));
  command.add_flag("--fast", wanted->fast,
                   line.In({.en = "without time to read", .fa = "بی‌درنگ، بدون زمان خواندن"}));
  command.callback([wanted, &line] {
    if (const absl::Status status = Demo(*wanted, line); !status.ok()) line.Report(status);
  });
}

}  // namespace mosbat::ctl
