#include "tests/integration/walk/draw.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

#include "common/iran/tehran_day.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/testing/sample_texts.h"
#include "services/guideline/testing/texts_step.h"
#include "tests/integration/walk/policy_model.h"

namespace mosbat::walk {
namespace {

using guideline::testing::SampleDirective;
using guideline::testing::SampleText;
using guideline::testing::WalkedDirective;
using guideline::testing::WalkedRevision;
using iran::ToDate;
using nlohmann::json;

std::string TypeId(int number) { return absl::StrCat("walked-", number); }

template <typename Request>
Drawn Of(std::string as, Request request) {
  return {.as = std::move(as), .request = std::make_unique<Request>(std::move(request))};
}

guideline::v1::Directive DirectiveOf(int number, absl::CivilDay effective) {
  guideline::v1::Directive directive = SampleDirective();
  directive.set_number(absl::StrCat("1405/", number));
  *directive.mutable_effective_date() = ToDate(effective);
  if (number % 2 != 0) return directive;
  // Of two closed lists one lacks the sub-guideline.
  auto& entrustment = *directive.mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(guideline::v1::Directive::Entrustment::CLOSED_LIST);
  auto& activity = *entrustment.add_activities();
  activity.mutable_title()->set_fa("بازدید از منزل");
  activity.set_founding_number(1);
  if (number % 4 == 0) activity.set_sub_guideline(guideline::testing::kWalked);
  return directive;
}

catalog::v1::ServiceType TypeResting(int text) {
  catalog::v1::ServiceType type;
  type.mutable_title()->set_fa("غربالگری بینایی");
  type.set_owner(kOwner);
  type.set_rests_on(WalkedRevision(text));
  return type;
}

// An entry of a package; fields of `resource` that only the server writes are left out.
json EntryOf(const std::string& as, const std::string& name, const google::protobuf::Message& resource, json then) {
  std::string text;
  (void)google::protobuf::util::MessageToJsonString(resource, &text);
  json wanted = json::parse(text);
  wanted["@type"] = resource.GetDescriptor()->full_name();
  if (!name.empty()) wanted["name"] = name;
  return {{"as", as}, {"resource", std::move(wanted)}, {"then", std::move(then)}};
}

std::string Text(absl::CivilDay day) { return absl::FormatCivilTime(day); }

}  // namespace

int Draw::Near(int last) { return std::max(1, OneIn(2) ? last : last - 2 + Below(4)); }

std::string Draw::Writer() {
  static const auto* const writers = new std::vector<std::string>{"deputyship:prevention@sara",
                                                                  "deputyship:prevention@sara",
                                                                  "deputyship:prevention@sara",
                                                                  "deputyship:prevention@sara",
                                                                  "deputyship:prevention@nima",
                                                                  "deputyship:prevention@nima",
                                                                  "deputyship:prevention@mina",
                                                                  "deputyship:social@reza",
                                                                  "steering@mina",
                                                                  "county:provinces/30/counties/3001@kaveh"};
  const std::string& writer = OneOf(*writers);
  if (!succeeded_) return writer;
  return absl::StrReplaceAll(writer, {{"prevention", "social"}, {"social", "prevention"}});
}

std::string Draw::Steering() {
  static const auto* const steering = new std::vector<std::string>{"steering@mina",
                                                                   "steering@mina",
                                                                   "steering@mina",
                                                                   "steering@parisa",
                                                                   "steering@parisa",
                                                                   "steering@nima",
                                                                   "steering@sara",
                                                                   "steering@mina",
                                                                   "deputyship:prevention@sara",
                                                                   "province:provinces/30@kaveh"};
  return OneOf(*steering);
}

std::string Draw::Keeper() { return OneIn(2) ? Writer() : OneIn(10) ? "agency@clinic" : "steering@mina"; }

std::string Draw::SomeType(const Known& known) { return absl::StrCat("serviceTypes/", TypeId(Near(known.types()))); }

std::string Draw::SomeEntrustment(const Known& known) {
  const std::vector<std::string> all = known.entrustments();
  const int last = static_cast<int>(all.size());
  if (last == 0 || OneIn(20)) return "entrustments/none";
  if (OneIn(4)) return OneOf(all);  // a pilot that waits for ever would keep all others of its type waiting
  return all[static_cast<size_t>(std::max(0, last - 1 - Below(4)))];
}

Drawn Draw::Call(const Known& known, absl::CivilDay today) {
  switch (Below(8)) {
    case 0:
    case 1:
    case 2:
      return TextCall(known, today);
    case 3:
      return DirectiveCall(known, today);
    case 4:
    case 5:
      return TypeCall(known, today);
    default:
      return EntrustmentCall(known, today);
  }
}

Drawn Draw::TextCall(const Known& known, absl::CivilDay today) {
  const std::string name = WalkedRevision(Near(known.revisions()));
  switch (Below(7)) {
    case 0:
    case 1: {
      guideline::v1::UpdateSubGuidelineRevisionRequest request;
      *request.mutable_sub_guideline_revision() = SampleText();
      request.mutable_sub_guideline_revision()->set_name(name);
      request.set_allow_missing(!OneIn(3));
      return Of(Writer(), std::move(request));
    }
    case 2:
    case 3: {
      guideline::v1::SubmitSubGuidelineRevisionRequest request;
      request.set_name(name);
      return Of(Writer(), std::move(request));
    }
    case 4: {
      guideline::v1::ReturnSubGuidelineRevisionRequest request;
      request.set_name(name);
      request.add_comments()->set_text("…");
      return Of(Steering(), std::move(request));
    }
    case 5: {
      guideline::v1::ApproveSubGuidelineRevisionRequest request;
      request.set_name(name);
      *request.mutable_effective_date() = ToDate(today - 1 + Below(4));
      return Of(Steering(), std::move(request));
    }
    default: {
      guideline::v1::WithdrawSubGuidelineRevisionRequest request;
      request.set_name(WalkedRevision(OneIn(3) ? known.revisions() : Near(known.revisions())));
      request.set_reason("…");
      // What is in force is needed by all else.
      return Of(OneIn(2) ? Steering() : "deputyship:prevention@sara", std::move(request));
    }
  }
}

Drawn Draw::DirectiveCall(const Known& known, absl::CivilDay today) {
  const int last = known.directives();
  const int number = Near(last);
  const absl::CivilDay day = today - 1 + Below(8);
  switch (Below(6)) {
    case 0:
    case 1: {
      const int next = OneIn(4) ? std::max(1, last) : last + 1;
      guideline::v1::CreateDirectiveRequest request;
      request.set_directive_id(absl::StrCat("d", next));
      *request.mutable_directive() = DirectiveOf(next, day);
      return Of(Steering(), std::move(request));
    }
    case 2: {
      guideline::v1::UpdateDirectiveRequest request;
      request.mutable_directive()->set_name(WalkedDirective(number));
      *request.mutable_directive()->mutable_effective_date() = ToDate(day);
      return Of(Steering(), std::move(request));
    }
    case 3:
    case 4: {
      guideline::v1::IssueDirectiveRequest request;
      request.set_name(WalkedDirective(number));
      return Of(Steering(), std::move(request));
    }
    default: {
      guideline::v1::RepealDirectiveRequest request;
      request.set_name(WalkedDirective(number));
      *request.mutable_repeal_date() = ToDate(day + Below(20));
      return Of(Steering(), std::move(request));
    }
  }
}

Drawn Draw::TypeCall(const Known& known, absl::CivilDay today) {
  const std::string name = SomeType(known);
  const absl::CivilDay day = today - 1 + Below(4);
  switch (Below(12)) {
    case 0: {
      catalog::v1::RegisterServiceTypeRequest request;
      const bool anew = known.types() < 2 || OneIn(3);
      request.set_service_type_id(TypeId(anew ? known.types() + 1 : Near(known.types() - 1)));
      *request.mutable_service_type() = TypeResting(Near(known.revisions()));
      return Of(Keeper(), std::move(request));
    }
    case 1:
    case 2:
    case 3: {
      catalog::v1::UpdateServiceTypeRequest request;
      request.mutable_service_type()->set_name(name);
      request.mutable_service_type()->set_rests_on(WalkedRevision(Near(known.revisions())));
      return Of(Keeper(), std::move(request));
    }
    case 4:
    case 5:
    case 6:
    case 7: {
      catalog::v1::ActivateServiceTypeRequest request;
      request.set_name(name);
      if (!OneIn(3)) *request.mutable_effective_date() = ToDate(day);
      request.set_historical(OneIn(5));
      return Of(Keeper(), std::move(request));
    }
    case 8:
    case 9: {
      catalog::v1::RollbackServiceTypeRequest request;
      request.set_name(name);
      request.set_revision(absl::StrCat(OneIn(5) ? SomeType(known) : name, "/revisions/", 1 + Below(4)));
      request.set_reason("…");
      if (!OneIn(3)) *request.mutable_effective_date() = ToDate(day);
      request.set_historical(OneIn(5));
      return Of(Keeper(), std::move(request));
    }
    case 10: {
      if (OneIn(2)) {
        catalog::v1::RetireServiceTypeRequest request;
        request.set_name(name);
        request.set_reason("…");
        return Of(Keeper(), std::move(request));
      }
      [[fallthrough]];
    }
    default: {
      catalog::v1::SuspendServiceTypeRequest request;
      request.set_name(name);
      request.set_reason("…");
      return Of(Keeper(), std::move(request));
    }
  }
}

catalog::v1::Entrustment Draw::SomeWanted(const std::string& type, absl::CivilDay start) {
  catalog::v1::Entrustment wanted;
  wanted.set_service_type(type);
  wanted.mutable_area()->set_country(true);
  *wanted.mutable_start_date() = ToDate(start);
  if (OneIn(2)) *wanted.mutable_end_date() = ToDate(start + 1 + Below(8));
  wanted.set_pilot(OneIn(5));
  return wanted;
}

Drawn Draw::EntrustmentCall(const Known& known, absl::CivilDay today) {
  switch (Below(7)) {
    case 0:
    case 1: {
      catalog::v1::ProposeEntrustmentRequest request;
      *request.mutable_entrustment() = SomeWanted(SomeType(known), today - 1 + Below(3));
      return Of(Keeper(), std::move(request));
    }
    case 2:
    case 3:
    case 4: {
      catalog::v1::ActivateEntrustmentRequest request;
      request.set_name(SomeEntrustment(known));
      request.set_historical(OneIn(3));
      return Of(Keeper(), std::move(request));
    }
    case 5: {
      catalog::v1::SuspendEntrustmentRequest request;
      request.set_name(SomeEntrustment(known));
      request.set_reason("…");
      return Of(Keeper(), std::move(request));
    }
    default: {
      catalog::v1::EndEntrustmentRequest request;
      request.set_name(SomeEntrustment(known));
      request.set_reason("…");
      return Of(Keeper(), std::move(request));
    }
  }
}

std::string Draw::Package(const Known& known, absl::CivilDay today) {
  json entries = json::array();
  if (OneIn(3)) {
    const int number = Near(known.directives());
    json then = json::array();
    if (OneIn(2)) then.push_back({{"do", "Issue"}, {"when", {"DRAFT"}}});
    entries.push_back(EntryOf(Steering(), WalkedDirective(number), DirectiveOf(number, today + Below(5)), then));
  }
  if (!OneIn(3)) {
    json then = json::array();
    if (!OneIn(3)) then.push_back({{"do", "Submit"}, {"when", {"DRAFT", "RETURNED"}}});
    if (!OneIn(3)) {
      then.push_back({{"as", Steering()},
                      {"do", "Approve"},
                      {"when", {"SUBMITTED"}},
                      {"with", {{"effectiveDate", Text(today - 1 + Below(4))}}}});
    }
    entries.push_back(EntryOf(Writer(), WalkedRevision(Near(known.revisions())), SampleText(), then));
  }
  const std::string type = SomeType(known);
  if (!OneIn(4)) {
    json then = json::array();
    if (!OneIn(4)) {
      then.push_back({{"do", "Activate"},
                      {"when", {"PROPOSED", "ACTIVE", "SUSPENDED"}},
                      {"with", {{"effectiveDate", Text(today - 1 + Below(4))}, {"historical", OneIn(5)}}}});
    }
    if (OneIn(5)) then.push_back({{"do", "Suspend"}, {"when", {"ACTIVE"}}, {"with", {{"reason", "…"}}}});
    catalog::v1::ServiceType wanted = TypeResting(Near(known.revisions()));
    if (!known.EtagOf(type).empty() && OneIn(2)) wanted.clear_rests_on();  // as it is
    entries.push_back(EntryOf(OneIn(2) ? Keeper() : "steering@mina", type, wanted, then));
  }
  int entrusted = entries.empty() || OneIn(2) ? 1 + Below(2) : 0;
  for (absl::CivilDay start = today - 1 + Below(3); entrusted > 0; --entrusted, ++start) {
    json then = json::array();
    if (!OneIn(3)) {
      then.push_back({{"do", "Activate"}, {"when", {"PROPOSED", "SUSPENDED"}}, {"with", {{"historical", OneIn(3)}}}});
    }
    if (OneIn(4)) then.push_back({{"do", "End"}, {"when", {"ACTIVE"}}, {"with", {{"reason", "…"}}}});
    entries.push_back(EntryOf(Keeper(), "", SomeWanted(type, start), then));
  }
  return json({{"about", "drawn"}, {"apply", std::move(entries)}}).dump();
}

std::string Draw::PilotPackage(absl::CivilDay today) {
  const json from_today = {{"effectiveDate", Text(today)}};
  const json activate = {{{"do", "Activate"}, {"when", {"PROPOSED"}}}};
  const json approve = {{{"do", "Submit"}, {"when", {"DRAFT"}}},
                        {{"as", "steering@mina"}, {"do", "Approve"}, {"when", {"SUBMITTED"}}, {"with", from_today}}};
  catalog::v1::Entrustment entrusted;
  entrusted.set_service_type("serviceTypes/" + TypeId(1));
  entrusted.mutable_area()->set_country(true);
  *entrusted.mutable_start_date() = ToDate(today + 1);
  catalog::v1::Entrustment pilot = entrusted;
  pilot.set_pilot(true);
  *pilot.mutable_start_date() = ToDate(today);
  const json entries = {
      EntryOf("steering@mina", WalkedDirective(1), DirectiveOf(1, today), {{{"do", "Issue"}, {"when", {"DRAFT"}}}}),
      EntryOf("deputyship:prevention@sara", WalkedRevision(1), SampleText(), approve),
      EntryOf("deputyship:prevention@sara", entrusted.service_type(), TypeResting(1),
              {{{"do", "Activate"}, {"when", {"PROPOSED"}}, {"with", from_today}}}),
      EntryOf("deputyship:prevention@sara", "", entrusted, activate),
      EntryOf("deputyship:prevention@sara", "", pilot, activate),
  };
  return json({{"about", "pilots first"}, {"apply", entries}}).dump();
}

}  // namespace mosbat::walk
