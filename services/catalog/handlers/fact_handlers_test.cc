#include "services/catalog/handlers/fact_handlers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/catalog/domain/facts.h"
#include "services/catalog/store/migrations.h"

namespace mosbat::catalog {
namespace {

using testing::FailsWith;
using testing::IsOk;

class ListFactsTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::ListFactsResponse> List(const v1::ListFactsRequest& request) {
    return calls_.Read(testing::As(access::v1::AGENCY, "agency"),
                       [&](rpc::Call& call) { return handlers_.List(call, request); });
  }

  testing::HandlerCalls calls_ = testing::HandlerCalls({{"catalog", &Migrations()}});
  const FactHandlers handlers_{};
};

TEST_F(ListFactsTest, PagesGiveEveryFactOnce) {
  v1::ListFactsRequest request;
  request.set_page_size(5);
  std::vector<std::string> names;
  do {
    const absl::StatusOr<v1::ListFactsResponse> page = List(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->facts_size(), 5);
    for (const v1::Fact& fact : page->facts()) names.push_back(fact.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());

  std::vector<std::string> all;
  for (const v1::Fact& fact : domain::Facts()) all.push_back(fact.name());
  EXPECT_EQ(names, all);
}

TEST_F(ListFactsTest, TokenOfAnotherListIsRefused) {
  v1::ListFactsRequest request;
  request.set_page_token("no-token-of-ours");
  EXPECT_THAT(List(request), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace mosbat::catalog
