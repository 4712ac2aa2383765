// What a directive would change for the centres and licences that there are.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/directive_preview.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::domain {

// Whether what a preview reads of a proposal can be counted with. INVALID_ARGUMENT / FIELD_INVALID, below "provisions".
absl::Status CheckProposal(const guideline::v1::Directive::Provisions& proposed);

// Adds up a preview while centres (in byte order of names) and licences are read. Holds numbers only, and at most
// kMostCentres centres.
class DirectivePreview {
 public:
  static constexpr int kMostCentres = 1000;

  // `proposed` was checked; `area` is what the total is called.
  DirectivePreview(guideline::v1::Directive proposed, absl::string_view area, absl::CivilDay today);

  void Add(const v1::Centre& centre);
  void Add(const v1::Licence& licence);

  // What was added so far: `total` to `centres_left_out`.
  v1::PreviewDirectiveResponse Result() const;

 private:
  v1::CentreEffect EffectOn(const v1::Centre& centre) const;
  // Changes the effect on the whole area, on the county and on its province alike.
  template <typename Change>
  void InAreas(const std::string& county, Change change);

  const guideline::v1::Directive proposed_;
  const absl::CivilDay today_;
  v1::DirectiveEffect total_;
  std::map<std::string, v1::DirectiveEffect> provinces_;
  std::map<std::string, v1::DirectiveEffect> counties_;
  google::protobuf::RepeatedPtrField<v1::CentreEffect> centres_;
  int left_out_ = 0;
};

}  // namespace mosbat::registry::domain
