#include <cstdio>
#include <memory>

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/show.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {
namespace {

absl::Status Advance(int days, const CommandLine& line) {
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return client.status();
  trial::v1::AdvanceRequest request;
  request.set_days(days);
  request.set_validate_only(days == 0);
  const auto response = (*client)->Call<trial::v1::AdvanceResponse>("operator", request);
  if (!response.ok()) return response.status();
  const absl::Time now = absl::FromUnixSeconds(response->now().seconds());
  std::printf("%s\n", MomentText(now, line.language()).c_str());
  return absl::OkStatus();
}

}  // namespace

void AddAdvanceCommand(CLI::App& app, CommandLine& line) {
  const auto days = std::make_shared<int>(0);
  CLI::App& command = line.AddCommand(
      app, "advance",
      {.en = "Move the business clock of a suite in trial mode, and print what time it is there.",
       .fa =
           "ساعت کاری سامانهٔ آزمایشی را جلو می‌برد و زمان آنجا را چاپ می‌کند."},
      {},
      {{.what = {.en = "fifteen days on, as long as a call is open",
                 .fa = "پانزده روز جلوتر، به اندازهٔ مهلت یک فراخوان"},
        .command = "mosbatctl advance --days 15"},
       {.what = {.en = "what time it is there", .fa = "ساعت کنونی سامانه"}, .command = "mosbatctl advance --days 0"}});
  command
      .add_option("--days", *days,
                  line.In({.en = "whole days; 0 only reads the clock",
                           .fa = "شمار روزها؛ با ۰ تنها ساعت را می‌خواند"}))
      ->check(NumberBetween(0, 3660, line.language()))
      ->required();
  command.callback([days, &line] {
    if (const absl::Status status = Advance(*days, line); !status.ok()) line.Report(status);
  });
}

}  // namespace mosbat::ctl
