// A table whose rows are a resource name, the columns that queries need, a row version and the message itself.
//
//   CREATE TABLE directives (
//     name VARCHAR(255) PRIMARY KEY, …own columns…, row_version BIGINT NOT NULL, body LONGBLOB NOT NULL)
//
// A new field of the message is no migration. With a keyring the body is sealed (every table that holds personal data).
// The message's `etag` field is its row version: set on what is read, and held against the row by Replace().
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
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/where.h"

namespace mosbat::db {

// The part that knows no message type. Table and column names are literals of the stores, never input.
class BodyTable {
 public:
  struct Stored {
    std::string name;
    int64_t row_version = 0;
    std::string body;
  };

  // `columns` are the own columns, in the order in which Insert and Replace are given their values.
  BodyTable(std::string table, std::vector<std::string> columns, const crypto::Keyring* keyring);

  absl::Status Insert(Session& session, const std::string& name, absl::string_view body,
                      absl::Span<const Value> columns) const;
  // The next row version; ABORTED / STALE_ETAG if the row is no longer at `row_version`.
  absl::StatusOr<int64_t> Replace(Session& session, const std::string& name, int64_t row_version,
                                  absl::string_view body, absl::Span<const Value> columns) const;
  // NOT_FOUND without a reason: the store says it in its own words.
  absl::StatusOr<Stored> Get(Session& session, const std::string& name) const;
  // Rows for which `where` (SQL over own columns and `name`, with its values) holds, whose name is strictly after
  // `after`, in byte order of names, at most `limit`.
  absl::StatusOr<std::vector<Stored>> List(Session& session, absl::string_view where, absl::Span<const Value> values,
                                           const std::string& after, int limit) const;

 private:
  std::optional<std::string> Sealed(const std::string& name, int64_t row_version, absl::string_view body) const;
  absl::StatusOr<Stored> Opened(Stored row) const;

  std::string table_;
  const crypto::Keyring* keyring_;
  std::string insert_sql_;
  std::string replace_sql_;
  std::string get_sql_;
};

template <typename Message>
class MessageTable {
 public:
  explicit MessageTable(std::string table, std::vector<std::string> columns = {},
                        const crypto::Keyring* keyring = nullptr)
      : rows_(std::move(table), std::move(columns), keyring) {}

  // Inserts `message` under its name; returns it with its first etag. ALREADY_EXISTS (IsUniqueViolation) if the name,
  // or another unique column, is taken: look first, and let a lost race run the transaction again.
  absl::StatusOr<Message> Insert(Session& session, Message message, std::initializer_list<Value> columns = {}) const {
    message.clear_etag();
    MOSBAT_RETURN_IF_ERROR(rows_.Insert(session, message.name(), message.SerializeAsString(),
                                        absl::Span<const Value>(columns.begin(), columns.size())));
    message.set_etag(EtagOf(1));
    return message;
  }

  // Replaces the row if it is still at the message's etag; returns the message with its next etag. ABORTED / STALE_ETAG
  // if another writer came first.
  absl::StatusOr<Message> Replace(Session& session, Message message, std::initializer_list<Value> columns = {}) const {
    const int64_t row_version = RowVersionOf(message.etag());
    message.clear_etag();
    MOSBAT_ASSIGN_OR_RETURN(const int64_t next,
                            rows_.Replace(session, message.name(), row_version, message.SerializeAsString(),
                                          absl::Span<const Value>(columns.begin(), columns.size())));
    message.set_etag(EtagOf(next));
    return message;
  }

  // NOT_FOUND without a reason if there is none: the store says it in its own words.
  absl::StatusOr<Message> Get(Session& session, const std::string& name) const {
    MOSBAT_ASSIGN_OR_RETURN(const BodyTable::Stored row, rows_.Get(session, name));
    return Parsed(row);
  }

  // The same, with the store's words: NOT_FOUND as `missing(name)` has it.
  absl::StatusOr<Message> Get(Session& session, const std::string& name,
                              absl::Status (*missing)(absl::string_view name)) const {
    absl::StatusOr<Message> found = Get(session, name);
    if (absl::IsNotFound(found.status())) return missing(name);
    return found;
  }

  // Nothing if there is none.
  absl::StatusOr<std::optional<Message>> Find(Session& session, const std::string& name) const {
    absl::StatusOr<Message> found = Get(session, name);
    if (absl::IsNotFound(found.status())) return std::nullopt;
    return found;
  }

  absl::StatusOr<bool> Exists(Session& session, const std::string& name) const {
    const absl::Status found = rows_.Get(session, name).status();
    if (found.ok()) return true;
    if (absl::IsNotFound(found)) return false;
    return found;
  }

  // Messages for which `where` holds, with names strictly after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<Message>> List(Session& session, absl::string_view where,
                                            std::initializer_list<Value> values, const std::string& after,
                                            int limit) const {
    return List(session, where, absl::Span<const Value>(values.begin(), values.size()), after, limit);
  }

  absl::StatusOr<std::vector<Message>> List(Session& session, const Where& where, const std::string& after,
                                            int limit) const {
    return List(session, where.sql(), where.values(), after, limit);
  }

  // The same, for values that were put together.
  absl::StatusOr<std::vector<Message>> List(Session& session, absl::string_view where, absl::Span<const Value> values,
                                            const std::string& after, int limit) const {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<BodyTable::Stored> rows,
                            rows_.List(session, where, values, after, limit));
    std::vector<Message> messages;
    messages.reserve(rows.size());
    for (const BodyTable::Stored& row : rows) {
      MOSBAT_ASSIGN_OR_RETURN(Message message, Parsed(row));
      messages.push_back(std::move(message));
    }
    return messages;
  }

 private:
  static absl::StatusOr<Message> Parsed(const BodyTable::Stored& row) {
    Message message;
    if (!message.ParseFromString(row.body)) return absl::DataLossError("a stored body is not its message");
    message.set_etag(EtagOf(row.row_version));
    return message;
  }

  BodyTable rows_;
};

}  // namespace mosbat::db
