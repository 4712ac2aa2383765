// Local copies of another service's resources, kept by its feed. Of each name the newest message is kept, whole, and
// with the owner's etag, by which "newest" is decided.
//
//   CREATE TABLE copied_centres (
//     name VARCHAR(255) PRIMARY KEY, …own columns…, owner_row_version BIGINT NOT NULL, row_version BIGINT NOT NULL,
//     body LONGBLOB NOT NULL)
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "common/db/message_table.h"

namespace mosbat::db {

template <typename Message>
class CopyTable {
 public:
  // `columns` are the own columns, in the order in which Keep is given their values.
  explicit CopyTable(std::string table, std::vector<std::string> columns = {})
      : rows_(std::move(table), WithVersion(std::move(columns)), nullptr) {}

  // Keeps the message unless the same or a newer one of its name is kept; whether it did.
  absl::StatusOr<bool> Keep(Session& session, const Message& message, std::initializer_list<Value> columns = {}) const {
    const int64_t version = RowVersionOf(message.etag());
    std::vector<Value> values(columns);
    values.emplace_back(version);
    const std::string body = message.SerializeAsString();
    const absl::StatusOr<BodyTable::Stored> kept = rows_.Get(session, message.name());
    if (absl::IsNotFound(kept.status())) {
      MOSBAT_RETURN_IF_ERROR(rows_.Insert(session, message.name(), body, values));
      return true;
    }
    MOSBAT_RETURN_IF_ERROR(kept.status());
    MOSBAT_ASSIGN_OR_RETURN(const Message old, Parsed(*kept));
    if (RowVersionOf(old.etag()) >= version) return false;
    MOSBAT_RETURN_IF_ERROR(rows_.Replace(session, message.name(), kept->row_version, body, values).status());
    return true;
  }

  // Nothing if there is none.
  absl::StatusOr<std::optional<Message>> Find(Session& session, const std::string& name) const {
    const absl::StatusOr<BodyTable::Stored> kept = rows_.Get(session, name);
    if (absl::IsNotFound(kept.status())) return std::nullopt;
    MOSBAT_RETURN_IF_ERROR(kept.status());
    return Parsed(*kept);
  }

  // Those for which `where` holds, in byte order of names, at most `limit`.
  absl::StatusOr<std::vector<Message>> List(Session& session, absl::string_view where,
                                            std::initializer_list<Value> values, int limit) const {
    MOSBAT_ASSIGN_OR_RETURN(
        const std::vector<BodyTable::Stored> rows,
        rows_.List(session, where, absl::Span<const Value>(values.begin(), values.size()), "", limit));
    std::vector<Message> messages;
    messages.reserve(rows.size());
    for (const BodyTable::Stored& row : rows) {
      MOSBAT_ASSIGN_OR_RETURN(Message message, Parsed(row));
      messages.push_back(std::move(message));
    }
    return messages;
  }

 private:
  static std::vector<std::string> WithVersion(std::vector<std::string> columns) {
    columns.emplace_back("owner_row_version");
    return columns;
  }

  static absl::StatusOr<Message> Parsed(const BodyTable::Stored& row) {
    Message message;
    if (!message.ParseFromString(row.body)) return absl::DataLossError("a stored copy is not its message");
    return message;
  }

  BodyTable rows_;
};

}  // namespace mosbat::db
