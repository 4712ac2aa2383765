#include "common/rpc/request_results.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/rpc/errors.h"

namespace mosbat::rpc {
namespace {

constexpr char kTable[] = "request_results";
constexpr char kFind[] =
    "SELECT request_hash, response FROM request_results WHERE caller = ? AND method = ? AND request_id = ?";
constexpr char kInsert[] =
    "INSERT INTO request_results (caller, method, request_id, request_hash, recorded_us, response) "
    "VALUES (?, ?, ?, ?, ?, ?)";
constexpr char kOldest[] =
    "SELECT caller, method, request_id FROM request_results WHERE recorded_us < ? ORDER BY recorded_us LIMIT ?";
constexpr char kForget[] = "DELETE FROM request_results WHERE caller = ? AND method = ? AND request_id = ?";

// Calls that write at the same time wait for no more than this many deletions.
constexpr int kForgottenAtOnce = 100;

std::string PlaceKey(const RequestKey& key) { return absl::StrCat(key.caller, "|", key.method, "|", key.request_id); }

}  // namespace

std::string HashOfRequest(const google::protobuf::Message& request, const auth::Principal& caller) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  if (const auto* const field = copy->GetDescriptor()->FindFieldByName("request_id")) {
    copy->GetReflection()->ClearField(copy.get(), field);
  }
  // No part of a scope holds the separator.
  std::string bytes =
      absl::StrCat(access::v1::Role_Name(caller.role), "\n", caller.scope.deputyship, "\n", caller.scope.area, "\n");
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);  // maps in a stable order
    copy->SerializeToCodedStream(&coded);
  }
  return Sha256Hex(bytes);
}

absl::StatusOr<std::optional<std::string>> RequestResults::Find(db::Session& session, const RequestKey& key,
                                                                absl::string_view request_hash) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kFind, {key.caller, key.method, key.request_id}));
  if (rows.empty()) return std::optional<std::string>();
  if (rows.front().Text(0) != request_hash) return errors::RequestIdReused(key.request_id);
  MOSBAT_ASSIGN_OR_RETURN(std::string response,
                          keyring_.Open(rows.front().Bytes(1), {.table = kTable, .key = PlaceKey(key)}));
  return std::optional<std::string>(std::move(response));
}

absl::Status RequestResults::Insert(db::Session& session, const RequestKey& key, absl::string_view request_hash,
                                    absl::string_view response, absl::Time recorded) const {
  const std::string sealed = keyring_.Seal(response, {.table = kTable, .key = PlaceKey(key)});
  return session
      .Execute(kInsert,
               {key.caller, key.method, key.request_id, request_hash, absl::ToUnixMicros(recorded), db::Bytes{sealed}})
      .status();
}

absl::StatusOr<int64_t> RequestResults::Forget(db::Database& database, absl::Time before, absl::Time until) {
  int64_t forgotten = 0;
  while (true) {
    size_t count = 0;
    MOSBAT_RETURN_IF_ERROR(database.Transact([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                              session.Query(kOldest, {absl::ToUnixMicros(before), kForgottenAtOnce}));
      for (const db::Row& row : rows) {
        MOSBAT_RETURN_IF_ERROR(session.Execute(kForget, {row.Text(0), row.Text(1), row.Text(2)}).status());
      }
      count = rows.size();
      return absl::OkStatus();
    }));
    forgotten += static_cast<int64_t>(count);
    if (count < static_cast<size_t>(kForgottenAtOnce) || absl::Now() >= until) return forgotten;
  }
}

}  // namespace mosbat::rpc
