// Who calls, and what part of the country and of the organization they may see.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "mosbat/access/v1/access.pb.h"

namespace mosbat::auth {

// A deputyship (or all) and an area, as a token carries it.
struct Scope {
  std::string deputyship;  // "deputyships/rehabilitation"; "" is all
  // "country", "provinces/30", "provinces/30/counties/3001", "centres/{c}", "centres/{c}/staff/{s}" (the caseload of
  // that worker) or "self" (what the caller made).
  std::string area;

  bool national() const { return deputyship.empty() && area == "country"; }
};

// What a row belongs to; what does not apply is left empty.
struct Belonging {
  std::string deputyship;
  std::string area;    // "provinces/30/counties/3001" or "provinces/30"
  std::string centre;  // "centres/{c}"
  std::string worker;  // "centres/{c}/staff/{s}"
  std::string owner;   // the id of the principal who made it
};

struct Principal {
  std::string id;  // the token's subject
  access::v1::Role role = access::v1::ROLE_UNSPECIFIED;
  Scope scope;
  // The service that asks on this principal's behalf, "" for a direct call.
  std::string via;
};

// Whether the principal may touch a row that belongs to `row`. A deputyship in the scope matters only to rows that have
// one.
bool Covers(const Principal& principal, const Belonging& row);

}  // namespace mosbat::auth
