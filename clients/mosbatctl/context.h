// Where the suite is and in whose name it is called: one JSON file (client.json), private to its owner.
//
//   {"address": "127.0.0.1:8080", "identity_file": "mosbat-data/keys/identity.jwk", "tokens": {"steering": "eyJ…"}}
//
// `identity_file` is the key of a local identity, for trying: any caller can be made with it. Without it only the
// callers of `tokens` are there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mosbat::ctl {

struct Context {
  std::string file;  // where it was read from
  std::string address;
  std::string identity_file;
  std::map<std::string, std::string> tokens;  // caller → token
};

// FAILED_PRECONDITION / CONTEXT_MISSING, CONTEXT_READABLE_BY_OTHERS; INVALID_ARGUMENT / CONTEXT_MALFORMED.
absl::StatusOr<Context> ReadContext(const std::string& file);

// Writes `context` to `context.file`, mode 0600, in one step. FAILED_PRECONDITION / CONTEXT_NOT_WRITABLE.
absl::Status WriteContext(const Context& context);

// The current context: its file, and choosing it. FAILED_PRECONDITION / CONTEXT_NOT_CHOSEN when
// none is current, HOME_UNKNOWN when neither XDG_CONFIG_HOME nor HOME is set.
absl::StatusOr<std::string> CurrentContextFile();
absl::Status MakeCurrent(const std::string& context_file);

// The files that were current at some time, each once, in the order in which they first were; those that are gone too.
// Empty where none was, or HOME is unknown.
std::vector<std::string> KnownContextFiles();

// A context of one caller, who was given a token: {"deputyship:prevention": "eyJ…"}. The token is read from
// `token_file`, or from the standard input, "-". INVALID_ARGUMENT / CALLER_INVALID, TOKEN_UNREADABLE.
absl::StatusOr<Context> NewTokenContext(const std::string& file, const std::string& address, const std::string& as,
                                        const std::string& token_file);

// A context for a suite on this machine that trusts the local identity in `data`/keys: a token for every role of a
// person, over the whole country.
absl::StatusOr<Context> NewLocalContext(const std::string& data, const std::string& identity_file,
                                        const std::string& address);

}  // namespace mosbat::ctl
