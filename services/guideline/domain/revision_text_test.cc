#include "services/guideline/domain/revision_text.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/faults.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleText;
using mosbat::testing::FailsWith;
using mosbat::testing::FaultyFields;
using mosbat::testing::IsOk;
using ::testing::ElementsAre;

// Lets the rule ask for the answer `request.consent`.
void AskForConsent(v1::SubGuidelineRevision& text) {
  auto& schema = *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
  auto& properties = *schema.mutable_fields()->at("properties").mutable_struct_value()->mutable_fields();
  auto& request = *properties["request"].mutable_struct_value()->mutable_fields();
  request["required"].mutable_list_value()->add_values()->set_string_value("consent");
}

TEST(CheckRevisionTest, ACompleteTextIsRight) { EXPECT_THAT(CheckRevision("revision", SampleText()), IsOk()); }

TEST(CheckRevisionTest, AnEmptyDraftIsRight) { EXPECT_THAT(CheckRevision("revision", {}), IsOk()); }

TEST(CheckRevisionTest, SaysWhatIsWrongByItsPath) {
  struct Case {
    std::string label;
    std::function<void(v1::SubGuidelineRevision&)> change;
    std::string reason;
    std::string field;
  };
  const Case cases[] = {
      {"clause without a number", [](auto& t) { t.add_clauses(); }, "FIELD_REQUIRED", "revision.clauses[3].number"},
      {"clause in Persian digits", [](auto& t) { t.add_clauses()->set_number("۳-۲"); }, "FIELD_INVALID",
       "revision.clauses[3].number"},
      {"clause twice", [](auto& t) { t.add_clauses()->set_number("3-1"); }, "FIELD_INVALID",
       "revision.clauses[3].number"},
      {"501 clauses",
       [](auto& t) {
         for (int i = 0; i < 498; ++i) t.add_clauses()->set_number("x" + std::to_string(i));
       },
       "FIELD_INVALID", "revision.clauses"},
      {"kind not said", [](auto& t) { t.mutable_terms()->mutable_kind()->clear_kind(); }, "FIELD_REQUIRED",
       "revision.terms.kind.kind"},
      {"scheme without an end", [](auto& t) { t.mutable_terms()->mutable_kind()->set_kind(v1::KindTerm::SCHEME); },
       "FIELD_INVALID", "revision.terms.kind.end_date"},
      {"activity with an end",
       [](auto& t) { *t.mutable_terms()->mutable_kind()->mutable_end_date() = Date(2027, 1, 1); }, "FIELD_INVALID",
       "revision.terms.kind.end_date"},
      {"kind by no clause", [](auto& t) { t.mutable_terms()->mutable_kind()->clear_clause(); }, "FIELD_REQUIRED",
       "revision.terms.kind.clause"},
      {"recipient by a clause that is not there",
       [](auto& t) { t.mutable_terms()->mutable_recipient()->set_clause("4"); }, "CLAUSE_NOT_FOUND",
       "revision.terms.recipient.clause"},
      {"recipient not said", [](auto& t) { t.mutable_terms()->mutable_recipient()->clear_recipient(); },
       "FIELD_REQUIRED", "revision.terms.recipient.recipient"},
      {"eligibility without a schema",
       [](auto& t) { t.mutable_terms()->mutable_eligibility()->mutable_rule()->clear_schema(); }, "FIELD_REQUIRED",
       "revision.terms.eligibility.rule.schema"},
      {"keyword that is not supported",
       [](auto& t) {
         auto& schema = *t.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
         (*schema.mutable_fields())["dependencies"].mutable_struct_value();
       },
       "SCHEMA_UNSUPPORTED", "revision.terms.eligibility.rule.schema/dependencies"},
      {"rule by a clause that is not there",
       [](auto& t) {
         auto& rule = *t.mutable_terms()->mutable_eligibility()->mutable_rule();
         (*rule.mutable_clauses())["/properties/age_years"] = "8";
       },
       "CLAUSE_NOT_FOUND", "revision.terms.eligibility.rule.clauses[\"/properties/age_years\"]"},
      {"pointer to nothing",
       [](auto& t) { (*t.mutable_terms()->mutable_form()->mutable_rule()->mutable_clauses())["/required/0"] = "1"; },
       "FIELD_INVALID", "revision.terms.form.rule.clauses[\"/required/0\"]"},
      {"request form of no kind",
       [](auto& t) {
         auto& term = *t.mutable_terms()->mutable_request_form();
         term.set_clause("1");
         (*term.mutable_rule()->mutable_schema()->mutable_fields())["type"].set_bool_value(true);
       },
       "SCHEMA_MALFORMED", "revision.terms.request_form.rule.schema/type"},
      {"form that nothing meets",
       [](auto& t) {
         auto& schema = *t.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema();
         (*schema.mutable_fields())["additionalProperties"].set_bool_value(false);
         (*schema.mutable_fields())["required"].mutable_list_value()->add_values()->set_string_value("left_eye");
       },
       "SCHEMA_CONTRADICTORY", "revision.terms.form.rule.schema/required/0"},
      {"fact that there is not",
       [](auto& t) {
         auto& schema = *t.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
         schema.mutable_fields()->at("required").mutable_list_value()->mutable_values(0)->set_string_value("age_yaers");
       },
       "FACT_UNKNOWN", "revision.terms.eligibility.rule.schema/required/0"},
      {"value that the fact never has",
       [](auto& t) {
         auto& schema = *t.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
         auto& properties = *schema.mutable_fields()->at("properties").mutable_struct_value()->mutable_fields();
         properties["sex"] = guideline::testing::FromJson<google::protobuf::Value>(R"({"const": "زن"})");
       },
       "FACT_MISUSED", "revision.terms.eligibility.rule.schema/properties/sex/const"},
      {"answer that the request form does not ask",
       [](auto& t) {
         auto& term = *t.mutable_terms()->mutable_request_form();
         term.set_clause("1");
         term.mutable_rule()->mutable_schema();
         AskForConsent(t);
       },
       "FACT_UNKNOWN", "revision.terms.eligibility.rule.schema/properties/request/required/0"},
      {"class that the form does not take",
       [](auto& t) {
         v1::ResultClass result = t.terms().result_classes(0);
         result.set_code("referred");
         *t.mutable_terms()->add_result_classes() = result;
       },
       "RESULT_NOT_IN_FORM", "revision.terms.result_classes[2].code"},
      {"value of the form that is no class", [](auto& t) { t.mutable_terms()->mutable_result_classes()->RemoveLast(); },
       "RESULT_CLASS_UNKNOWN", "revision.terms.form.rule.schema/properties/result/enum/1"},
      {"form that asks for no result",
       [](auto& t) {
         auto& schema = *t.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema();
         schema.mutable_fields()->at("properties").mutable_struct_value()->mutable_fields()->erase("result");
       },
       "RESULT_NOT_IN_FORM", "revision.terms.form.rule.schema/properties"},
      {"requirement of no kind", [](auto& t) { t.mutable_terms()->mutable_provider_requirements(0)->clear_kind(); },
       "FIELD_REQUIRED", "revision.terms.provider_requirements[0].kind"},
      {"requirement without a code", [](auto& t) { t.mutable_terms()->mutable_provider_requirements(0)->clear_code(); },
       "FIELD_REQUIRED", "revision.terms.provider_requirements[0].code"},
      {"code with blanks", [](auto& t) { t.mutable_terms()->mutable_provider_requirements(0)->set_code("eye chart"); },
       "FIELD_INVALID", "revision.terms.provider_requirements[0].code"},
      {"equipment that ends",
       [](auto& t) {
         t.mutable_terms()->mutable_provider_requirements(0)->set_kind(v1::ProviderRequirement::EQUIPMENT);
       },
       "FIELD_INVALID", "revision.terms.provider_requirements[0].validity"},
      {"never once", [](auto& t) { t.mutable_terms()->mutable_frequency()->set_at_most(0); }, "FIELD_INVALID",
       "revision.terms.frequency.at_most"},
      {"per no period", [](auto& t) { t.mutable_terms()->mutable_frequency()->clear_per(); }, "FIELD_INVALID",
       "revision.terms.frequency.per.n"},
      {"unit not said", [](auto& t) { t.mutable_terms()->mutable_payment_unit()->clear_unit(); }, "FIELD_REQUIRED",
       "revision.terms.payment_unit.unit"},
      {"deadline without a unit",
       [](auto& t) { t.mutable_terms()->mutable_deadline()->mutable_within()->clear_unit(); }, "FIELD_INVALID",
       "revision.terms.deadline.within.unit"},
      {"result twice",
       [](auto& t) { *t.mutable_terms()->add_result_classes() = v1::ResultClass(t.terms().result_classes(0)); },
       "FIELD_INVALID", "revision.terms.result_classes[2].code"},
      {"referral to nobody",
       [](auto& t) { t.mutable_terms()->mutable_result_classes(1)->mutable_referral()->clear_fa(); }, "FIELD_REQUIRED",
       "revision.terms.result_classes[1].referral.fa"},
      {"evidence without a title", [](auto& t) { t.mutable_terms()->mutable_evidence(0)->clear_title(); },
       "FIELD_REQUIRED", "revision.terms.evidence[0].title.fa"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.label);
    v1::SubGuidelineRevision text = SampleText();
    one.change(text);
    const absl::Status status = CheckRevision("revision", text);
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, one.reason));
    EXPECT_THAT(FaultyFields(status), ElementsAre(one.field));
    EXPECT_NE(FaultsOf(status, Language::kEnglish), FaultsOf(status, Language::kPersian));
  }
}

TEST(CheckRevisionTest, WhatIsWrongWithASchemaIsSaidWithItsClause) {
  v1::SubGuidelineRevision text = SampleText();
  auto& rule = *text.mutable_terms()->mutable_eligibility()->mutable_rule();
  auto& age = *rule.mutable_schema()->mutable_fields()->at("properties").mutable_struct_value()->mutable_fields();
  (*age.at("age_years").mutable_struct_value()->mutable_fields())["maximum"].set_number_value(1);
  EXPECT_THAT(WordsOf(CheckRevision("revision", text), Language::kEnglish), ::testing::HasSubstr("(clause 2)"));
  (*rule.mutable_clauses())["/properties/age_years/maximum"] = "3-1";
  EXPECT_THAT(WordsOf(CheckRevision("revision", text), Language::kPersian), ::testing::HasSubstr("(بند ۳-۱)"));
}

TEST(CheckRevisionTest, AnswersMayBeNamedWhileTheRequestFormIsNotThereYet) {
  v1::SubGuidelineRevision text = SampleText();
  AskForConsent(text);
  EXPECT_THAT(CheckRevision("revision", text), IsOk());
  EXPECT_THAT(CheckRevision("revision", text, /*is_complete=*/true),
              FailsWith(absl::StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
}

TEST(CheckRevisionTest, ResultsMayBeListedBehindAReference) {
  v1::SubGuidelineRevision text = SampleText();
  auto& fields = *text.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema()->mutable_fields();
  auto& properties = *fields.at("properties").mutable_struct_value()->mutable_fields();
  (*fields["definitions"].mutable_struct_value()->mutable_fields())["finding"] = properties.at("result");
  properties["result"].mutable_struct_value()->clear_fields();
  (*properties["result"].mutable_struct_value()->mutable_fields())["$ref"].set_string_value("#/definitions/finding");
  EXPECT_THAT(CheckRevision("revision", text), IsOk());
  text.mutable_terms()->mutable_result_classes()->RemoveLast();
  EXPECT_THAT(FaultyFields(CheckRevision("revision", text)),
              ElementsAre("revision.terms.form.rule.schema/definitions/finding/enum/1"));
}

google::protobuf::Struct& FormOf(v1::SubGuidelineRevision& text) {
  return *text.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema();
}

TEST(CheckRevisionTest, ResultsMayBeAskedAnywhereInTheForm) {
  struct Form {
    std::string json;
    std::string fault;  // once "normal" is the only class; "" if there is none
  };
  const Form forms[] = {
      {R"({"$ref": "#/definitions/all", "definitions": {"all": {"properties": {"result": {"enum": ["normal", "suspicious"]}}}}})",
       "/definitions/all/properties/result/enum/1"},
      {R"({"allOf": [{"properties": {"seen": {}}}, {"properties": {"result": {"enum": ["suspicious", "normal"]}}}]})",
       "/allOf/1/properties/result/enum/0"},
      {R"({"if": {"required": ["seen"]}, "then": {"properties": {"result": {"enum": ["suspicious"]}}},
           "else": {"properties": {"result": {"enum": ["normal"]}}}})",
       "/then/properties/result/enum/0"},
      {R"({"properties": {"result": {"anyOf": [{"enum": ["normal"]}, {"enum": ["suspicious"]}]}}})",
       "/properties/result/anyOf/1/enum/0"},
      {R"({"properties": {"result": {"enum": ["suspicious", "normal", null, 3]}}})", "/properties/result/enum/0"},
      {R"({"properties": {"result": {"$ref": "#/definitions/x"}}, "then": {"properties": {"result": {"$ref":
           "#/definitions/x"}}}, "if": {}, "definitions": {"x": {"enum": ["suspicious", "normal"]}}})",
       "/definitions/x/enum/0"},
      {R"({"required": ["result"]})", ""},
  };
  for (const Form& form : forms) {
    SCOPED_TRACE(form.json);
    v1::SubGuidelineRevision text = SampleText();
    FormOf(text) = guideline::testing::FromJson<google::protobuf::Struct>(form.json);
    ASSERT_EQ(text.terms().result_classes(0).code(), "normal");
    EXPECT_THAT(CheckRevision("revision", text), IsOk());
    text.mutable_terms()->mutable_result_classes()->RemoveLast();
    const std::vector<std::string> fields = FaultyFields(CheckRevision("revision", text));
    if (form.fault.empty()) {
      EXPECT_THAT(fields, ::testing::IsEmpty());
    } else {
      EXPECT_THAT(fields, ElementsAre("revision.terms.form.rule.schema" + form.fault));
    }
  }
}

TEST(CheckRevisionTest, ClassThatNoPartOfTheFormTakesIsRefused) {
  for (
      const char* const form : {
          R"({"allOf": [{"properties": {"result": {"type": "string"}}}, {"properties": {"result": {"enum": ["normal"]}}}]})",
          R"({"if": {"properties": {"result": {"enum": ["suspicious"]}}}, "then": {"properties": {"result": {"enum": ["normal"]}}}})",
      }) {
    v1::SubGuidelineRevision text = SampleText();
    FormOf(text) = guideline::testing::FromJson<google::protobuf::Struct>(form);
    const absl::Status status = CheckRevision("revision", text);
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "RESULT_NOT_IN_FORM")) << form;
    EXPECT_THAT(FaultyFields(status), ElementsAre("revision.terms.result_classes[1].code")) << form;
  }
}

// 61 KB in all. A table of both lengths took more memory than there was.
TEST(CheckRevisionTest, LongNamesAreToldShort) {
  v1::SubGuidelineRevision text = SampleText();
  const std::string asked(30'000, 'a');
  const std::string said(30'000, 'b');
  text.mutable_terms()->mutable_eligibility()->mutable_rule()->clear_clauses();
  *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() =
      guideline::testing::FromJson<google::protobuf::Struct>(R"({"properties": {"request": {"required": [")" + asked +
                                                             R"("]}}})");
  text.mutable_terms()->mutable_request_form()->set_clause("1");
  *text.mutable_terms()->mutable_request_form()->mutable_rule()->mutable_schema() =
      guideline::testing::FromJson<google::protobuf::Struct>(R"({"properties": {")" + said + R"(": {}}})");
  text.mutable_terms()->mutable_kind()->set_clause(asked);
  const absl::Status status = CheckRevision("revision", text);
  EXPECT_THAT(FaultyFields(status),
              ElementsAre("revision.terms.kind.clause",
                          "revision.terms.eligibility.rule.schema/properties/request/required/0"));
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    for (const auto& [field, words] : FaultsOf(status, language)) EXPECT_LT(words.size(), 700u) << field;
  }
}

// Such a form may be taken in with the classes, or without any.
TEST(CheckRevisionTest, WithoutClassesAFormIsFree) {
  v1::SubGuidelineRevision text = SampleText();
  text.mutable_terms()->clear_result_classes();
  EXPECT_THAT(CheckRevision("revision", text), IsOk());
}

TEST(CheckRevisionTest, ListsEveryFault) {
  v1::SubGuidelineRevision text = SampleText();
  text.clear_clauses();
  const std::vector<std::string> fields = FaultyFields(CheckRevision("revision", text));
  EXPECT_EQ(fields.size(), 12u) << "one for each term that names a clause, and one for the rule's";
}

TEST(CheckRevisionTest, PointersOfClausesMayLeadAnywhereInTheSchema) {
  v1::SubGuidelineRevision text = SampleText();
  auto& clauses = *text.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_clauses();
  for (const char* pointer : {"", "/required/0", "/properties/age_years/minimum"}) clauses[pointer] = "2";
  EXPECT_THAT(CheckRevision("revision", text), IsOk());

  for (const char* pointer : {"/required/1", "/required/-1", "/type/x", "properties"}) clauses[pointer] = "2";
  EXPECT_THAT(FaultyFields(CheckRevision("revision", text)),
              ElementsAre("revision.terms.eligibility.rule.clauses[\"/required/-1\"]",
                          "revision.terms.eligibility.rule.clauses[\"/required/1\"]",
                          "revision.terms.eligibility.rule.clauses[\"/type/x\"]",
                          "revision.terms.eligibility.rule.clauses[\"properties\"]"));
}

}  // namespace
}  // namespace mosbat::guideline::domain
