#include "clients/mosbatctl/entrustment_standing.h"

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/text_standing.h"
#include "clients/mosbatctl/type_standing.h"

namespace mosbat::ctl {

using catalog::v1::Entrustment;

void SayActivation(absl::string_view method, const std::string& owner, const std::string& name, Report& report) {
  report.Next({.en = absl::StrCat(owner, " or steering activates it."),
               .fa = absl::StrCat(owner, " یا معاونت راهبری آن را فعال می‌کند.")});
  report.Command(CallCommand(method, CallerOfDeputyship(owner), name));
}

void EntrustmentStanding::Say(const Entrustment& given) {
  report_.Head(given.name(), StateWords(Entrustment::State_Name(given.state())));
  report_.Line({.en = "Service", .fa = "خدمت"}, given.service_type());
  report_.Line({.en = "For", .fa = "برای"},
               given.has_area() ? report_.In(FieldWords(given, "area"))
                                : absl::StrJoin(given.centres().names(), report_.In({.en = ", ", .fa = "، "})));
  report_.Line({.en = "From", .fa = "از"}, report_.Day(given.start_date()));
  report_.Line({.en = "Until", .fa = "تا"}, report_.Day(given.end_date()));
  report_.Line({.en = "Why", .fa = "علت"}, given.state_reason());
  if (given.state() == Entrustment::PROPOSED && !given.pilot() && SayPilots(given)) return;
  if (given.state() == Entrustment::PROPOSED || given.state() == Entrustment::SUSPENDED) {
    return SayActivation("ActivateEntrustment", given.owner(), given.name(), report_);
  }
  report_.Next({.en = "nothing waits.", .fa = "چیزی در انتظار نیست."});
}

bool EntrustmentStanding::SayPilots(const Entrustment& given) {
  const std::vector<Entrustment> pilots = PilotsBefore(calls_, given);
  for (const Entrustment& pilot : pilots) {
    report_.Line({.en = "Pilot", .fa = "آزمایشی"},
                 absl::StrCat(pilot.name(), ", ", report_.In(StateWords(Entrustment::State_Name(pilot.state()))), ", ",
                              report_.Day(pilot.start_date())));
  }
  if (pilots.empty()) return false;
  const Entrustment& first = pilots.front();
  if (!BeginsLater(first, given)) {
    report_.Next({.en = absl::StrCat("its pilot ", first.name(), " comes first: ", first.owner(),
                                     " or steering activates that."),
                  .fa = absl::StrCat("نخست نوبت آزمایش است، ", first.name(), ": ", first.owner(),
                                     " یا معاونت راهبری آن را فعال می‌کند.")});
    report_.Command(CallCommand("ActivateEntrustment", CallerOfDeputyship(first.owner()), first.name()));
    return true;
  }
  report_.Next(
      {.en = absl::StrCat("it waits for ", first.name(), ", which begins later: ", given.owner(),
                          " proposes it from that day on, or ends the pilot."),
       .fa = absl::StrCat(
           "در انتظار ", first.name(), " است که دیرتر آغاز می‌شود: ", given.owner(),
           " آن را از آن روز پیشنهاد می‌کند یا به آزمایش پایان می‌دهد.")});
  return true;
}

bool EntrustmentStanding::SayWaiting(std::vector<Entrustment> given) {
  constexpr size_t kMost = 5;
  const auto waits = [](const Entrustment& e) {
    return e.state() == Entrustment::PROPOSED || e.state() == Entrustment::SUSPENDED;
  };
  given.erase(std::remove_if(given.begin(), given.end(), std::not_fn(waits)), given.end());
  if (given.empty()) return false;
  std::stable_partition(given.begin(), given.end(), [](const Entrustment& e) { return e.pilot(); });
  report_.Next(
      {.en = "no centre may deliver it: its owner or steering activates or resumes what waits, a pilot first:",
       .fa =
           "هیچ مرکزی مجاز به ارائه نیست: متولی یا معاونت راهبری آنچه را در انتظار است فعال می‌کند یا از سر "
           "می‌گیرد، نخست آزمایشی:"});
  for (size_t i = 0; i < std::min(given.size(), kMost); ++i) {
    report_.Command(CallCommand("ActivateEntrustment", CallerOfDeputyship(given[i].owner()), given[i].name()));
  }
  if (given.size() > kMost) {
    const size_t more = given.size() - kMost;
    report_.Detail(report_.In({.en = absl::StrCat("and ", more, " more"),
                               .fa = absl::StrCat("و ", report_.Number(static_cast<int64_t>(more)), " مورد دیگر")}));
  }
  return true;
}

}  // namespace mosbat::ctl
