// Examples of what a package accepts and refuses, in a file beside it: x.examples.yaml (deploy/data/programmes). They
// are tried against what is in force, or against the package before any of it is applied.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::ctl {

struct ExampleCase {
  std::string place;  // "vision.examples.yaml:12"
  std::string about;
  std::string service_type;
  std::string judged;  // "facts" by the rule; "request" and "form", answers, by the forms
  google::protobuf::Struct document;
  // JSON pointer and clause of each reason for which it is refused; empty of what is accepted.
  std::vector<std::pair<std::string, std::string>> refused;
};

// INVALID_ARGUMENT / FILE_UNREADABLE, YAML_MALFORMED, EXAMPLES_INVALID with file, line and path.
absl::StatusOr<std::vector<ExampleCase>> ReadExamples(const std::string& file);
absl::StatusOr<std::vector<ExampleCase>> ParseExamples(const std::string& file, const std::string& text);

// Judges by what the suite has in force: the rule by CheckEligibility, the forms by the current revision.
class SuiteJudge {
 public:
  explicit SuiteJudge(CallsAs calls) : calls_(std::move(calls)) {}
  absl::StatusOr<common::v1::Decision> Judge(const ExampleCase& example);
  absl::StatusOr<guideline::v1::Terms> TermsOf(const std::string& service_type);

 private:
  CallsAs calls_;
  std::map<std::string, guideline::v1::Terms> terms_;  // by service type
};

// Judges by the text that the service type rests on in a package. FAILED_PRECONDITION / TEXT_NOT_IN_PACKAGE; as the
// suite does, INVALID_ARGUMENT / FACT_UNKNOWN of a fact that there is not.
absl::StatusOr<common::v1::Decision> JudgeByPackage(const Makers& package, const ExampleCase& example);

// What a form says of answers.
absl::StatusOr<common::v1::Decision> JudgeForm(const guideline::v1::SchemaTerm& form,
                                               const google::protobuf::Struct& answers);

bool IsAsExpected(const ExampleCase& example, const common::v1::Decision& decision);

// Whether an error is about the example or what judges it, so that another one may still be judged: not about the
// caller or the way to the suite.
bool IsOfExample(const absl::Status& error);

// Of an example that cannot be judged: why, with its place.
std::string UnjudgedText(const ExampleCase& example, const absl::Status& error, Language language, const Dress& dress);

// One line of what is as expected; else below it what was expected and each reason that was found.
std::string ExampleText(const ExampleCase& example, const common::v1::Decision& decision, Language language,
                        const Dress& dress);

}  // namespace mosbat::ctl
