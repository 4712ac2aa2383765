// A guideline that tests decide; linked by tests only. Once it is filled, any thread may ask it.
#pragma once

#include <atomic>
#include <iterator>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/errors.h"
#include "services/catalog/clients/guideline_client.h"

namespace mosbat::catalog {

class FakeGuidelineClient final : public GuidelineClient {
 public:
  void Add(guideline::v1::SubGuideline sub_guideline) { sub_guidelines_[sub_guideline.name()] = sub_guideline; }
  void Add(guideline::v1::SubGuidelineRevision text) { texts_[text.name()] = text; }
  // In force from `day` until that of the next one.
  void AddDirective(absl::CivilDay day, guideline::v1::Directive directive) { directives_[day] = directive; }
  void GoDown() { down_ = true; }

  int calls() const { return calls_; }

  absl::StatusOr<guideline::v1::SubGuideline> GetSubGuideline(const rpc::CallContext&,
                                                              const std::string& name) override {
    return Find(sub_guidelines_, name);
  }
  absl::StatusOr<guideline::v1::SubGuidelineRevision> GetSubGuidelineRevision(const rpc::CallContext&,
                                                                              const std::string& name) override {
    return Find(texts_, name);
  }
  absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext&, absl::CivilDay day) override {
    ++calls_;
    if (down_) return rpc::errors::ServiceUnreachable("guideline");
    const auto next = directives_.upper_bound(day);
    if (next == directives_.begin()) return absl::NotFoundError("no directive");
    return std::prev(next)->second;
  }

 private:
  template <typename Message>
  absl::StatusOr<Message> Find(const absl::btree_map<std::string, Message>& messages, const std::string& name) {
    ++calls_;
    if (down_) return rpc::errors::ServiceUnreachable("guideline");
    const auto found = messages.find(name);
    if (found == messages.end()) return absl::NotFoundError(name);
    return found->second;
  }

  absl::btree_map<std::string, guideline::v1::SubGuideline> sub_guidelines_;
  absl::btree_map<std::string, guideline::v1::SubGuidelineRevision> texts_;
  absl::btree_map<absl::CivilDay, guideline::v1::Directive> directives_;
  bool down_ = false;
  std::atomic<int> calls_ = 0;
};

}  // namespace mosbat::catalog
