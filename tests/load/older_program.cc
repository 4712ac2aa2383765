#include "tests/load/older_program.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/db/open.h"
#include "common/rpc/call.h"
#include "tests/load/publication.h"

namespace mosbat::load {

absl::StatusOr<std::unique_ptr<OlderProgram>> OlderProgram::Open(const testing::ReplicatedSuite& suite) {
  std::unique_ptr<OlderProgram> program(new OlderProgram);
  const auto open = [&](const char* service) {
    return db::Open({.address = suite.database(), .service = service, .connections = 2});
  };
  MOSBAT_ASSIGN_OR_RETURN(program->guideline_, open("guideline"));
  MOSBAT_ASSIGN_OR_RETURN(program->catalog_, open("catalog"));
  MOSBAT_ASSIGN_OR_RETURN(program->keyring_, crypto::Keyring::Load(suite.keys()));
  program->outbox_ = std::make_unique<feed::Outbox>(program->ids_, *program->keyring_);
  return program;
}

absl::Status OlderProgram::ApproveWithRule(const std::string& text, absl::string_view rule) {
  return guideline_->Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(guideline::v1::SubGuidelineRevision revision, texts_.GetRevision(session, text));
    *revision.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() = SchemaOf(rule);
    return texts_.ReplaceRevision(session, std::move(revision)).status();
  });
}

absl::Status OlderProgram::ActivateWithRule(const std::string& service_type, absl::string_view rule) {
  return catalog_->Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(catalog::v1::ServiceType type, types_.Get(session, service_type));
    MOSBAT_ASSIGN_OR_RETURN(catalog::v1::ServiceTypeRevision revision,
                            types_.GetRevision(session, type.current_revision()));
    revision.set_number(type.revision_count() + 1);
    revision.set_name(absl::StrCat(service_type, "/revisions/", revision.number()));
    *revision.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() = SchemaOf(rule);
    MOSBAT_ASSIGN_OR_RETURN(revision, types_.InsertRevision(session, std::move(revision)));
    type.set_revision_count(revision.number());
    type.set_current_revision(revision.name());
    MOSBAT_ASSIGN_OR_RETURN(type, types_.Replace(session, std::move(type)));
    return outbox_->Append(session,
                           {rpc::NewEvent("ServiceTypeRevisionCreated", revision.name(), revision),
                            rpc::NewEvent("ServiceTypeActivated", type.name(), type, {revision.name()})},
                           clock_.Now());
  });
}

}  // namespace mosbat::load
