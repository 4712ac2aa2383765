#include "tests/integration/walk/as_in_model.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/testing/texts_step.h"

namespace mosbat::walk {
namespace {

using catalog::v1::ServiceType;
using guideline::testing::kWalked;
using guideline::testing::WalkedRevision;
using testing::IsOk;
using ::testing::SizeIs;

constexpr size_t kPage = 1000;  // a longer walk is compared by what stands on the first one

void ExpectDirectives(const PolicyModel& model, int replica, JudgedCalls& calls) {
  guideline::v1::ListDirectivesRequest request;
  request.set_page_size(static_cast<int>(kPage));
  const auto page = calls.Ask<guideline::v1::ListDirectivesResponse>(replica, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->directives_size(), std::min(static_cast<int>(kPage), model.texts().directives()));
  const int in_force = model.texts().DirectiveInForceOn(model.today());
  for (const guideline::v1::Directive& directive : page->directives()) {
    const std::string& name = directive.name();
    EXPECT_EQ(ctl::StateOf(directive), StateIn(model, name)) << name;
    const int number = std::stoi(name.substr(sizeof("directives/d") - 1));
    EXPECT_EQ(directive.has_repeal_date(), model.texts().HasRepealDate(number)) << name;
    EXPECT_EQ(directive.standing() == guideline::v1::Directive::IN_FORCE, number == in_force) << name;
  }
}

void ExpectTexts(const PolicyModel& model, int replica, JudgedCalls& calls) {
  const auto name = [](int number) { return number == 0 ? "" : WalkedRevision(number); };
  guideline::v1::GetSubGuidelineRequest request;
  request.set_name(kWalked);
  const auto whole = calls.Ask<guideline::v1::SubGuideline>(replica, request);
  ASSERT_THAT(whole, IsOk());
  EXPECT_EQ(whole->pending_revision(), name(model.texts().pending()));
  EXPECT_EQ(whole->current_revision(), name(model.texts().InForceOn(model.today())));
  EXPECT_EQ(whole->revision_count(), model.texts().revisions());
  for (int number = std::max(1, model.texts().revisions() - 4); number <= model.texts().revisions(); ++number) {
    const auto text = calls.Get(replica, name(number));
    ASSERT_THAT(text, IsOk());
    EXPECT_EQ(ctl::StateOf(**text), StateIn(model, name(number))) << name(number);
  }
}

// What was made never changes, but for what became of its text.
void ExpectTypeRevisions(const PolicyModel& model, int replica, JudgedCalls& calls) {
  catalog::v1::ListServiceTypeRevisionsRequest request;
  request.set_parent("serviceTypes/-");
  request.set_page_size(200);
  const auto page = calls.Ask<catalog::v1::ListServiceTypeRevisionsResponse>(replica, request);
  ASSERT_THAT(page, IsOk());
  for (const catalog::v1::ServiceTypeRevision& revision : page->revisions()) {
    const CatalogModel::Revision& expected =
        model.catalog().types().at(revision.service_type()).revisions.at(static_cast<size_t>(revision.number() - 1));
    EXPECT_EQ(revision.sub_guideline_revision(), WalkedRevision(expected.text)) << revision.name();
    EXPECT_EQ(iran::StoredDay(revision.effective_date()), expected.effective) << revision.name();
    EXPECT_EQ(revision.has_sub_guideline_withdrawn_date(), model.texts().IsWithdrawnBy(expected.text, model.today()))
        << revision.name();
  }
}

void ExpectTypes(const PolicyModel& model, int replica, JudgedCalls& calls) {
  catalog::v1::ListServiceTypesRequest request;
  request.set_page_size(static_cast<int>(kPage));
  const auto page = calls.Ask<catalog::v1::ListServiceTypesResponse>(replica, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->service_types(), SizeIs(std::min(kPage, model.catalog().types().size())));
  for (const ServiceType& type : page->service_types()) {
    SCOPED_TRACE(type.ShortDebugString());
    const CatalogModel::Type& expected = model.catalog().types().at(type.name());
    const CatalogModel::Standing standing = CatalogModel::StandingOf(expected, model.texts(), model.today());
    const auto revision = [&](int number) {
      return number == 0 ? "" : absl::StrCat(type.name(), "/revisions/", number);
    };
    EXPECT_EQ(type.state(), expected.state);
    EXPECT_EQ(type.rests_on(), WalkedRevision(expected.rests_on));
    EXPECT_EQ(type.revision_count(), static_cast<int>(expected.revisions.size()));
    EXPECT_EQ(type.current_revision(), revision(standing.current));
    EXPECT_EQ(type.scheduled().revision(), revision(standing.scheduled));
    // Through no door: guideline takes no text that cannot be used. See the catalog's type_sweep_test.cc.
    EXPECT_FALSE(type.has_quarantine());
  }
}

void ExpectEntrustments(const PolicyModel& model, int replica, JudgedCalls& calls) {
  catalog::v1::ListEntrustmentsRequest request;
  request.set_page_size(static_cast<int>(kPage));
  const auto page = calls.Ask<catalog::v1::ListEntrustmentsResponse>(replica, request);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->entrustments(), SizeIs(std::min(kPage, model.catalog().entrustments().size())));
  for (const catalog::v1::Entrustment& one : page->entrustments()) {
    EXPECT_EQ(ctl::StateOf(one), StateIn(model, one.name())) << one.name();
    EXPECT_EQ(one.historical(), model.catalog().entrustments().at(one.name()).historical) << one.name();
  }
}

}  // namespace

void ExpectAsIn(const PolicyModel& model, int replica, JudgedCalls& calls) {
  ExpectDirectives(model, replica, calls);
  ExpectTexts(model, replica, calls);
  ExpectTypes(model, replica, calls);
  ExpectTypeRevisions(model, replica, calls);
  ExpectEntrustments(model, replica, calls);
}

}  // namespace mosbat::walk
