// A catalog in memory with a guideline and a registry that the test decides; what the tests of all handlers begin with.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/catalog/clients/fake_guideline_client.h"
#include "services/catalog/clients/fake_registry_client.h"
#include "services/catalog/handlers/entrustment_handlers.h"
#include "services/catalog/handlers/service_type_handlers.h"
#include "services/catalog/store/migrations.h"

namespace mosbat::catalog {

// Service types are "serviceTypes/vision-screening" of the prevention deputyship, resting on revision 1 of a
// sub-guideline of the same slug, which is approved since ten days before today, under an open directive. The registry
// knows one province and one of its counties.
class CatalogFixture : public ::testing::Test {
 protected:
  static constexpr char kType[] = "serviceTypes/vision-screening";
  static constexpr char kText[] = "subGuidelines/vision-screening/revisions/1";
  static constexpr char kOwner[] = "deputyships/prevention";
  static constexpr char kProvince[] = "provinces/30";
  static constexpr char kCounty[] = "provinces/30/counties/3001";

  explicit CatalogFixture(const std::vector<db::MigrationSet>& schema = {{"catalog", &Migrations()}},
                          const testing::Backend& backend = testing::SqliteMemory())
      : calls_(schema, backend) {
    guideline::v1::SubGuideline sub_guideline;
    sub_guideline.set_name("subGuidelines/vision-screening");
    sub_guideline.set_deputyship(kOwner);
    *sub_guideline.add_in_force()->mutable_effective_date() = iran::ToDate(Today() - 10);
    guideline_.Add(sub_guideline);
    guideline_.Add(Text(1));
    guideline_.AddDirective(Today() - 400, OpenDirective());
    registry::v1::Province province;
    province.set_name(kProvince);
    registry_.Add(province);
    registry::v1::County county;
    county.set_name(kCounty);
    registry_.Add(county);
  }

  absl::CivilDay Today() { return iran::TehranDay(calls_.clock().Now()); }

  guideline::v1::SubGuidelineRevision Text(int number) {
    guideline::v1::SubGuidelineRevision text;
    text.set_name(absl::StrCat("subGuidelines/vision-screening/revisions/", number));
    text.set_state(guideline::v1::SubGuidelineRevision::APPROVED);
    *text.mutable_effective_date() = iran::ToDate(Today() - 10);
    text.mutable_terms()->mutable_deadline()->set_clause(absl::StrCat("clause of revision ", number));
    text.mutable_terms()->mutable_eligibility()->set_clause("3");
    SetRule(R"({"required": ["age_years"], "properties": {"age_years": {"maximum": 6}}})", text);
    return text;
  }

  static void SetRule(const std::string& json, guideline::v1::SubGuidelineRevision& text) {
    auto& schema = *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &schema).ok());
  }

  static guideline::v1::Directive OpenDirective() {
    guideline::v1::Directive directive;
    directive.set_name("directives/two");
    directive.mutable_provisions()->mutable_entrustment()->set_mode(guideline::v1::Directive::Entrustment::OPEN);
    return directive;
  }

  static auth::Principal Owner() { return testing::Deputy(kOwner, "mina"); }
  static auth::Principal Other() { return testing::Deputy("deputyships/social", "reza"); }

  static v1::RegisterServiceTypeRequest RegisterRequest(const std::string& slug = "vision-screening") {
    v1::RegisterServiceTypeRequest request;
    request.set_service_type_id(slug);
    request.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
    request.mutable_service_type()->set_owner(kOwner);
    request.mutable_service_type()->set_rests_on(kText);
    return request;
  }

  // As the runner does it, here and below: first what others are asked, then the transaction.
  absl::StatusOr<v1::ServiceType> Register(const v1::RegisterServiceTypeRequest& request = RegisterRequest()) {
    const auto rests_on = types_handlers_.GatherRegister(ContextOf(Owner()), request);
    if (!rests_on.ok()) return rests_on.status();
    return calls_.Write(Owner(), [&](rpc::Call& call) { return types_handlers_.Register(call, request, *rests_on); });
  }

  absl::StatusOr<v1::ServiceType> Update(const auth::Principal& caller, const v1::UpdateServiceTypeRequest& request) {
    const auto rests_on = types_handlers_.GatherUpdate(ContextOf(caller), request);
    if (!rests_on.ok()) return rests_on.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Update(call, request, *rests_on); });
  }

  absl::StatusOr<v1::ServiceType> Activate(const auth::Principal& caller,
                                           const v1::ActivateServiceTypeRequest& request) {
    const absl::StatusOr<domain::Ground> ground = types_handlers_.GatherActivate(ContextOf(caller), request);
    if (!ground.ok()) return ground.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Activate(call, request, *ground); });
  }
  absl::StatusOr<v1::ServiceType> Activate() { return Activate(Owner(), ActivateRequest()); }

  static v1::ActivateServiceTypeRequest ActivateRequest() {
    v1::ActivateServiceTypeRequest request;
    request.set_name(kType);
    return request;
  }

  // Lets the type rest on another text.
  absl::StatusOr<v1::ServiceType> RestOn(const guideline::v1::SubGuidelineRevision& text) {
    guideline_.Add(text);
    v1::UpdateServiceTypeRequest request;
    request.mutable_service_type()->set_name(kType);
    request.mutable_service_type()->set_rests_on(text.name());
    return Update(Owner(), request);
  }

  absl::StatusOr<v1::ServiceType> Rollback(const auth::Principal& caller,
                                           const v1::RollbackServiceTypeRequest& request) {
    const absl::StatusOr<domain::Ground> ground = types_handlers_.GatherRollback(ContextOf(caller), request);
    if (!ground.ok()) return ground.status();
    return calls_.Write(caller, [&](rpc::Call& call) { return types_handlers_.Rollback(call, request, *ground); });
  }

  static v1::RollbackServiceTypeRequest RollbackRequest(int number) {
    v1::RollbackServiceTypeRequest request;
    request.set_name(kType);
    request.set_revision(absl::StrCat(kType, "/revisions/", number));
    request.set_reason("the new rule was a mistake");
    return request;
  }

  rpc::CallContext ContextOf(const auth::Principal& caller) {
    return {.caller = caller, .now = calls_.clock().Now(), .deadline = absl::InfiniteFuture()};
  }

  absl::StatusOr<v1::ServiceType> Suspend() {
    v1::SuspendServiceTypeRequest request;
    request.set_name(kType);
    request.set_reason("inspection");
    return calls_.Write(Owner(), [&](rpc::Call& call) { return types_handlers_.Suspend(call, request); });
  }

  absl::StatusOr<v1::ServiceType> Get(const std::string& name = kType) {
    v1::GetServiceTypeRequest request;
    request.set_name(name);
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.Get(call, request); });
  }

  testing::HandlerCalls calls_;
  const ServiceTypeStore types_;
  const EntrustmentStore entrustments_;
  const DeputyshipCopies deputyships_;
  TypeCache cache_{types_};
  FakeGuidelineClient guideline_;
  FakeRegistryClient registry_;
  const ServiceTypeHandlers types_handlers_{types_,     deputyships_,      cache_,
                                            guideline_, calls_.database(), calls_.clock()};
  const EntrustmentHandlers entrustment_handlers_{entrustments_, types_, deputyships_, registry_, calls_.database()};
};

}  // namespace mosbat::catalog
