// Holds a text against its own form: its numbered parts, and what says something "by article 9" or "by clause 3-2".
//
//   TextChecker check("revision", schema::PartOfText::kClause);
//   check.Parts("clauses", text.clauses());
//   check.Rule("terms.eligibility.rule", text.terms().eligibility().rule(), text.terms().eligibility().clause());
//   return check.faults().ToStatus();
#pragma once

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

#include "common/base/fault_list.h"
#include "common/base/text_limits.h"
#include "common/schema/rule.h"
#include "mosbat/common/v1/common.pb.h"
#include "services/guideline/domain/checks.h"

namespace mosbat::guideline::domain {

class TextChecker {
 public:
  // `root` is the request field that holds the text, `part` what its parts are called.
  TextChecker(absl::string_view root, schema::PartOfText part) : part_(part), faults_(root) {}

  // Articles or clauses, each with a number of its own, a text and notes. Learns the numbers, so it comes first.
  template <typename Part>
  void Parts(absl::string_view field, const google::protobuf::RepeatedPtrField<Part>& parts) {
    CheckCount(field, parts.size(), kMostParts, faults_);
    for (int i = 0; i < parts.size(); ++i) {
      const Part& part = parts[i];
      const std::string path = absl::StrCat(field, "[", i, "]");
      CheckNumber(absl::StrCat(path, ".number"), part.number(), numbers_, faults_);
      CheckLength(absl::StrCat(path, ".title"), part.title(), kLongestTitle, faults_);
      CheckLength(absl::StrCat(path, ".text"), part.text(), kLongestText, faults_);
      CheckCount(absl::StrCat(path, ".notes"), part.notes_size(), kMostItems, faults_);
      std::set<std::string> notes;
      for (int j = 0; j < part.notes_size(); ++j) {
        const std::string note = absl::StrCat(path, ".notes[", j, "]");
        CheckNumber(absl::StrCat(note, ".number"), part.notes(j).number(), notes, faults_);
        CheckLength(absl::StrCat(note, ".text"), part.notes(j).text(), kLongestText, faults_);
      }
    }
  }

  // The number of a part that the text has.
  void PartNumber(absl::string_view field, const std::string& number);

  // A supported schema without contradiction, whose `clauses` lead from places in it to parts of the text. What is
  // wrong with it is said with the nearest of these, or with `number`, the part that holds the whole.
  void Rule(absl::string_view field, const common::v1::Rule& rule, absl::string_view number);

  FaultList& faults() { return faults_; }

 private:
  void AddOfSchema(const absl::Status& status, absl::string_view schema_field, const common::v1::Rule& rule,
                   absl::string_view number);

  static constexpr int kMostParts = 500;
  static constexpr int kLongestTitle = 300;
  static constexpr int kLongestText = 20'000;

  const schema::PartOfText part_;
  std::set<std::string> numbers_;
  FaultList faults_;
};

}  // namespace mosbat::guideline::domain
