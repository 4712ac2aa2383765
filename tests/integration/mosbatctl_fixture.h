// The people's command, typed against the whole suite in one process that has the founding data.
#pragma once

#include <stdlib.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/context.h"
#include "clients/mosbatctl/error_text.h"
#include "common/testing/status_matchers.h"
#include "tests/integration/trial_suite.h"

namespace mosbat {

struct Ran {
  int code = 0;
  std::string out;
  std::string errors;
};

// A new activity as one file: the text, the type, where it may be given, what it is paid.
inline constexpr char kPackage[] = R"(# Hearing of newborn children, as a department would bring it.
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/newborn-hearing
  title: {fa: شنوایی‌سنجی نوزادان, en: Newborn hearing}
  deputyship: deputyships/prevention
revision:
  clauses:
    - {number: "1", title: فعالیت, text: شنوایی‌سنجی نوزادان تا شش‌ماهگی}
    - {number: "2", title: واحد پرداخت, text: هر ارائه یک مطالبه است}
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: MEMBER, clause: "1"}
    eligibility:
      rule:
        schema: {properties: {age_months: {maximum: 6}}, required: [age_months]}
        clauses: {/properties/age_months: "1"}
      clause: "1"
    paymentUnit: {unit: DELIVERY, clause: "2"}
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: TODAY}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/newborn-hearing
  title: {fa: شنوایی‌سنجی نوزادان, en: Newborn hearing}
  level: 1
  domains: [PREVENTION]
  owner: deputyships/prevention
  restsOn: subGuidelines/newborn-hearing/revisions/1
then:
  - {do: Activate, when: [PROPOSED]}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.Entrustment
  serviceType: serviceTypes/newborn-hearing
  area: {county: provinces/30/counties/3001}
  startDate: TODAY
then:
  - {do: Activate, when: [PROPOSED]}
---
as: steering
resource:
  "@type": mosbat.purchasing.v1.Tariff
  name: tariffs/newborn-hearing
  serviceType: serviceTypes/newborn-hearing
  unit: DELIVERY
  amount: {amount: 900000}
  effectiveDate: TODAY
)";

class MosbatctlTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto suite = testing::TrialSuite::Start();
    ASSERT_THAT(suite, testing::IsOk());
    suite_ = suite->release();
    setenv("MOSBATCTL_CONTEXT", suite_->context().file.c_str(), 1);
    setenv("MOSBATCTL_LANG", "en", 1);
    ASSERT_EQ(Typed({"apply", "--historical", "-f", MOSBAT_FOUNDING_DATA}).code, ctl::kDone);
  }

  static void TearDownTestSuite() { delete suite_; }

  static Ran Typed(std::vector<std::string> words) {
    words.insert(words.begin(), "mosbatctl");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = ctl::RunCommandLine(static_cast<int>(argv.size()), argv.data(), ctl::Commands());
    return {.code = code,
            .out = ::testing::internal::GetCapturedStdout(),
            .errors = ::testing::internal::GetCapturedStderr()};
  }

  static std::string Today() { return absl::FormatCivilTime(suite_->today()); }
  static std::string Tomorrow() { return absl::FormatCivilTime(suite_->today() + 1); }

  // The package for a service of this name, so that tests do not meet, with `replaced` in its text.
  static std::string Package(const std::string& id, std::vector<std::pair<std::string, std::string>> replaced = {}) {
    replaced.insert(replaced.begin(), {{"newborn-hearing", id}, {"TODAY", Today()}});
    const std::string file = absl::StrCat(suite_->folder(), "/", id, ".yaml");
    std::string text = kPackage;
    for (const auto& [from, to] : replaced) text = absl::StrReplaceAll(text, {{from, to}});
    std::ofstream(file) << text;
    return file;
  }

  static inline testing::TrialSuite* suite_ = nullptr;
};

}  // namespace mosbat
