#include "services/casefile/handlers/preview_handlers.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "common/schema/decision.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/facts_document.h"
#include "services/casefile/domain/preview.h"
#include "services/casefile/domain/service_request.h"
#include "services/casefile/handlers/area.h"
#include "services/casefile/handlers/names.h"

namespace mosbat::casefile {
namespace {

constexpr PageLimits kPreviewPage{.usual = 200, .most = 1000};
constexpr absl::string_view kHistoryFacts = "last_same_service";  // a part of the name of each

bool AsksHistory(const google::protobuf::Struct& schema) {
  return absl::StrContains(schema.SerializeAsString(), kHistoryFacts);
}

// The rule as far as it can be judged where nothing is asked for yet. SCHEMA_… if it is none.
absl::StatusOr<std::shared_ptr<const schema::CompiledSchema>> BeforeAnswers(const google::protobuf::Struct& rule) {
  MOSBAT_RETURN_IF_ERROR(schema::Compile(rule, {}, "rule.schema").status());
  return schema::Compile(domain::WithoutAnswers(rule), {}, "rule.schema");
}

}  // namespace

absl::StatusOr<v1::CountOpenRequestsResponse> PreviewHandlers::CountOpen(
    rpc::Call& call, const v1::CountOpenRequestsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("service_type", kServiceTypePattern, request.service_type()));
  MOSBAT_ASSIGN_OR_RETURN(std::string area, AreaOfList(request.area()));
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::CountOpenRequestsResponse::Count> counts,
                          requests_.CountOpen(call.session(), {.visibility = call.Visibility(),
                                                               .service_type = request.service_type(),
                                                               .area = std::move(area),
                                                               .today = iran::TehranDay(call.now())}));
  v1::CountOpenRequestsResponse response;
  response.mutable_counts()->Assign(counts.begin(), counts.end());
  return response;
}

absl::StatusOr<v1::PreviewRulesResponse> PreviewHandlers::PreviewRules(rpc::Call& call,
                                                                       const v1::PreviewRulesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("service_type", kServiceTypePattern, request.service_type()));
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(const Rules rules, RulesOf(call, request, today));
  const CaseFileFilter open{.visibility = call.Visibility(), .state = v1::CaseFile::OPEN};
  MOSBAT_ASSIGN_OR_RETURN(
      const Page<v1::CaseFile> page,
      ReadPage(
          absl::StrCat("preview|", request.service_type(), "|", schema::CanonicalJson(request.rule().schema())),
          request, [&](const std::string& after, int limit) { return files_.List(call.session(), open, after, limit); },
          kPreviewPage));
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<catalog::v1::Entrustment> entrustments,
                          rules_.ListEntrustmentsOn(call.session(), request.service_type(), today));
  std::map<std::string, v1::PreviewRulesResponse::Change> changes;
  v1::ServiceRequest as_if;
  as_if.set_service_type(request.service_type());
  for (const v1::CaseFile& file : page.items) {
    v1::PreviewRulesResponse::Change& change = changes[file.county()];
    change.set_county(file.county());
    change.set_case_files(change.case_files() + 1);
    const bool is_entrusted = domain::IsEntrusted(file, entrustments);
    for (const v1::Member& member : file.members()) {
      if (!domain::RequireMemberOn(file, member, today).ok()) continue;
      as_if.set_member(member.name());
      MOSBAT_ASSIGN_OR_RETURN(const google::protobuf::Struct facts,
                              FactsOf(call, as_if, file, rules.ask_history, today));
      domain::Count(domain::Meets(rules.today.get(), facts), domain::Meets(rules.proposed.get(), facts), is_entrusted,
                    change);
    }
  }
  v1::PreviewRulesResponse response;
  for (auto& [county, change] : changes) *response.add_changes() = std::move(change);
  response.set_case_files(static_cast<int64_t>(page.items.size()));
  *response.mutable_judged_date() = iran::ToDate(today);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> positions, RuleCopies::Positions(call.session()));
  response.mutable_positions()->Assign(positions.begin(), positions.end());
  response.set_next_page_token(page.next_token);
  call.Audit(request.service_type());
  return response;
}

absl::StatusOr<PreviewHandlers::Rules> PreviewHandlers::RulesOf(rpc::Call& call, const v1::PreviewRulesRequest& request,
                                                                absl::CivilDay today) const {
  Rules rules;
  MOSBAT_ASSIGN_OR_RETURN(rules.proposed, BeforeAnswers(request.rule().schema()));
  rules.ask_history = AsksHistory(request.rule().schema());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::ServiceTypeRevision> revision,
                          rules_.RevisionOn(call.session(), request.service_type(), today));
  if (!revision.has_value()) return rules;
  const google::protobuf::Struct& today_schema = revision->terms().eligibility().rule().schema();
  MOSBAT_RETURN_IF_ERROR(terms_.Get(*revision).status());
  MOSBAT_ASSIGN_OR_RETURN(rules.today, BeforeAnswers(today_schema));
  rules.ask_history = rules.ask_history || AsksHistory(today_schema);
  return rules;
}

absl::StatusOr<google::protobuf::Struct> PreviewHandlers::FactsOf(rpc::Call& call, const v1::ServiceRequest& as_if,
                                                                  const v1::CaseFile& file, bool ask_history,
                                                                  absl::CivilDay today) const {
  domain::FactSources sources{.request = as_if, .file = &file, .member = domain::FindMember(file, as_if.member())};
  if (ask_history) {
    const PersonKeys person = deliveries_.KeysOf(sources.member->identity(), as_if.member());
    MOSBAT_ASSIGN_OR_RETURN(sources.last_same_service,
                            deliveries_.LastOf(call.session(), person, as_if.service_type(), today));
  }
  return domain::BuildFacts(sources, today);
}

}  // namespace mosbat::casefile
