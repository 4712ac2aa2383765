// Messages that tests begin from. The centre is in Karaj, county 3001 of province 30.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/etag.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/purchasing/v1/claim.pb.h"
#include "mosbat/purchasing/v1/statement.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/domain/money.h"

namespace mosbat::purchasing {

inline constexpr char kCentre[] = "centres/mehr-karaj";
inline constexpr char kCounty[] = "provinces/30/counties/3001";
inline constexpr char kCredit[] = "credits/30-1405";
inline constexpr char kScreening[] = "serviceTypes/vision-screening";
inline constexpr char kSubGuideline[] = "subGuidelines/vision-screening";
inline constexpr char kDirective[] = "directives/two";
// 1405-01-01 and 1405-01-10.
inline constexpr absl::CivilDay kNewYear(2026, 3, 21);
inline constexpr absl::CivilDay kDay(2026, 3, 30);
inline constexpr absl::CivilDay kFirstOperatingDay(2025, 1, 1);

inline registry::v1::Centre OperatingCentre(const std::string& name = kCentre, const std::string& county = kCounty) {
  registry::v1::Centre centre;
  centre.set_name(name);
  centre.set_county(county);
  centre.set_state(registry::v1::Centre::OPERATING);
  *centre.add_operating_days()->mutable_from() = iran::ToDate(kFirstOperatingDay);
  centre.set_etag(EtagOf(1));
  return centre;
}

// Version 2 of it: its last operating day was the one before `end`.
inline registry::v1::Centre EndedOn(absl::CivilDay end) {
  registry::v1::Centre centre = OperatingCentre();
  centre.set_state(registry::v1::Centre::SUSPENDED);
  *centre.mutable_operating_days(0)->mutable_until() = iran::ToDate(end - 1);
  centre.set_etag(EtagOf(2));
  return centre;
}

// Version 3 of it: it operates again from `again` on.
inline registry::v1::Centre SuspendedOn(absl::CivilDay end, absl::CivilDay again) {
  registry::v1::Centre centre = EndedOn(end);
  centre.set_state(registry::v1::Centre::OPERATING);
  *centre.add_operating_days()->mutable_from() = iran::ToDate(again);
  centre.set_etag(EtagOf(3));
  return centre;
}

inline catalog::v1::ServiceType ActiveType(const std::string& name = kScreening) {
  catalog::v1::ServiceType type;
  type.set_name(name);
  type.set_state(catalog::v1::ServiceType::ACTIVE);
  type.set_etag(EtagOf(1));
  return type;
}

// Version 2 of it.
inline catalog::v1::ServiceType RetiredType(absl::CivilDay day) {
  catalog::v1::ServiceType type = ActiveType();
  type.set_state(catalog::v1::ServiceType::RETIRED);
  *type.mutable_update_time() = ToTimestamp(iran::StartOfTehranDay(day) + absl::Hours(9));
  type.set_etag(EtagOf(2));
  return type;
}

// Puts the next revision of it in force from `from` on, which is version 1 for the first.
inline guideline::v1::SubGuideline NextRevision(guideline::v1::SubGuideline sub_guideline, absl::CivilDay from) {
  if (sub_guideline.in_force_size() > 0 && !sub_guideline.in_force().rbegin()->withdrawn()) {
    *sub_guideline.mutable_in_force()->rbegin()->mutable_end_date() = iran::ToDate(from);
  }
  const int number = sub_guideline.in_force_size() + 1;
  sub_guideline.set_name(kSubGuideline);
  sub_guideline.add_in_force()->set_revision(absl::StrCat(kSubGuideline, "/revisions/", number));
  *sub_guideline.mutable_in_force()->rbegin()->mutable_effective_date() = iran::ToDate(from);
  sub_guideline.set_etag(EtagOf(RowVersionOf(sub_guideline.etag()) + 1));
  return sub_guideline;
}

inline guideline::v1::SubGuideline SubGuidelineInForce() { return NextRevision({}, kFirstOperatingDay); }

// The next version of it: its last revision was withdrawn on `day`, after it had begun.
inline guideline::v1::SubGuideline WithdrawnOn(absl::CivilDay day,
                                               guideline::v1::SubGuideline sub_guideline = SubGuidelineInForce()) {
  guideline::v1::SubGuideline::InForce& last = *sub_guideline.mutable_in_force()->rbegin();
  *last.mutable_end_date() = iran::ToDate(day);
  last.set_withdrawn(true);
  sub_guideline.set_etag(EtagOf(RowVersionOf(sub_guideline.etag()) + 1));
  return sub_guideline;
}

inline guideline::v1::Directive IssuedDirective(const std::string& name = kDirective,
                                                absl::CivilDay from = kFirstOperatingDay) {
  guideline::v1::Directive directive;
  directive.set_name(name);
  directive.set_state(guideline::v1::Directive::ISSUED);
  *directive.mutable_effective_date() = iran::ToDate(from);
  directive.set_etag(EtagOf(1));
  return directive;
}

// Version 2 of it.
inline guideline::v1::Directive RepealedOn(absl::CivilDay day, const std::string& name = kDirective) {
  guideline::v1::Directive directive = IssuedDirective(name);
  *directive.mutable_repeal_date() = iran::ToDate(day);
  directive.set_etag(EtagOf(2));
  return directive;
}

inline casefile::v1::Delivery DeliveryOf(absl::string_view id, absl::CivilDay day = kDay, int quantity = 1) {
  casefile::v1::Delivery delivery;
  delivery.set_name(std::string("deliveries/") + std::string(id));
  delivery.set_service_type(kScreening);
  delivery.set_service_type_revision(std::string(kScreening) + "/revisions/1");
  delivery.set_sub_guideline_revision(std::string(kSubGuideline) + "/revisions/1");
  delivery.set_centre(kCentre);
  delivery.set_county(kCounty);
  *delivery.mutable_occurred_on() = iran::ToDate(day);
  delivery.set_unit(casefile::v1::Delivery::DELIVERY);
  delivery.set_quantity(quantity);
  delivery.set_etag(EtagOf(1));
  return delivery;
}

inline v1::Tariff TariffOf(const std::string& id, int64_t amount, absl::CivilDay from = kNewYear,
                           const std::string& type = kScreening) {
  v1::Tariff tariff;
  tariff.set_name("tariffs/" + id);
  tariff.set_service_type(type);
  tariff.set_unit(v1::Tariff::DELIVERY);
  *tariff.mutable_amount() = domain::InRials(amount);
  *tariff.mutable_effective_date() = iran::ToDate(from);
  return tariff;
}

// A claim in a state that nothing led to, for stores and rules that do not ask how it came there.
inline v1::Claim ClaimIn(v1::Claim::State state, absl::string_view id = "d-1", absl::CivilDay day = kDay,
                         int64_t amount = 1000) {
  v1::Claim claim = *domain::ClaimOf(DeliveryOf(id, day), google::protobuf::Timestamp());
  claim = domain::Price(claim, TariffOf("t", amount));
  claim.set_state(state);
  claim.set_funded(state != v1::Claim::HELD && state != v1::Claim::REJECTED && state != v1::Claim::OBJECTED);
  return claim;
}

inline v1::Claim HeldFor(v1::Claim::HoldReason reason, absl::string_view id = "d-1", absl::CivilDay day = kDay,
                         int64_t amount = 1000) {
  return domain::Hold(ClaimIn(v1::Claim::HELD, id, day, amount), reason);
}

inline v1::Statement StatementIn(v1::Statement::State state, const std::string& month = "1405-01") {
  v1::Statement statement;
  statement.set_name("statements/mehr-karaj-" + month);
  statement.set_state(state);
  statement.set_centre(kCentre);
  statement.set_county(kCounty);
  statement.set_month(month);
  statement.add_prepared_by("preparer");
  return statement;
}

}  // namespace mosbat::purchasing
