#include "tests/integration/bad_inputs.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/iran/tehran_day.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::testing {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDeputyship;
using guideline::testing::SampleDirective;
using guideline::testing::SampleSubGuideline;
using guideline::testing::SampleText;
using guideline::v1::Directive;
using guideline::v1::SubGuidelineRevision;
using iran::ToDate;

using Fields = google::protobuf::Map<std::string, google::protobuf::Value>;
using Inputs = std::vector<BadInput>;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr absl::StatusCode kRefused = absl::StatusCode::kFailedPrecondition;
constexpr char kSteering[] = "steering@mina";
constexpr char kAuthor[] = "deputyship:prevention@sara";
constexpr char kDraft[] = "subGuidelines/screening/revisions/2";
constexpr char kScheme[] = "subGuidelines/scheme/revisions/1";
constexpr char kType[] = "serviceTypes/screening";
constexpr char kTypeOnDraft[] = "serviceTypes/on-a-draft";

template <typename Request>
BadInput Of(BadInput::Told told, const std::function<void(Request&)>& fill) {
  auto request = std::make_shared<Request>();
  fill(*request);
  return {.told = std::move(told), .request = std::move(request)};
}

// A new text that would be right but for the change.
BadInput Text(const std::string& label, const std::string& reason, const std::string& path,
              const std::function<void(SubGuidelineRevision&)>& change) {
  return Of<guideline::v1::CreateSubGuidelineRequest>(
      {label, kAuthor, kInvalid, reason, absl::StrCat("revision.", path)}, [&](auto& request) {
        request.set_sub_guideline_id("bad");
        *request.mutable_sub_guideline() = SampleSubGuideline();
        *request.mutable_revision() = SampleText();
        change(*request.mutable_revision());
      });
}

BadInput Unreadable(const std::string& label) {
  BadInput input = Text(label, "MESSAGE_UNREADABLE", "", [](auto& text) {
    auto* schema = text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
    for (int i = 0; i < 40; ++i) schema = (*schema->mutable_fields())["not"].mutable_struct_value();
  });
  input.told.path.clear();
  return input;
}

BadInput NewDirective(const std::string& label, const std::string& reason, const std::string& path,
                      const std::function<void(Directive&)>& change) {
  return Of<guideline::v1::CreateDirectiveRequest>(
      {label, kSteering, kInvalid, reason, absl::StrCat("directive.", path)}, [&](auto& request) {
        request.set_directive_id("bad");
        *request.mutable_directive() = SampleDirective();
        request.mutable_directive()->set_number("1405/9");
        change(*request.mutable_directive());
      });
}

Fields& RuleOf(SubGuidelineRevision& text) {
  return *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema()->mutable_fields();
}

Fields& FormOf(guideline::v1::SchemaTerm& term) { return *term.mutable_rule()->mutable_schema()->mutable_fields(); }

Inputs OfSchemas() {
  return {
      Text("rule of no known type", "SCHEMA_MALFORMED", "terms.eligibility.rule.schema/type",
           [](auto& text) { RuleOf(text)["type"].set_number_value(7); }),
      Text("keyword that is not supported", "SCHEMA_UNSUPPORTED", "terms.eligibility.rule.schema/dependencies",
           [](auto& text) { RuleOf(text)["dependencies"].mutable_struct_value(); }),
      Text("reference out of the document", "SCHEMA_UNSUPPORTED", "terms.eligibility.rule.schema/$ref",
           [](auto& text) {
             RuleOf(text).clear();
             RuleOf(text)["$ref"].set_string_value("http://example.org/rule.json");
           }),
      Text("pattern that is too long", "SCHEMA_TOO_LARGE", "terms.eligibility.rule.schema/pattern",
           [](auto& text) { RuleOf(text)["pattern"].set_string_value(std::string(501, 'a')); }),
      Text("rule of too many values", "SCHEMA_TOO_LARGE", "terms.eligibility.rule.schema",
           [](auto& text) {
             auto& values = *RuleOf(text)["enum"].mutable_list_value();
             for (int i = 0; i < 20'000; ++i) values.add_values()->set_number_value(i);
           }),
      Unreadable("rule that is nested too deeply to be parsed"),
      Text("pattern that is none", "SCHEMA_UNSUPPORTED", "terms.eligibility.rule.schema/pattern",
           [](auto& text) { RuleOf(text)["pattern"].set_string_value("(?=a)b"); }),
      Text("fact that there is not", "FACT_UNKNOWN", "terms.eligibility.rule.schema/properties/age_yaers",
           [](auto& text) {
             (*RuleOf(text)["properties"].mutable_struct_value()->mutable_fields())["age_yaers"].mutable_struct_value();
           }),
      Text("form of no known type", "SCHEMA_MALFORMED", "terms.form.rule.schema/type",
           [](auto& text) { FormOf(*text.mutable_terms()->mutable_form())["type"].set_bool_value(true); }),
      Text("request form of no known type", "SCHEMA_MALFORMED", "terms.request_form.rule.schema/type",
           [](auto& text) {
             text.mutable_terms()->mutable_request_form()->set_clause("1");
             FormOf(*text.mutable_terms()->mutable_request_form())["type"].set_bool_value(true);
           }),
      NewDirective("criterion of no known type", "SCHEMA_MALFORMED", "provisions.natural_applicant.rule.schema/type",
                   [](auto& directive) {
                     auto& rule = *directive.mutable_provisions()->mutable_natural_applicant()->mutable_rule();
                     (*rule.mutable_schema()->mutable_fields())["type"].set_number_value(7);
                   }),
  };
}

Inputs OfClauses() {
  return {
      Text("term of a clause that is not there", "CLAUSE_NOT_FOUND", "terms.recipient.clause",
           [](auto& text) { text.mutable_terms()->mutable_recipient()->set_clause("4"); }),
      Text("rule of a clause that is not there", "CLAUSE_NOT_FOUND",
           "terms.eligibility.rule.clauses[\"/properties/age_years\"]",
           [](auto& text) {
             auto& rule = *text.mutable_terms()->mutable_eligibility()->mutable_rule();
             (*rule.mutable_clauses())["/properties/age_years"] = "8";
           }),
      NewDirective(
          "provision of an article that is not there", "ARTICLE_NOT_FOUND", "provisions.files_per_worker.article",
          [](auto& directive) { directive.mutable_provisions()->mutable_files_per_worker()->set_article("99"); }),
      Of<guideline::v1::ReturnSubGuidelineRevisionRequest>(
          {"comment on a clause that is not there", kSteering, kInvalid, "CLAUSE_NOT_FOUND", "comments[0].clause"},
          [](auto& request) {
            request.set_name(kScheme);
            request.add_comments()->set_text("این بند ناروشن است.");
            request.mutable_comments(0)->set_clause("77");
          }),
      Of<guideline::v1::UpdateSubGuidelineRevisionRequest>(
          {"draft of a clause that is not there", kAuthor, kInvalid, "CLAUSE_NOT_FOUND",
           "sub_guideline_revision.terms.deadline.clause"},
          [](auto& request) {
            *request.mutable_sub_guideline_revision() = SampleText();
            request.mutable_sub_guideline_revision()->set_name(kDraft);
            request.mutable_sub_guideline_revision()->mutable_terms()->mutable_deadline()->set_clause("x");
          }),
  };
}

Inputs OfUnknown(absl::CivilDay today) {
  return {
      Of<guideline::v1::IssueDirectiveRequest>(
          {"issue of an unknown directive", kSteering, absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND", ""},
          [](auto& request) { request.set_name("directives/none"); }),
      Of<guideline::v1::CompareDirectivesRequest>(
          {"comparison with an unknown directive", kSteering, absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND", ""},
          [](auto& request) {
            request.set_base("directives/two");
            request.set_other("directives/none");
          }),
      NewDirective("amendment of an unknown directive", "AMENDED_NOT_ISSUED", "amends",
                   [](auto& directive) { directive.set_amends("directives/none"); }),
      Of<guideline::v1::ApproveSubGuidelineRevisionRequest>(
          {"approval for a day without a directive", kSteering, kRefused, "DIRECTIVE_NOT_IN_FORCE", ""},
          [&](auto& request) {
            request.set_name(kScheme);
            request.set_historical(true);
            *request.mutable_effective_date() = ToDate(today - 10);
          }),
      Of<catalog::v1::UpdateServiceTypeRequest>(
          {"type on what is no text", kAuthor, kInvalid, "NAME_INVALID", "service_type.rests_on"},
          [](auto& request) {
            request.mutable_service_type()->set_name(kType);
            request.mutable_service_type()->set_rests_on("subGuidelines/screening");
          }),
      Of<catalog::v1::UpdateServiceTypeRequest>(
          {"type on a text that is not there", kAuthor, kRefused, "SUB_GUIDELINE_NOT_FOUND", "service_type.rests_on"},
          [](auto& request) {
            request.mutable_service_type()->set_name(kType);
            request.mutable_service_type()->set_rests_on("subGuidelines/none/revisions/1");
          }),
      Of<catalog::v1::ActivateServiceTypeRequest>(
          {"type on a text that is not approved", kAuthor, kRefused, "SUB_GUIDELINE_NOT_APPROVED", ""},
          [](auto& request) { request.set_name(kTypeOnDraft); }),
  };
}

Inputs OfDates(absl::CivilDay today) {
  return {
      NewDirective("published before it is issued", "DATES_OUT_OF_ORDER", "publication_date",
                   [](auto& directive) {
                     *directive.mutable_issue_date() = Date(2026, 3, 1);
                     *directive.mutable_publication_date() = Date(2026, 2, 28);
                   }),
      NewDirective("in force before it is issued", "DATES_OUT_OF_ORDER", "effective_date",
                   [](auto& directive) {
                     *directive.mutable_issue_date() = Date(2026, 3, 22);
                     *directive.mutable_effective_date() = Date(2026, 3, 21);
                   }),
      NewDirective("a day that the calendar does not have", "DATE_INVALID", "effective_date",
                   [](auto& directive) { directive.mutable_effective_date()->set_day(32); }),
      Of<guideline::v1::RepealDirectiveRequest>(
          {"repealed before it takes effect", kSteering, kInvalid, "DATES_OUT_OF_ORDER", "repeal_date"},
          [&](auto& request) {
            request.set_name("directives/two");
            *request.mutable_repeal_date() = ToDate(today - 1);
          }),
      Of<guideline::v1::CreateDeputyshipRequest>({"deputyship that ends before it begins", kSteering, kInvalid,
                                                  "DATES_OUT_OF_ORDER", "deputyship.valid_until"},
                                                 [](auto& request) {
                                                   request.set_deputyship_id("bad");
                                                   *request.mutable_deputyship() = SampleDeputyship();
                                                   *request.mutable_deputyship()->mutable_valid_from() =
                                                       Date(2026, 3, 2);
                                                   *request.mutable_deputyship()->mutable_valid_until() =
                                                       Date(2026, 3, 1);
                                                 }),
      Of<guideline::v1::ApproveSubGuidelineRevisionRequest>(
          {"scheme approved for after its end", kSteering, kInvalid, "DATES_OUT_OF_ORDER", "effective_date"},
          [&](auto& request) {
            request.set_name(kScheme);
            *request.mutable_effective_date() = ToDate(today + 60);
          }),
      Of<guideline::v1::ApproveSubGuidelineRevisionRequest>(
          {"approved for a day gone by", kSteering, kInvalid, "HISTORICAL_NOT_SAID", "effective_date"},
          [&](auto& request) {
            request.set_name(kScheme);
            *request.mutable_effective_date() = ToDate(today - 1);
          }),
      Of<catalog::v1::ProposeEntrustmentRequest>(
          {"entrustment that ends before it begins", kAuthor, kInvalid, "FIELD_INVALID", "entrustment.end_date"},
          [&](auto& request) {
            request.mutable_entrustment()->set_service_type(kType);
            request.mutable_entrustment()->mutable_area()->set_country(true);
            *request.mutable_entrustment()->mutable_start_date() = ToDate(today + 2);
            *request.mutable_entrustment()->mutable_end_date() = ToDate(today + 1);
          }),
      Of<catalog::v1::ActivateServiceTypeRequest>(
          {"type activated for a day gone by", kAuthor, kInvalid, "HISTORICAL_NOT_SAID", "effective_date"},
          [&](auto& request) {
            request.set_name(kTypeOnDraft);
            *request.mutable_effective_date() = ToDate(today - 1);
          }),
  };
}

}  // namespace

std::vector<BadInput> BadInputs(absl::CivilDay today, const std::string& entrustment) {
  Inputs all;
  for (const Inputs& some : {OfSchemas(), OfClauses(), OfUnknown(today), OfDates(today)}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  all.push_back(Of<catalog::v1::ActivateEntrustmentRequest>(
      {"entrustment before the pilot of its type", kAuthor, kRefused, "PILOT_FIRST", ""},
      [&](auto& request) { request.set_name(entrustment); }));
  return all;
}

std::vector<BadInput> WritesOfTwo(const std::string& entrustment) {
  const auto told = [](const char* label, const char* as) {
    return BadInput::Told{label, as, absl::StatusCode::kAborted, "STALE_ETAG", ""};
  };
  return {
      Of<guideline::v1::UpdateDirectiveRequest>(told("directive", kSteering),
                                                [](auto& request) {
                                                  request.mutable_directive()->set_name("directives/three");
                                                  request.mutable_directive()->mutable_title()->set_fa("سوم");
                                                }),
      Of<guideline::v1::UpdateSubGuidelineRevisionRequest>(
          told("text", kAuthor),
          [](auto& request) {
            request.mutable_sub_guideline_revision()->set_name(kDraft);
            request.mutable_sub_guideline_revision()->mutable_terms()->mutable_deadline()->set_clause("1");
            request.mutable_update_mask()->add_paths("terms.deadline.clause");
          }),
      Of<guideline::v1::SubmitSubGuidelineRevisionRequest>(told("submission", kAuthor),
                                                           [](auto& request) { request.set_name(kDraft); }),
      Of<catalog::v1::UpdateServiceTypeRequest>(told("type", kAuthor),
                                                [](auto& request) {
                                                  request.mutable_service_type()->set_name(kType);
                                                  request.mutable_service_type()->set_level(2);
                                                }),
      Of<catalog::v1::SuspendServiceTypeRequest>(told("suspension", kAuthor),
                                                 [](auto& request) {
                                                   request.set_name(kType);
                                                   request.set_reason("بازرسی");
                                                 }),
      Of<catalog::v1::EndEntrustmentRequest>(told("entrustment", kAuthor),
                                             [&](auto& request) {
                                               request.set_name(entrustment);
                                               request.set_reason("پایان دوره");
                                             }),
  };
}

}  // namespace mosbat::testing
