#include "clients/mosbatctl/apply/examples.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/yaml.h"
#include "common/base/fault_list.h"
#include "common/base/nearest.h"
#include "common/base/status_macros.h"
#include "common/facts/fact_words.h"
#include "common/facts/facts.h"
#include "common/schema/decision.h"
#include "common/schema/schema.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::ctl {
namespace {

using common::v1::Decision;
using google::protobuf::Struct;
using guideline::v1::SchemaTerm;
using guideline::v1::Terms;
using nlohmann::json;

// Reads one file; every fault names its line and path.
class Reader {
 public:
  Reader(const std::string& file, const std::string& text) : source_{.file = file, .text = text} {}

  absl::StatusOr<std::vector<ExampleCase>> Read() const {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<json> documents, ParseYaml(source_.file, source_.text));
    std::vector<ExampleCase> examples;
    for (size_t i = 0; i < documents.size(); ++i) {
      const std::string path = documents.size() == 1 ? "" : absl::StrCat("document[", i, "]");
      MOSBAT_RETURN_IF_ERROR(ReadDocument(documents[i], path, examples));
    }
    if (examples.empty())
      return Wrong("", {.en = "there is no example in it.", .fa = "هیچ نمونه‌ای در آن نیست."});
    return examples;
  }

 private:
  absl::Status ReadDocument(const json& document, const std::string& path, std::vector<ExampleCase>& examples) const {
    MOSBAT_RETURN_IF_ERROR(RequireKeys(document, path, {"serviceType", "examples"}));
    MOSBAT_ASSIGN_OR_RETURN(const std::string type, TextIn(document, path, "serviceType"));
    const std::string at = Below(path, "examples");
    if (!document.contains("examples") || !document["examples"].is_array()) {
      return Wrong(
          at, {.en = "must be a list of examples.", .fa = "باید فهرستی از نمونه‌ها باشد."});
    }
    for (size_t i = 0; i < document["examples"].size(); ++i) {
      MOSBAT_ASSIGN_OR_RETURN(ExampleCase example, ReadOne(document["examples"][i], absl::StrCat(at, "[", i, "]")));
      example.service_type = type;
      examples.push_back(std::move(example));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<ExampleCase> ReadOne(const json& value, const std::string& path) const {
    MOSBAT_RETURN_IF_ERROR(RequireKeys(value, path, {"about", "facts", "request", "form", "refused"}));
    ExampleCase example{.place = PlaceOf(source_, path)};
    if (value.contains("about")) {
      MOSBAT_ASSIGN_OR_RETURN(example.about, TextIn(value, path, "about"));
    }
    for (const char* const key : {"facts", "request", "form"}) {
      if (!value.contains(key)) continue;
      if (!example.judged.empty() || !value[key].is_object()) return OneOfThree(path);
      example.judged = key;
      MOSBAT_RETURN_IF_ERROR(FromJson(value[key], Below(path, key), example.document));
    }
    if (example.judged.empty()) return OneOfThree(path);
    if (!value.contains("refused")) return example;
    const std::string at = Below(path, "refused");
    if (!value["refused"].is_array() || value["refused"].empty()) {
      return Wrong(
          at,
          {.en = "must be a list of {path: …, clause: …}; leave it out of what is accepted.",
           .fa =
               "باید فهرستی از {path: …, clause: …} باشد؛ در پذیرفته‌ها نیاورید."});
    }
    for (size_t i = 0; i < value["refused"].size(); ++i) {
      const std::string of = absl::StrCat(at, "[", i, "]");
      MOSBAT_RETURN_IF_ERROR(RequireKeys(value["refused"][i], of, {"path", "clause"}));
      MOSBAT_ASSIGN_OR_RETURN(const std::string pointer, TextIn(value["refused"][i], of, "path"));
      MOSBAT_ASSIGN_OR_RETURN(const std::string clause, TextIn(value["refused"][i], of, "clause"));
      example.refused.emplace_back(pointer, clause);
    }
    return example;
  }

  absl::Status OneOfThree(const std::string& path) const {
    return Wrong(path, {.en = "an example has exactly one of facts, request, form: an object.",
                        .fa = "هر نمونه دقیقاً یکی از facts، request و form دارد: یک شیء."});
  }

  absl::StatusOr<std::string> TextIn(const json& value, const std::string& path, const std::string& key) const {
    if (value.contains(key) && value[key].is_string()) return value[key].get<std::string>();
    return Wrong(
        Below(path, key),
        {.en = absl::StrCat("must be a text; a number stands in quotes: ", key, ": \"3\"."),
         .fa = absl::StrCat("باید متن باشد؛ عدد در گیومه می‌آید: ", key, ": \"3\".")});
  }

  absl::Status RequireKeys(const json& value, const std::string& path, const std::vector<std::string>& known) const {
    const std::string list = absl::StrJoin(known, ", ");
    if (!value.is_object()) {
      return Wrong(path, {.en = absl::StrCat("must be an object with ", list, "."),
                          .fa = absl::StrCat("باید شیئی با این‌ها باشد: ", list, ".")});
    }
    for (const auto& [key, inner] : value.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string near = NearestTo(key, known);
      const Words guess = DidYouMean(near.empty() ? list : near);
      return Wrong(Below(path, key), {.en = absl::StrCat("there is no such key; ", guess.en),
                                      .fa = absl::StrCat("چنین کلیدی نیست؛ ", guess.fa)});
    }
    return absl::OkStatus();
  }

  absl::Status Wrong(const std::string& path, const Words& what) const {
    const std::string where = absl::StrCat(PlaceOf(source_, path), path.empty() ? "" : ", ", path, ": ");
    return MakeFieldError(
        "EXAMPLES_INVALID",
        {.field = path, .words = {.en = absl::StrCat(where, what.en), .fa = absl::StrCat(where, what.fa)}});
  }

  const Source source_;
};

absl::StatusOr<Decision> JudgeBy(const SchemaTerm& term, const Struct& document, const schema::Vocabulary& vocabulary) {
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<const schema::CompiledSchema> compiled,
                          schema::Compile(term.rule().schema()));
  Decision decision;
  schema::Decide(document, term.rule(), term.clause(), *compiled, decision, vocabulary);
  return decision;
}

void AddUnknown(const Struct& document, const std::string& prefix, FaultList& faults) {
  const std::map<std::string, google::protobuf::Value> in_order(document.fields().begin(), document.fields().end());
  for (const auto& [name, value] : in_order) {
    const std::string path = absl::StrCat(prefix, name);
    const bool holds_facts = facts::HoldsFacts(path);
    if (holds_facts && value.has_struct_value()) {
      AddUnknown(value.struct_value(), absl::StrCat(path, "."), faults);
    } else if (holds_facts || !facts::IsFactPath(path)) {
      faults.Add("FACT_UNKNOWN", path, facts::FactUnknownWords(path));
    }
  }
}

absl::StatusOr<Decision> JudgeByTerms(const Terms& terms, const ExampleCase& example) {
  if (example.judged == "form") return JudgeForm(terms.form(), example.document);
  if (example.judged == "request") return JudgeForm(terms.request_form(), example.document);
  FaultList faults("facts");
  AddUnknown(example.document, "", faults);
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  return JudgeBy(terms.eligibility(), example.document, facts::FactVocabulary(terms.request_form().rule().schema()));
}

std::string Reasons(const std::vector<std::pair<std::string, std::string>>& reasons) {
  return absl::StrJoin(reasons, ", ", [](std::string* out, const auto& reason) {
    absl::StrAppend(out, Plain(reason.first), reason.first.empty() ? "" : " ", "(", Plain(reason.second), ")");
  });
}

// "(4), 1: /a (4), 2: /b (4-2)": each that an alternative demands behind its number.
std::string Reasons(const Decision& decision) {
  return absl::StrJoin(decision.reasons(), ", ", [](std::string* out, const common::v1::DecisionReason& reason) {
    if (!reason.alternative().empty()) absl::StrAppend(out, Plain(reason.alternative()), ": ");
    absl::StrAppend(out, Reasons({{reason.path(), reason.clause()}}));
  });
}

std::vector<std::pair<std::string, std::string>> ReasonsOf(const Decision& decision) {
  std::vector<std::pair<std::string, std::string>> reasons;
  for (const auto& reason : decision.reasons()) reasons.emplace_back(reason.path(), reason.clause());
  return reasons;
}

Words OutcomeWords(bool accepted) {
  return accepted ? Words{.en = "accepted", .fa = "پذیرفته"} : Words{.en = "refused", .fa = "رد"};
}

}  // namespace

absl::StatusOr<std::vector<ExampleCase>> ParseExamples(const std::string& file, const std::string& text) {
  return Reader(file, text).Read();
}

absl::StatusOr<std::vector<ExampleCase>> ReadExamples(const std::string& file) {
  std::ifstream stream(file);
  std::stringstream text;
  if (!stream || stream.peek() == std::ifstream::traits_type::eof() || !(text << stream.rdbuf())) {
    return MakeError(absl::StatusCode::kInvalidArgument, "FILE_UNREADABLE",
                     {.en = absl::StrCat(file, " cannot be read, or is empty."),
                      .fa = absl::StrCat(file, " خواندنی نیست یا خالی است.")},
                     {{"file", file}});
  }
  return ParseExamples(file, text.str());
}

absl::StatusOr<Terms> SuiteJudge::TermsOf(const std::string& service_type) {
  const auto [terms, unread] = terms_.try_emplace(service_type);
  if (unread) {
    catalog::v1::GetServiceTypeRequest type;
    type.set_name(service_type);
    MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::ServiceType found, calls_.Ask<catalog::v1::ServiceType>(type));
    catalog::v1::GetServiceTypeRevisionRequest request;
    request.set_name(found.current_revision());
    MOSBAT_ASSIGN_OR_RETURN(const auto revision, calls_.Ask<catalog::v1::ServiceTypeRevision>(request));
    terms->second = revision.terms();
  }
  return terms->second;
}

absl::StatusOr<Decision> SuiteJudge::Judge(const ExampleCase& example) {
  if (example.judged == "facts") {
    catalog::v1::CheckEligibilityRequest request;
    request.set_name(example.service_type);
    *request.mutable_facts() = example.document;
    return calls_.Ask<Decision>(request);
  }
  MOSBAT_ASSIGN_OR_RETURN(const Terms terms, TermsOf(example.service_type));
  return JudgeByTerms(terms, example);
}

absl::StatusOr<Decision> JudgeByPackage(const Makers& package, const ExampleCase& example) {
  const Entry* const maker = package.Of(example.service_type);
  const auto* const type = maker == nullptr ? nullptr : ResourceAs<catalog::v1::ServiceType>(*maker);
  const Entry* const text = type == nullptr ? nullptr : package.Of(type->rests_on());
  if (text == nullptr || TextOf(*text) == nullptr) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "TEXT_NOT_IN_PACKAGE",
        {.en = absl::StrCat("The package has no ", example.service_type, " with the text that it rests on."),
         .fa = absl::StrCat("بسته ", example.service_type, " و متنی را که مبنای آن است ندارد.")});
  }
  return JudgeByTerms(TextOf(*text)->terms(), example);
}

absl::StatusOr<Decision> JudgeForm(const SchemaTerm& form, const Struct& answers) {
  return JudgeBy(form, answers, schema::Vocabulary());
}

bool IsAsExpected(const ExampleCase& example, const Decision& decision) {
  const auto reasons = ReasonsOf(decision);
  return (decision.outcome() == Decision::ELIGIBLE) == example.refused.empty() &&
         std::is_permutation(reasons.begin(), reasons.end(), example.refused.begin(), example.refused.end());
}

bool IsOfExample(const absl::Status& error) {
  const std::string reason = ReasonOf(error);
  if (reason == "CALLER_INVALID" || reason == "TOKEN_MISSING") return false;
  return absl::IsInvalidArgument(error) || absl::IsFailedPrecondition(error) || absl::IsNotFound(error);
}

std::string UnjudgedText(const ExampleCase& example, const absl::Status& error, Language language, const Dress& dress) {
  const Words unjudged = {.en = "no answer", .fa = "بی‌پاسخ"};
  return absl::StrCat(Coloured("✗", Colour::kRed, dress), " ", Padded(Isolated(unjudged.In(language), dress), 8), "  ",
                      example.judged, "  ", Isolated(Plain(example.about), dress), "\n    ", Plain(example.place), ": ",
                      Isolated(Plain(WordsOf(error, language)), dress), "\n");
}

std::string ExampleText(const ExampleCase& example, const Decision& decision, Language language, const Dress& dress) {
  const bool right = IsAsExpected(example, decision);
  const Words outcome = OutcomeWords(decision.outcome() == Decision::ELIGIBLE);
  std::string text = absl::StrCat(Coloured(right ? "✓" : "✗", right ? Colour::kGreen : Colour::kRed, dress), " ",
                                  Padded(Isolated(outcome.In(language), dress), 8), "  ", example.judged, "  ",
                                  Isolated(Plain(example.about), dress), decision.reasons().empty() ? "" : "  ",
                                  Reasons(decision), "\n");
  if (right) return text;
  const Words expected = OutcomeWords(example.refused.empty());
  const std::string place = Plain(example.place);
  const Words head = {.en = absl::StrCat(place, ": expected ", expected.en),
                      .fa = absl::StrCat(place, ": انتظار: ", expected.fa)};
  absl::StrAppend(&text, "    ", head.In(language), example.refused.empty() ? "" : "  ", Reasons(example.refused),
                  "\n");
  for (const auto& reason : decision.reasons()) {
    const std::string& words = language == Language::kPersian ? reason.text_fa() : reason.text_en();
    absl::StrAppend(&text, "    - ", Isolated(Plain(words), dress), "\n");
  }
  return text;
}

}  // namespace mosbat::ctl
