#include "services/catalog/handlers/service_type_handlers.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/iran/historical.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/service_type.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

constexpr char kTypePattern[] = "serviceTypes/*";
constexpr char kRevisionPattern[] = "serviceTypes/*/revisions/*";
constexpr char kTextPattern[] = "subGuidelines/*/revisions/*";
constexpr char kAnyType[] = "serviceTypes/-";
constexpr int kMostRevisions = 200;  // each carries its terms
constexpr int kTypesAtOnce = 500;
constexpr int kLongestText = 200;

// The page that `request` asks for of what `read(filter, after, limit)` reads.
template <typename Read>
absl::StatusOr<v1::ListServiceTypesResponse> PageOf(const v1::ListServiceTypesRequest& request, absl::CivilDay today,
                                                    Read read) {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("owner", "deputyships/*", request.owner()));
  MOSBAT_RETURN_IF_ERROR(RequireLength("text", request.text(), kLongestText));
  const domain::TypeFilter filter = {.owner = request.owner(),
                                     .state = request.state(),
                                     .domain = request.domain(),
                                     .words = iran::SearchWords(request.text())};
  return ListPage(
      absl::StrCat("serviceTypes|", request.owner(), "|", request.state(), "|", request.domain(), "|", request.text()),
      request, &v1::ListServiceTypesResponse::mutable_service_types,
      [&](const std::string& after, int limit) { return read(filter, after, limit); },
      [&](v1::ServiceType type) { return domain::AsOf(std::move(type), today); });
}

template <typename Request>
absl::StatusOr<absl::CivilDay> EffectiveDay(const Request& request, absl::Time now) {
  if (!request.has_effective_date()) return iran::TehranDay(now);
  return iran::DayOf("effective_date", request.effective_date());
}

// An answer, or nothing where guideline says that there is none.
template <typename Message>
absl::StatusOr<std::optional<Message>> Optional(absl::StatusOr<Message> answer) {
  if (absl::IsNotFound(answer.status())) return std::nullopt;
  if (!answer.ok()) return std::move(answer).status();
  return std::optional<Message>(*std::move(answer));
}

std::string SubGuidelineOf(const std::string& text) { return text.substr(0, text.find("/revisions/")); }

}  // namespace

absl::StatusOr<ServiceTypeHandlers::RestsOn> ServiceTypeHandlers::GatherRegister(
    const rpc::CallContext& context, const v1::RegisterServiceTypeRequest& request) const {
  return AskAbout(context, request.service_type().rests_on());
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Register(rpc::Call& call,
                                                              const v1::RegisterServiceTypeRequest& request,
                                                              const RestsOn& rests_on) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string name,
                          NewName("serviceTypes", "service_type_id", request.service_type_id()));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, domain::Register(request.service_type(), name, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireKeeper(call, type.owner()));
  MOSBAT_RETURN_IF_ERROR(RequireFree(types_.Get(call.session(), name).status(), name));
  MOSBAT_RETURN_IF_ERROR(RequireFoundingNumberFree(call, type));
  if (rests_on.is_missing) return errors::RestsOnNotFound(type.rests_on());
  MOSBAT_ASSIGN_OR_RETURN(type, types_.Insert(call.session(), std::move(type)));
  call.Audit(name, 0, RowVersionOf(type.etag()));
  call.Emit(rpc::NewEvent("ServiceTypeRegistered", name, type));
  call.AfterCommit([this, type] { cache_.Put(type); });
  return type;
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Get(rpc::Call& call,
                                                         const v1::GetServiceTypeRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kTypePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, types_.Get(call.session(), request.name()));
  return types_.Settled(call.session(), std::move(type), call.now());
}

bool ServiceTypeHandlers::GetFromMemory(const v1::GetServiceTypeRequest& request, v1::ServiceType& response) const {
  const std::shared_ptr<const v1::ServiceType> type = cache_.Find(request.name());
  if (type == nullptr) return false;
  response = type->has_scheduled() ? domain::AsOf(*type, iran::TehranDay(clock_.Now())) : *type;
  return true;
}

absl::StatusOr<v1::ListServiceTypesResponse> ServiceTypeHandlers::List(
    rpc::Call& call, const v1::ListServiceTypesRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::set<std::string> passed_over, types_.ListPassedOver(call.session()));
  const auto read = [&](const domain::TypeFilter& filter, std::string after,
                        int limit) -> absl::StatusOr<std::vector<v1::ServiceType>> {
    std::vector<v1::ServiceType> matching;
    while (true) {
      MOSBAT_ASSIGN_OR_RETURN(
          std::vector<v1::ServiceType> types,
          types_.List(call.session(), {.owner = filter.owner, .state = filter.state}, after, kTypesAtOnce));
      for (v1::ServiceType& type : types) {
        after = type.name();
        if (!domain::Matches(filter, type, domain::WordsOf(type))) continue;
        if (domain::NamesAnyOf(passed_over, type)) {
          MOSBAT_ASSIGN_OR_RETURN(type, types_.Settled(call.session(), std::move(type), call.now()));
        }
        matching.push_back(std::move(type));
        if (matching.size() == static_cast<size_t>(limit)) return matching;
      }
      if (types.size() < static_cast<size_t>(kTypesAtOnce)) return matching;
    }
  };
  return PageOf(request, iran::TehranDay(call.now()), read);
}

bool ServiceTypeHandlers::ListFromMemory(const v1::ListServiceTypesRequest& request,
                                         v1::ListServiceTypesResponse& response) const {
  const auto read = [&](const domain::TypeFilter& filter, const std::string& after, int limit) {
    const std::shared_ptr<const TypeCache::Types> all = cache_.All();
    auto next = std::upper_bound(all->begin(), all->end(), after,
                                 [](const std::string& name, const auto& held) { return name < held->type.name(); });
    std::vector<v1::ServiceType> matching;
    for (; next != all->end() && matching.size() < static_cast<size_t>(limit); ++next) {
      if (domain::Matches(filter, (*next)->type, (*next)->words)) matching.push_back((*next)->type);
    }
    return absl::StatusOr<std::vector<v1::ServiceType>>(std::move(matching));
  };
  absl::StatusOr<v1::ListServiceTypesResponse> page = PageOf(request, iran::TehranDay(clock_.Now()), read);
  if (!page.ok()) return false;
  response = *std::move(page);
  return true;
}

absl::StatusOr<ServiceTypeHandlers::RestsOn> ServiceTypeHandlers::GatherUpdate(
    const rpc::CallContext& context, const v1::UpdateServiceTypeRequest& request) const {
  const v1::ServiceType& wanted = request.service_type();
  absl::StatusOr<v1::ServiceType> before = absl::UnknownError("not read");
  MOSBAT_RETURN_IF_ERROR(database_.Read(
      [&](db::Session& session) {
        before = types_.Get(session, wanted.name());
        return absl::OkStatus();
      },
      context.deadline));
  // Of a type that is not there there is nothing to ask, nor of a change that Update() refuses, nor of a text that
  // stays.
  if (!before.ok()) return RestsOn{};
  v1::ServiceType after = *before;
  if (!ApplyUpdate(request.update_mask(), wanted, after).ok() || after.rests_on() == before->rests_on()) {
    return RestsOn{};
  }
  return AskAbout(context, after.rests_on());
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Update(rpc::Call& call,
                                                            const v1::UpdateServiceTypeRequest& request,
                                                            const RestsOn& rests_on) const {
  const v1::ServiceType& wanted = request.service_type();
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType before, GetToChange(call, wanted.name(), wanted.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, domain::Update(before, wanted, request.update_mask(), call.now()));
  if (rests_on.is_missing && type.rests_on() != before.rests_on()) return errors::RestsOnNotFound(type.rests_on());
  MOSBAT_RETURN_IF_ERROR(RequireFoundingNumberFree(call, type));
  return Replace(call, std::move(type), "ServiceTypeUpdated");
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Suspend(rpc::Call& call,
                                                             const v1::SuspendServiceTypeRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(type, domain::Suspend(std::move(type), request.reason(), call.now()));
  return Replace(call, std::move(type), "ServiceTypeSuspended");
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Retire(rpc::Call& call,
                                                            const v1::RetireServiceTypeRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(type, domain::Retire(std::move(type), request.reason(), call.now()));
  return Replace(call, std::move(type), "ServiceTypeRetired");
}

absl::StatusOr<domain::Ground> ServiceTypeHandlers::GatherActivate(
    const rpc::CallContext& context, const v1::ActivateServiceTypeRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kTypePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, EffectiveDay(request, context.now));
  v1::ServiceType type;
  std::optional<v1::ServiceTypeRevision> last;
  const absl::Status read = database_.Read(
      [&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(type, types_.Get(session, request.name()));
        MOSBAT_ASSIGN_OR_RETURN(last, types_.FindLastRevision(session, type.name()));
        return absl::OkStatus();
      },
      context.deadline);
  // Activate() says it, in the words that the caller's scope allows.
  if (absl::IsNotFound(read)) return domain::Ground{};
  MOSBAT_RETURN_IF_ERROR(read);
  if (!domain::MakesRevision(type, last)) return domain::Ground{};

  return AskAbout(context, type.rests_on(), day);
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Activate(rpc::Call& call,
                                                              const v1::ActivateServiceTypeRequest& request,
                                                              const domain::Ground& ground) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::ServiceTypeRevision> last,
                          types_.FindLastRevision(call.session(), type.name()));
  MOSBAT_ASSIGN_OR_RETURN(const domain::ActivationOrder order, OrderOf(call, request, type, ground));
  MOSBAT_ASSIGN_OR_RETURN(domain::Activation activation,
                          domain::Activate(std::move(type), last, ground, order, call.now()));
  return Store(call, std::move(activation), "ServiceTypeActivated");
}

absl::StatusOr<domain::Ground> ServiceTypeHandlers::GatherRollback(
    const rpc::CallContext& context, const v1::RollbackServiceTypeRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kTypePattern, request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireName("revision", kRevisionPattern, request.revision()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, EffectiveDay(request, context.now));
  std::string text;
  const absl::Status read = database_.Read(
      [&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceTypeRevision earlier, types_.GetRevision(session, request.revision()));
        text = earlier.sub_guideline_revision();
        return absl::OkStatus();
      },
      context.deadline);
  // Rollback() says it, in the words that the caller's scope allows.
  if (absl::IsNotFound(read)) return domain::Ground{};
  MOSBAT_RETURN_IF_ERROR(read);
  return AskAbout(context, text, day);
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Rollback(rpc::Call& call,
                                                              const v1::RollbackServiceTypeRequest& request,
                                                              const domain::Ground& ground) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, GetToChange(call, request.name(), request.etag()));
  domain::Restoration restoration{.reason = request.reason()};
  MOSBAT_ASSIGN_OR_RETURN(restoration.earlier, types_.GetRevision(call.session(), request.revision()));
  MOSBAT_ASSIGN_OR_RETURN(restoration.current,
                          types_.FindRevisionOn(call.session(), type.name(), iran::TehranDay(call.now())));
  MOSBAT_ASSIGN_OR_RETURN(const domain::ActivationOrder order, OrderOf(call, request, type, ground));
  MOSBAT_ASSIGN_OR_RETURN(domain::Activation activation,
                          domain::Rollback(std::move(type), restoration, ground, order, call.now()));
  return Store(call, std::move(activation), "ServiceTypeRolledBack");
}

absl::StatusOr<v1::ServiceTypeRevision> ServiceTypeHandlers::GetRevision(
    rpc::Call& call, const v1::GetServiceTypeRevisionRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kRevisionPattern, request.name()));
  return types_.GetRevision(call.session(), request.name());
}

absl::StatusOr<v1::ListServiceTypeRevisionsResponse> ServiceTypeHandlers::ListRevisions(
    rpc::Call& call, const v1::ListServiceTypeRevisionsRequest& request) const {
  const bool of_all = request.parent() == kAnyType;
  if (!of_all) {
    MOSBAT_RETURN_IF_ERROR(RequireName("parent", kTypePattern, request.parent()));
    MOSBAT_RETURN_IF_ERROR(types_.Get(call.session(), request.parent()).status());
  }
  return ListPage(absl::StrCat("serviceTypeRevisions|", request.parent()), request,
                  &v1::ListServiceTypeRevisionsResponse::mutable_revisions,
                  [&](const std::string& after, int limit) {
                    return types_.ListRevisions(call.session(), of_all ? "" : request.parent(), after, limit);
                  },
                  std::identity(), {.most = kMostRevisions});
}

absl::Status ServiceTypeHandlers::RequireKeeper(rpc::Call& call, const std::string& owner) const {
  MOSBAT_ASSIGN_OR_RETURN(const domain::Keeper keeper,
                          deputyships_.KeeperOn(call.session(), owner, iran::TehranDay(call.now())));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope({.deputyship = keeper.deputyship}));
  return domain::RequireThere(keeper, call.caller().role);
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                                 const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kTypePattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceType type, types_.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(RequireKeeper(call, type.owner()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, type.etag(), name));
  return types_.Settled(call.session(), std::move(type), call.now());
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Replace(rpc::Call& call, v1::ServiceType type,
                                                             absl::string_view event,
                                                             std::vector<std::string> rests_on) const {
  const int64_t before = RowVersionOf(type.etag());
  MOSBAT_ASSIGN_OR_RETURN(type, types_.Replace(call.session(), std::move(type)));
  call.Audit(type.name(), before, RowVersionOf(type.etag()));
  call.Emit(rpc::NewEvent(event, type.name(), type, std::move(rests_on)));
  call.AfterCommit([this, type] { cache_.Put(type); });
  return domain::AsOf(std::move(type), iran::TehranDay(call.now()));
}

absl::StatusOr<ServiceTypeHandlers::RestsOn> ServiceTypeHandlers::AskAbout(const rpc::CallContext& context,
                                                                           const std::string& text) const {
  // None, or a name that the caller is told is none.
  if (!RequireName("rests_on", kTextPattern, text).ok()) return RestsOn{};
  MOSBAT_ASSIGN_OR_RETURN(const auto found, Optional(guideline_.GetSubGuidelineRevision(context, text)));
  return RestsOn{.is_missing = !found.has_value()};
}

absl::StatusOr<domain::Ground> ServiceTypeHandlers::AskAbout(const rpc::CallContext& context, const std::string& text,
                                                             absl::CivilDay day) const {
  domain::Ground ground{.rests_on = text};
  MOSBAT_ASSIGN_OR_RETURN(ground.text, Optional(guideline_.GetSubGuidelineRevision(context, text)));
  MOSBAT_ASSIGN_OR_RETURN(ground.sub_guideline, Optional(guideline_.GetSubGuideline(context, SubGuidelineOf(text))));
  MOSBAT_ASSIGN_OR_RETURN(ground.directive, Optional(guideline_.ResolveDirective(context, day)));
  return ground;
}

template <typename Request>
absl::StatusOr<domain::ActivationOrder> ServiceTypeHandlers::OrderOf(rpc::Call& call, const Request& request,
                                                                     const v1::ServiceType& type,
                                                                     const domain::Ground& ground) const {
  const absl::CivilDay today = iran::TehranDay(call.now());
  domain::ActivationOrder order{.entry = iran::EntryOf(request, call.caller().role, call.now())};
  MOSBAT_ASSIGN_OR_RETURN(order.effective_day, EffectiveDay(request, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const domain::Keeper of_type, deputyships_.KeeperOn(call.session(), type.owner(), today));
  order.type_keeper = of_type.deputyship;
  if (ground.sub_guideline.has_value()) {
    MOSBAT_ASSIGN_OR_RETURN(const domain::Keeper of_text,
                            deputyships_.KeeperOn(call.session(), ground.sub_guideline->deputyship(), today));
    order.text_keeper = of_text.deputyship;
  }
  return order;
}

absl::StatusOr<v1::ServiceType> ServiceTypeHandlers::Store(rpc::Call& call, domain::Activation activation,
                                                           absl::string_view event) const {
  std::vector<std::string> rests_on;
  if (activation.revision.has_value()) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceTypeRevision revision,
                            types_.InsertRevision(call.session(), *std::move(activation.revision)));
    call.Emit(rpc::NewEvent("ServiceTypeRevisionCreated", revision.name(), revision));
    rests_on.push_back(revision.name());
  }
  return Replace(call, std::move(activation.type), event, std::move(rests_on));
}

absl::Status ServiceTypeHandlers::RequireFoundingNumberFree(rpc::Call& call, const v1::ServiceType& type) const {
  if (type.founding_number() == 0) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const bool taken,
                          types_.FoundingNumberTaken(call.session(), type.founding_number(), type.name()));
  return taken ? errors::FoundingNumberTaken(type.founding_number()) : absl::OkStatus();
}

}  // namespace mosbat::catalog
