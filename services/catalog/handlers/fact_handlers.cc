#include "services/catalog/handlers/fact_handlers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "common/base/paging.h"
#include "services/catalog/domain/facts.h"

namespace mosbat::catalog {

absl::StatusOr<v1::ListFactsResponse> FactHandlers::List(rpc::Call&, const v1::ListFactsRequest& request) const {
  const auto read = [](const std::string& after, int limit) -> absl::StatusOr<std::vector<v1::Fact>> {
    const std::vector<v1::Fact>& facts = domain::Facts();
    const auto first = std::find_if(facts.begin(), facts.end(), [&](const auto& fact) { return fact.name() > after; });
    return std::vector<v1::Fact>(first, first + std::min<std::ptrdiff_t>(limit, facts.end() - first));
  };
  return ListPage("facts", request, &v1::ListFactsResponse::mutable_facts, read);
}

}  // namespace mosbat::catalog
