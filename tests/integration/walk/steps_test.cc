// What `mosbatctl apply` knows of the states in which a step is taken, held against the contract.
#include "clients/mosbatctl/apply/steps.h"

#include "absl/strings/match.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/methods.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "tests/integration/walk/transitions.h"

namespace mosbat::walk {
namespace {

using google::protobuf::Descriptor;

class StepsTest : public ::testing::TestWithParam<const Descriptor*> {};

TEST_P(StepsTest, AreTakenWhereTheContractHasThem) {
  StepTable taken;
  for (const ctl::Method* const method : ctl::VerbsOf(*GetParam())) {
    const std::string after = ctl::StateAfter({.method = method});
    for (const std::string& before : ctl::StatesTaking(*method)) {
      if (!after.empty() && before != after) taken.insert({before, after});
    }
  }
  StepTable contract;
  for (const auto& [before, after] : Contract().at(GetParam()->name())) {
    // The rest is made, edited, or comes with a day.
    const bool by_date = before == "SUPERSEDED" || after == "SUPERSEDED" || absl::StrContains(after, ",");
    if (!before.empty() && before != after && !by_date) contract.insert({before, after});
  }
  EXPECT_EQ(taken, contract);
}

INSTANTIATE_TEST_SUITE_P(Resources, StepsTest,
                         ::testing::Values(guideline::v1::Directive::descriptor(),
                                           guideline::v1::SubGuidelineRevision::descriptor(),
                                           catalog::v1::ServiceType::descriptor(),
                                           catalog::v1::Entrustment::descriptor()),
                         [](const auto& of) { return of.param->name(); });

}  // namespace
}  // namespace mosbat::walk
