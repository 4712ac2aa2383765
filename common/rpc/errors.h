// The errors of the runtime itself, the same for every method.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "mosbat/access/v1/access.pb.h"

namespace mosbat::rpc::errors {

// PERMISSION_DENIED / ACCESS_DENIED: decided from the method and the role alone, before anything is read. Names the
// roles that may.
absl::Status AccessDenied(absl::string_view method, const access::v1::Access& access, access::v1::Role role);
// PERMISSION_DENIED / NOT_IN_SCOPE: outside the caller's scope, or not there at all.
absl::Status NotInScope();
// The same of what belongs to another deputyship than the caller's, which everybody may know.
absl::Status NotOfDeputyship(absl::string_view owner, absl::string_view callers);
// The same of a method that takes callers of national scope only.
absl::Status ScopeNotNational();
// RESOURCE_EXHAUSTED / SERVER_BUSY: the queue is full; with a RetryInfo.
absl::Status ServerBusy(absl::string_view service);
// DEADLINE_EXCEEDED / DEADLINE_PASSED_IN_QUEUE
absl::Status DeadlinePassedInQueue();
// CANCELLED / CANCELLED_BY_CALLER
absl::Status CancelledByCaller();
// INVALID_ARGUMENT / METADATA_INVALID: a value that is not printable ASCII, or a key that HTTP/2 does not allow.
absl::Status MetadataInvalid(absl::string_view key);
// INVALID_ARGUMENT / PURPOSE_INVALID: metadata `mosbat-purpose` is not UTF-8, or longer than `most` characters.
absl::Status PurposeInvalid(int most);
// INVALID_ARGUMENT / MESSAGE_TOO_LARGE: one message of the caller.
absl::Status MessageTooLarge(size_t size, size_t most);
// INVALID_ARGUMENT / MESSAGE_UNREADABLE: it is not one of the method, or nested too deeply to be parsed.
absl::Status MessageUnreadable();
// INVALID_ARGUMENT / REQUEST_ID_INVALID
absl::Status RequestIdInvalid();
// INVALID_ARGUMENT / REQUEST_ID_REUSED: the id was used for another request, or by this caller in another role or
// scope.
absl::Status RequestIdReused(absl::string_view request_id);
// INVALID_ARGUMENT / POSITION_INVALID: metadata `mosbat-after` is not `service@feed_id:seq`.
absl::Status PositionInvalid(absl::string_view value);
// UNAVAILABLE / OUTCOME_UNKNOWN: the connection to the store was lost while committing.
absl::Status OutcomeUnknown();
// UNAVAILABLE / SERVICE_UNREACHABLE: another service that this one asks.
absl::Status ServiceUnreachable(absl::string_view service);
// INTERNAL / SCOPE_NOT_CHECKED: a handler answered without checking the scope that its method owes.
absl::Status ScopeNotChecked(absl::string_view method);
// INTERNAL / AUDIT_FAILED as UNAVAILABLE: a read whose entry cannot be written is refused.
absl::Status AuditFailed();

}  // namespace mosbat::rpc::errors
