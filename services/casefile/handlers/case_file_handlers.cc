#include "services/casefile/handlers/case_file_handlers.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/persian_text.h"
#include "common/iran/person_identity.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/provider.h"
#include "services/casefile/errors.h"
#include "services/casefile/handlers/area.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/scope.h"

namespace mosbat::casefile {
namespace {

constexpr PageLimits kSearchPage{.usual = 20, .most = 100};
constexpr PageLimits kCountPage{.usual = 200, .most = 1000};
constexpr size_t kMostWords = 6;

void EnterMember(rpc::Call& call, const std::string& file, v1::Member& member) {
  ClearServerFields(member);
  member.set_name(absl::StrCat(file, "/members/", call.NewId()));
  *member.mutable_member_days()->mutable_from() = iran::ToDate(iran::TehranDay(call.now()));
}

// The file as the caller wrote it, with names, and nothing that only the service says.
v1::CaseFile NamedFile(rpc::Call& call, const v1::CaseFile& wanted, const registry::v1::Centre& centre) {
  v1::CaseFile file = wanted;
  ClearServerFields(file);
  file.set_name(absl::StrCat("caseFiles/", call.NewId()));
  file.set_county(centre.county());
  for (v1::Member& member : *file.mutable_members()) EnterMember(call, file.name(), member);
  *file.mutable_create_time() = ToTimestamp(call.now());
  return file;
}

}  // namespace

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Open(rpc::Call& call, const v1::OpenCaseFileRequest& request) const {
  const v1::CaseFile& wanted = request.case_file();
  MOSBAT_RETURN_IF_ERROR(RequireName("case_file.centre", kCentrePattern, wanted.centre()));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, registry_.GetCentre(call.session(), wanted.centre()));
  v1::CaseFile file = NamedFile(call, wanted, centre);
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(file)));
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_RETURN_IF_ERROR(domain::CheckHousehold("case_file", file, today));
  MOSBAT_RETURN_IF_ERROR(domain::RequireOperatingOn(centre, today));
  if (!file.social_worker().empty()) {
    MOSBAT_RETURN_IF_ERROR(RequireName("case_file.social_worker", kStaffPattern, file.social_worker()));
    MOSBAT_RETURN_IF_ERROR(RequireWorker(call, file.centre(), file.social_worker()));
  }
  MOSBAT_RETURN_IF_ERROR(HoldAll(call, file));
  MOSBAT_RETURN_IF_ERROR(PlaceOrQueue(call, file));
  MOSBAT_ASSIGN_OR_RETURN(file, files_.Insert(call.session(), file));
  call.Audit(file.name(), 0, RowVersionOf(file.etag()));
  return WithWaitlistPlace(call, std::move(file));
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Get(rpc::Call& call, const v1::GetCaseFileRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCaseFilePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, files_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(file)));
  call.Audit(file.name());
  return WithWaitlistPlace(call, std::move(file));
}

absl::StatusOr<v1::ListCaseFilesResponse> CaseFileHandlers::List(rpc::Call& call,
                                                                 const v1::ListCaseFilesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("centre", kCentrePattern, request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("social_worker", kStaffPattern, request.social_worker()));
  CaseFileFilter filter{.visibility = call.Visibility(),
                        .centre = request.centre(),
                        .social_worker = request.social_worker(),
                        .state = request.state()};
  const std::string list = absl::StrCat("caseFiles|", filter.centre, "|", filter.social_worker, "|", filter.state);
  MOSBAT_ASSIGN_OR_RETURN(
      v1::ListCaseFilesResponse response,
      ListPage(
          list, request, &v1::ListCaseFilesResponse::mutable_case_files,
          [&](const std::string& after, int limit) { return files_.List(call.session(), filter, after, limit); },
          [](v1::CaseFile file) {
            file.clear_members();
            return file;
          }));
  call.AuditList("caseFiles", response.case_files(), NameOf());
  return response;
}

absl::StatusOr<v1::SearchCaseFilesResponse> CaseFileHandlers::Search(rpc::Call& call,
                                                                     const v1::SearchCaseFilesRequest& request) const {
  const std::vector<std::string> words = iran::SearchWords(request.name_words());
  if (request.has_identity() == !request.name_words().empty()) {
    return request.has_identity() ? mosbat::errors::FieldInvalid(
                                        "name_words", {.en = "Either an identity or words of a name.",
                                                       .fa = "یا شناسه شخص یا واژه‌های نام."})
                                  : mosbat::errors::FieldRequired("name_words");
  }
  if (request.has_identity()) {
    MOSBAT_RETURN_IF_ERROR(iran::CheckIdentity("identity", request.identity()));
    if (!iran::IsIdentified(request.identity())) return mosbat::errors::FieldRequired("identity");
  } else if (words.empty()) {
    return mosbat::errors::FieldRequired("name_words");
  } else if (words.size() > kMostWords) {
    return mosbat::errors::FieldInvalid("name_words", {.en = "At most 6 words.", .fa = "حداکثر ۶ واژه."});
  }
  const db::Visibility visibility = call.Visibility();
  const std::string list =
      absl::StrCat("caseFiles:search|", request.identity().SerializeAsString(), "|", request.name_words());
  const auto read = [&](const std::string& after, int limit) {
    return request.has_identity() ? files_.FindPerson(call.session(), visibility, request.identity(), after, limit)
                                  : files_.FindNames(call.session(), visibility, words, after, limit);
  };
  MOSBAT_ASSIGN_OR_RETURN(
      v1::SearchCaseFilesResponse response,
      ListPage(list, request, &v1::SearchCaseFilesResponse::mutable_case_files, read, std::identity(), kSearchPage));
  call.AuditList("caseFiles", response.case_files(), NameOf());
  return response;
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Assign(rpc::Call& call, const v1::AssignCaseFileRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("social_worker", kStaffPattern, request.social_worker()));
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, GetToChange(call, request.name(), request.etag()));
  MOSBAT_RETURN_IF_ERROR(domain::RequireOpen(file));
  MOSBAT_RETURN_IF_ERROR(RequireWorker(call, file.centre(), request.social_worker()));
  if (file.social_worker() != request.social_worker()) {
    MOSBAT_RETURN_IF_ERROR(places_.GiveUp(call.session(), file.social_worker(), file.name()));
    MOSBAT_RETURN_IF_ERROR(WinFromWorker(call, request.social_worker(), file));
  }
  file.set_social_worker(request.social_worker());
  return Save(call, file);
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Close(rpc::Call& call, const v1::CloseCaseFileRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, GetToChange(call, request.name(), request.etag()));
  const std::string worker = file.social_worker();
  MOSBAT_ASSIGN_OR_RETURN(file, domain::Close(std::move(file), request.reason(), call.now()));
  MOSBAT_RETURN_IF_ERROR(places_.GiveUp(call.session(), file.centre(), file.name()));
  MOSBAT_RETURN_IF_ERROR(places_.GiveUp(call.session(), worker, file.name()));
  MOSBAT_RETURN_IF_ERROR(files_.Release(call.session(), file));
  PromoteAfterCommit(call, file.centre());
  return Save(call, file);
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Reopen(rpc::Call& call, const v1::ReopenCaseFileRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, GetToChange(call, request.name(), request.etag()));
  MOSBAT_RETURN_IF_ERROR(domain::RequireClosed(file));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, registry_.GetCentre(call.session(), file.centre()));
  MOSBAT_RETURN_IF_ERROR(domain::RequireOperatingOn(centre, iran::TehranDay(call.now())));
  MOSBAT_RETURN_IF_ERROR(HoldAll(call, file));
  MOSBAT_RETURN_IF_ERROR(PlaceOrQueue(call, file));
  return Save(call, file);
}

absl::StatusOr<v1::Member> CaseFileHandlers::AddMember(rpc::Call& call, const v1::AddMemberRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, GetToChange(call, request.parent(), request.etag()));
  MOSBAT_RETURN_IF_ERROR(domain::RequireNotClosed(file));
  v1::Member member = request.member();
  EnterMember(call, file.name(), member);
  MOSBAT_RETURN_IF_ERROR(domain::CheckNewMember("member", file, member, iran::TehranDay(call.now())));
  MOSBAT_RETURN_IF_ERROR(Hold(call, "member.identity", file, member));
  *file.add_members() = std::move(member);
  const int64_t before = RowVersionOf(file.etag());
  MOSBAT_ASSIGN_OR_RETURN(file, files_.Replace(call.session(), file, file.members_size() - 1));
  call.Audit(file.name(), before, RowVersionOf(file.etag()));
  return *file.members().rbegin();
}

absl::StatusOr<v1::CountCaseFilesResponse> CaseFileHandlers::Count(rpc::Call& call,
                                                                   const v1::CountCaseFilesRequest& request) const {
  CentreFilter filter{.visibility = call.Visibility()};
  MOSBAT_ASSIGN_OR_RETURN(filter.area, AreaOfList(request.area()));
  MOSBAT_ASSIGN_OR_RETURN(Page<v1::CountCaseFilesResponse::Count> page,
                          ReadPage(
                              absl::StrCat("caseFiles:count|", filter.area), request,
                              [&](const std::string& after, int limit) {
                                return files_.CountByCentre(call.session(), filter, after, limit);
                              },
                              kCountPage, [](const auto& count) { return count.centre(); }));
  v1::CountCaseFilesResponse response;
  response.mutable_counts()->Assign(page.items.begin(), page.items.end());
  MOSBAT_ASSIGN_OR_RETURN(*response.mutable_position(), RegistryCopies::Position(call.session()));
  response.set_next_page_token(std::move(page.next_token));
  return response;
}

absl::StatusOr<v1::ListWaitlistResponse> CaseFileHandlers::ListWaitlist(rpc::Call& call,
                                                                        const v1::ListWaitlistRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("parent", kCentrePattern, request.parent()));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, registry_.GetCentre(call.session(), request.parent()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre)));
  const auto read = [&](const std::string& key, int limit) -> absl::StatusOr<std::vector<Waiting>> {
    Waiting after;
    if (!key.empty()) {
      const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(key, absl::MaxSplits('|', 1));
      if (!absl::SimpleAtoi(parts.first, &after.queue_time)) return mosbat::errors::PageTokenInvalid();
      after.case_file = std::string(parts.second);
    }
    return files_.ListWaiting(call.session(), centre.name(), after, limit);
  };
  const auto key = [](const Waiting& file) { return absl::StrCat(file.queue_time, "|", file.case_file); };
  MOSBAT_ASSIGN_OR_RETURN(const Page<Waiting> page,
                          ReadPage(absl::StrCat("waitlist|", centre.name()), request, read, {}, key));
  v1::ListWaitlistResponse response;
  for (const Waiting& waiting : page.items) {
    v1::WaitlistEntry& entry = *response.add_entries();
    entry.set_case_file(waiting.case_file);
    *entry.mutable_queue_time() = ToTimestamp(absl::FromUnixMicros(waiting.queue_time));
  }
  response.set_next_page_token(page.next_token);
  call.AuditList(centre.name(), response.entries(), [](const auto& entry) { return entry.case_file(); });
  return response;
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                           const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCaseFilePattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, files_.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(file)));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, file.etag(), name));
  return file;
}

absl::Status CaseFileHandlers::Hold(rpc::Call& call, absl::string_view field, const v1::CaseFile& file,
                                    const v1::Member& member) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                          files_.FileHolding(call.session(), member.identity()));
  if (!holder.has_value()) return files_.Hold(call.session(), file.name(), member.identity());
  MOSBAT_ASSIGN_OR_RETURN(const v1::CaseFile other, files_.Get(call.session(), *holder));
  return errors::AlreadyOpenElsewhere(field, auth::Covers(call.caller(), BelongingOf(other)) ? *holder : "");
}

absl::Status CaseFileHandlers::HoldAll(rpc::Call& call, const v1::CaseFile& file) const {
  for (int i = 0; i < file.members_size(); ++i) {
    MOSBAT_RETURN_IF_ERROR(Hold(call, absl::StrCat("case_file.members[", i, "].identity"), file, file.members(i)));
  }
  return absl::OkStatus();
}

absl::Status CaseFileHandlers::PlaceOrQueue(rpc::Call& call, v1::CaseFile& file) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Waiting> waiting, files_.ListWaiting(call.session(), file.centre(), {}, 1));
  bool won = false;
  if (waiting.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(won, places_.Win(call.session(), file.centre(), file.name(),
                                             [&](uint64_t bound) { return call.Random(bound); }));
  }
  if (!won) {
    domain::Queue(file, call.now());
    PromoteAfterCommit(call, file.centre());
    return absl::OkStatus();
  }
  domain::Open(file, call.now());
  return file.social_worker().empty() ? absl::OkStatus() : WinFromWorker(call, file.social_worker(), file);
}

absl::Status CaseFileHandlers::WinFromWorker(rpc::Call& call, const std::string& worker,
                                             const v1::CaseFile& file) const {
  MOSBAT_ASSIGN_OR_RETURN(const bool won, places_.Win(call.session(), worker, file.name(),
                                                      [&](uint64_t bound) { return call.Random(bound); }));
  return won ? absl::OkStatus() : errors::WorkerFull(worker);
}

absl::Status CaseFileHandlers::RequireWorker(rpc::Call& call, const std::string& centre,
                                             const std::string& worker) const {
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::StaffMember member, registry_.GetStaffMember(call.session(), worker));
  const bool good = CentreOf(worker) == centre && member.position() == registry::v1::StaffMember::SOCIAL_WORKER &&
                    domain::WorksOn(member, iran::TehranDay(call.now()));
  return good ? absl::OkStatus() : errors::WorkerNotFound(worker);
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::Save(rpc::Call& call, const v1::CaseFile& file) const {
  const int64_t before = RowVersionOf(file.etag());
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile saved, files_.Replace(call.session(), file));
  call.Audit(saved.name(), before, RowVersionOf(saved.etag()));
  return WithWaitlistPlace(call, std::move(saved));
}

absl::StatusOr<v1::CaseFile> CaseFileHandlers::WithWaitlistPlace(rpc::Call& call, v1::CaseFile file) const {
  if (file.state() == v1::CaseFile::WAITING) {
    MOSBAT_ASSIGN_OR_RETURN(const int64_t before, files_.CountWaitingBefore(call.session(), file));
    file.set_waitlist_place(static_cast<int32_t>(before) + 1);
  }
  return file;
}

void CaseFileHandlers::PromoteAfterCommit(rpc::Call& call, const std::string& centre) const {
  call.AfterCommit([this, centre] { promoter_.Promote(centre); });
}

}  // namespace mosbat::casefile
