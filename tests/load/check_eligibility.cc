// An eligibility decision as casefile makes it, from the household to the reasons in two languages and the hash of the
// facts, against what the library alone does: saying whether the same document, read before, meets the same schema,
// compiled before. In one thread, without database or network.
#include <cstdio>
#include <functional>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"

#include "CLI/CLI.hpp"
#include "common/iran/tehran_day.h"
#include "common/schema/schema.h"
#include "services/casefile/domain/eligibility.h"
#include "services/casefile/domain/facts_document.h"
#include "services/casefile/examples.h"
#include "tests/load/measure.h"

namespace mosbat::load {
namespace {

namespace examples = casefile::examples;
using casefile::domain::FactSources;
using common::v1::Decision;

constexpr int kLoop = 200;  // between two looks at the clock

struct Options {
  int rounds = 15;
  double seconds = 0.3;
};

double PerSecond(absl::Duration length, const std::function<void()>& work) {
  const absl::Time begin = absl::Now();
  absl::Time now = begin;
  int64_t done = 0;
  for (; now < begin + length; now = absl::Now(), done += kLoop) {
    for (int i = 0; i < kLoop; ++i) work();
  }
  return static_cast<double>(done) / absl::ToDoubleSeconds(now - begin);
}

// Since a year.
casefile::v1::CaseFile OpenHousehold() {
  casefile::v1::CaseFile file = examples::Household(1);
  *file.add_open_days()->mutable_from() = iran::ToDate(examples::kToday - 365);
  return file;
}

// Vision screening, for one member of a household.
class Case {
 public:
  Case(const casefile::v1::Member& member, Decision::Outcome outcome) : outcome_(outcome) {
    request_.set_service_type(examples::kType);
    request_.set_centre(file_.centre());
    request_.set_member(member.name());
    *request_.mutable_answers() = examples::Json(R"({"reason": "school"})");
    member_ = member;
    rule_ = Require(schema::Compile(terms_.eligibility().rule().schema()), "the rule does not compile");
    const std::string text = casefile::domain::CanonicalJson(Facts());
    document_ = nlohmann::json::parse(text);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(nlohmann::json::parse(
                            casefile::domain::CanonicalJson(terms_.eligibility().rule().schema()))),
                        schema_);
    std::printf("  the facts: %s\n", text.c_str());
  }

  void Decide() const {
    Decision decision;
    casefile::domain::DecideEligibility(Facts(), terms_, *rule_, decision);
    if (decision.outcome() != outcome_) Fail(decision.ShortDebugString());
  }

  // With `faults` the library says what is wrong, in its own words; without, it stops at the first demand not met.
  void Validate(valijson::ValidationResults* faults) {
    const bool valid = validator_.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document_), faults);
    if (valid != (outcome_ == Decision::ELIGIBLE)) Fail("the library says otherwise");
  }

 private:
  google::protobuf::Struct Facts() const {
    return casefile::domain::BuildFacts({.request = request_, .file = &file_, .member = &member_}, examples::kToday);
  }

  const Decision::Outcome outcome_;
  const casefile::v1::CaseFile file_ = OpenHousehold();
  const guideline::v1::Terms terms_ = examples::Revision(examples::kToday).terms();
  casefile::v1::ServiceRequest request_;
  casefile::v1::Member member_;
  std::shared_ptr<const schema::CompiledSchema> rule_;
  nlohmann::json document_;
  valijson::Schema schema_;
  valijson::Validator validator_;
};

void Measure(const Options& options) {
  const casefile::v1::CaseFile household = OpenHousehold();
  std::printf("An eligibility decision, facts and reasons included; %s; %.1f s each, in turn\n",
              Circumstances(options.rounds).c_str(), options.seconds);
  Case child(household.members(1), Decision::ELIGIBLE);
  Case mother(household.members(0), Decision::NOT_ELIGIBLE);
  const absl::Duration length = absl::Seconds(options.seconds);
  const auto accept = [&] { child.Validate(nullptr); };
  const auto refuse = [&] { mother.Validate(nullptr); };
  const auto explain = [&] {
    valijson::ValidationResults faults;
    mother.Validate(&faults);
  };
  const std::vector<Contestant> contestants = {
      {.name = "the library, accepted", .run = [&] { return PerSecond(length, accept); }},
      {.name = "a decision, accepted", .run = [&] { return PerSecond(length, [&] { child.Decide(); }); }},
      {.name = "the library, refused with its faults", .run = [&] { return PerSecond(length, explain); }},
      {.name = "the library, refused at the first fault", .run = [&] { return PerSecond(length, refuse); }},
      {.name = "a decision, refused with reasons", .run = [&] { return PerSecond(length, [&] { mother.Decide(); }); }}};
  const Rates rates = RunInTurn(contestants, options.rounds);
  PrintRates(contestants, rates);
  PrintRatios(
      {{.name = "library / decision, accepted", .over = 0, .under = 1, .target = 20, .at_most = true},
       {.name = "library / decision, refused with reasons", .over = 2, .under = 4, .target = 20, .at_most = true},
       {.name = "library at the first fault / decision", .over = 3, .under = 4}},
      rates);
}

int Main(int argc, char** argv) {
  Options options;
  bool is_short = false;
  CLI::App app("Measures an eligibility decision against the library's validation of the same document.");
  app.add_option("--rounds", options.rounds, "Rounds")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--seconds", options.seconds, "Length of one round of one contestant")
      ->check(CLI::Range(0.001, 3600.0))
      ->capture_default_str();
  app.add_flag("--short", is_short, "One short round: whether it runs, no figure to go by");
  CLI11_PARSE(app, argc, argv);
  if (is_short) options = {.rounds = 1, .seconds = 0.01};
  Measure(options);
  return 0;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
