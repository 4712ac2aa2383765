#include "services/registry/store/call_store.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "services/registry/errors.h"

namespace mosbat::registry {
namespace {

constexpr int kGates = 16;

constexpr char kMakeGate[] = "INSERT INTO call_gates (call_name, gate, call_version, passed) VALUES (?, ?, ?, 0)";
constexpr char kRewriteGates[] = "UPDATE call_gates SET call_version = ? WHERE call_name = ?";
// Writing the row is what makes two transactions conflict; `passed` is read by nobody.
constexpr char kPassGate[] =
    "UPDATE call_gates SET passed = passed + 1 WHERE call_name = ? AND gate = ? AND call_version = ?";

}  // namespace

absl::StatusOr<v1::Call> CallStore::Get(db::Session& session, const std::string& name) const {
  return calls_.Get(session, name, errors::CallNotFound);
}

absl::StatusOr<v1::Call> CallStore::Insert(db::Session& session, v1::Call invitation) const {
  const std::string county = invitation.county();
  MOSBAT_ASSIGN_OR_RETURN(v1::Call stored, calls_.Insert(session, std::move(invitation), {county}));
  for (int gate = 0; gate < kGates; ++gate) {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kMakeGate, {stored.name(), gate, RowVersionOf(stored.etag())}).status());
  }
  return stored;
}

absl::StatusOr<v1::Call> CallStore::Replace(db::Session& session, v1::Call invitation) const {
  const std::string county = invitation.county();
  MOSBAT_ASSIGN_OR_RETURN(v1::Call stored, calls_.Replace(session, std::move(invitation), {county}));
  MOSBAT_RETURN_IF_ERROR(session.Execute(kRewriteGates, {RowVersionOf(stored.etag()), stored.name()}).status());
  return stored;
}

absl::Status CallStore::PassGate(db::Session& session, const v1::Call& invitation,
                                 absl::FunctionRef<uint64_t(uint64_t bound)> random) const {
  const auto gate = static_cast<int64_t>(random(kGates));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t passed,
                          session.Execute(kPassGate, {invitation.name(), gate, RowVersionOf(invitation.etag())}));
  return passed == 1 ? absl::OkStatus() : mosbat::errors::StaleEtag(invitation.name());
}

absl::StatusOr<std::vector<v1::Call>> CallStore::List(db::Session& session, const std::string& county,
                                                      const std::string& after, int limit) const {
  db::Where where;
  where.Equal("county", county);
  return calls_.List(session, where, after, limit);
}

}  // namespace mosbat::registry
