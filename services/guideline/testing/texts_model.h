// What the handlers of one sub-guideline and its directives must answer, said a second time: a list of what happened,
// from which every state is worked out for the day asked.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "services/guideline/testing/texts_step.h"

namespace mosbat::guideline::testing {

class TextsModel {
 public:
  using State = v1::SubGuidelineRevision::State;

  // The reason with which the step must fail, "" if it must succeed; then the model has taken it.
  std::string Take(const Step& step, absl::CivilDay today);

  int revisions() const { return static_cast<int>(revisions_.size()); }
  int directives() const { return static_cast<int>(directives_.size()); }
  State StateOn(int number, absl::CivilDay day) const;
  bool IsIssued(int directive) const { return directives_[static_cast<size_t>(directive - 1)].issued; }
  bool HasRepealDate(int directive) const {
    return directives_[static_cast<size_t>(directive - 1)].repealed.has_value();
  }
  // Whether its list is open, or has the sub-guideline.
  bool Permits(int directive) const { return !directives_[static_cast<size_t>(directive - 1)].closed; }
  // Whether the text was withdrawn by that day.
  bool IsWithdrawnBy(int number, absl::CivilDay day) const {
    const Day& withdrawn = revisions_[static_cast<size_t>(number - 1)].withdrawn;
    return withdrawn && *withdrawn <= day;
  }
  // 0 where there is none.
  int InForceOn(absl::CivilDay day) const;
  int DirectiveInForceOn(absl::CivilDay day) const;
  int pending() const;

 private:
  using Day = std::optional<absl::CivilDay>;

  struct Revision {
    State state = v1::SubGuidelineRevision::DRAFT;
    std::set<std::string> authors;
    Day effective;
    Day withdrawn;
    // Withdrawn before it began: it never was.
    bool IsVoid() const { return withdrawn && *withdrawn <= *effective; }
  };
  struct Directive {
    absl::CivilDay effective;
    bool closed = false;
    bool issued = false;
    Day repealed;
  };

  std::string TakeRevisionStep(const Step& step, absl::CivilDay today);
  std::string TakeDirectiveStep(const Step& step, absl::CivilDay today);
  std::string Approve(Revision& revision, const Step& step, absl::CivilDay today);

  // In the order of their numbers, from 1 on; they are approved in that order too.
  std::vector<Revision> revisions_ = {{.authors = {"sara"}}};
  std::vector<Directive> directives_;
};

}  // namespace mosbat::guideline::testing
