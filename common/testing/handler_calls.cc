#include "common/testing/handler_calls.h"

namespace mosbat::testing {

auth::Principal As(access::v1::Role role, std::string id, std::string area, std::string deputyship) {
  return {.id = std::move(id),
          .role = role,
          .scope = {.deputyship = std::move(deputyship), .area = std::move(area)},
          .via = ""};
}

auth::Principal Steering(std::string id) { return As(access::v1::STEERING, std::move(id)); }

auth::Principal Deputy(std::string deputyship, std::string id) {
  return As(access::v1::DEPUTYSHIP, std::move(id), "country", std::move(deputyship));
}

}  // namespace mosbat::testing
