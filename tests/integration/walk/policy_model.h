// What guideline and catalog together must answer to any write of a walk, whoever makes it.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"

#include "common/auth/principal.h"
#include "services/guideline/testing/texts_model.h"
#include "tests/integration/walk/catalog_model.h"

namespace mosbat::walk {

// The deputyship to which everything belongs, and the one that may become its successor.
inline constexpr char kOwner[] = "deputyships/prevention";
inline constexpr char kHeir[] = "deputyships/social";

class PolicyModel {
 public:
  // The reason with which the request must fail, "" if it must succeed; then the model has taken it. `stale` says that
  // its etag was that of an earlier state.
  std::string Take(const auth::Principal& caller, const google::protobuf::Message& request, bool stale);

  void SetToday(absl::CivilDay today) { today_ = today; }
  absl::CivilDay today() const { return today_; }
  const guideline::testing::TextsModel& texts() const { return texts_; }
  const CatalogModel& catalog() const { return catalog_; }
  CatalogModel& catalog() { return catalog_; }

  // Who keeps everything today.
  std::string keeper() const { return owner_until_ && *owner_until_ <= today_ ? kHeir : kOwner; }

 private:
  absl::CivilDay today_;
  std::optional<absl::CivilDay> owner_until_;
  guideline::testing::TextsModel texts_;
  CatalogModel catalog_;
};

}  // namespace mosbat::walk
