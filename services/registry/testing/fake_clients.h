// A guideline and a purchasing that tests decide; linked by tests only.
#pragma once

#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/errors.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/clients/purchasing_client.h"
#include "services/registry/errors.h"

namespace mosbat::registry {

class FakeGuidelineClient final : public GuidelineClient {
 public:
  // In force from `day` until that of the next one.
  void AddDirective(absl::CivilDay day, guideline::v1::Directive directive) { directives_[day] = std::move(directive); }
  void AddDraft(guideline::v1::Directive draft) { drafts_[draft.name()] = std::move(draft); }
  void GoDown() { down_ = true; }

  absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext&, absl::CivilDay day) override {
    if (down_) return rpc::errors::ServiceUnreachable("guideline");
    const auto next = directives_.upper_bound(day);
    if (next == directives_.begin()) return errors::DirectiveNotInForce(day);
    return std::prev(next)->second;
  }
  // Those of AddDirective() and AddDraft().
  absl::StatusOr<guideline::v1::Directive> GetDirective(const rpc::CallContext&, const std::string& name) override {
    if (down_) return rpc::errors::ServiceUnreachable("guideline");
    for (const auto& [day, directive] : directives_) {
      if (directive.name() == name) return directive;
    }
    const auto draft = drafts_.find(name);
    if (draft != drafts_.end()) return draft->second;
    return MakeError(absl::StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND", {.en = "none", .fa = "نیست"}, {});
  }

 private:
  std::map<absl::CivilDay, guideline::v1::Directive> directives_;
  std::map<std::string, guideline::v1::Directive> drafts_;
  bool down_ = false;
};

class FakePurchasingClient final : public PurchasingClient {
 public:
  void SetFree(const std::string& credit, int64_t rials) { free_[credit] = rials; }
  void GoDown() { down_ = true; }

  absl::StatusOr<purchasing::v1::Credit> GetCredit(const rpc::CallContext&, const std::string& name) override {
    if (down_) return rpc::errors::ServiceUnreachable("purchasing");
    purchasing::v1::Credit credit;
    credit.set_name(name);
    const auto found = free_.find(name);
    if (found != free_.end()) credit.mutable_free()->set_amount(found->second);
    return credit;
  }

 private:
  std::map<std::string, int64_t> free_;
  bool down_ = false;
};

}  // namespace mosbat::registry
