// ListServiceTypes over a thousand types, from memory and from the store, which must say the same.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/catalog/handlers/catalog_fixture.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

constexpr int kTypes = 1'000;

class ListTypesTest : public CatalogFixture {
 protected:
  void SetUp() override {
    ASSERT_THAT(calls_.database().Transact([&](db::Session& session) -> absl::Status {
      for (int i = 0; i < kTypes; ++i) MOSBAT_RETURN_IF_ERROR(types_.Insert(session, Type(i)).status());
      return absl::OkStatus();
    }),
                IsOk());
    ASSERT_THAT(calls_.database().Read([&](db::Session& session) { return cache_.Fill(session); }), IsOk());
  }

  static v1::ServiceType Type(int i) {
    v1::ServiceType type;
    type.set_name(absl::StrCat("serviceTypes/type-", i));
    type.mutable_title()->set_fa(i % 10 == 0 ? "غربالگری بینایی" : "بازدید از منزل");
    type.set_owner(i % 2 == 0 ? "deputyships/prevention" : "deputyships/social");
    type.set_state(i % 4 == 0 ? v1::ServiceType::ACTIVE : v1::ServiceType::PROPOSED);
    type.add_domains(i % 5 == 0 ? v1::ServiceType::PREVENTION : v1::ServiceType::SOCIAL);
    return type;
  }

  absl::StatusOr<v1::ListServiceTypesResponse> FromStore(const v1::ListServiceTypesRequest& request) {
    return calls_.Read(Other(), [&](rpc::Call& call) { return types_handlers_.List(call, request); });
  }

  // All pages, of which memory and store give the same.
  std::vector<std::string> Names(v1::ListServiceTypesRequest request) {
    std::vector<std::string> names;
    do {
      v1::ListServiceTypesResponse page;
      EXPECT_TRUE(types_handlers_.ListFromMemory(request, page));
      const absl::StatusOr<v1::ListServiceTypesResponse> stored = FromStore(request);
      EXPECT_THAT(stored, IsOk());
      if (!stored.ok()) return names;
      EXPECT_EQ(page.SerializeAsString(), stored->SerializeAsString());
      for (const v1::ServiceType& type : page.service_types()) names.push_back(type.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

TEST_F(ListTypesTest, PagesGoThroughAllInTheOrderOfNames) {
  v1::ListServiceTypesRequest request;
  request.set_page_size(300);
  const std::vector<std::string> names = Names(request);
  EXPECT_EQ(names.size(), static_cast<size_t>(kTypes));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(ListTypesTest, FiltersNarrowTogether) {
  v1::ListServiceTypesRequest request;
  request.set_page_size(7);
  request.set_text("بينايي");  // with Arabic letters
  EXPECT_EQ(Names(request).size(), 100u);
  request.set_state(v1::ServiceType::ACTIVE);
  EXPECT_EQ(Names(request).size(), 50u);
  request.set_owner("deputyships/social");
  EXPECT_EQ(Names(request).size(), 0u);
  request.clear_owner();
  request.set_domain(v1::ServiceType::SOCIAL);
  EXPECT_EQ(Names(request).size(), 0u);
  request.set_domain(v1::ServiceType::PREVENTION);
  EXPECT_EQ(Names(request).size(), 50u);
}

TEST_F(ListTypesTest, TokenIsGoodOnlyForItsList) {
  v1::ListServiceTypesRequest request;
  request.set_page_size(10);
  v1::ListServiceTypesResponse page;
  ASSERT_TRUE(types_handlers_.ListFromMemory(request, page));
  request.set_page_token(page.next_page_token());
  request.set_text("بینایی");
  EXPECT_FALSE(types_handlers_.ListFromMemory(request, page));
  EXPECT_THAT(FromStore(request), FailsWith(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(ListTypesTest, WrongRequestsAreLeftToTheStoreWhichSaysWhy) {
  const auto refused = [&](const v1::ListServiceTypesRequest& request, const std::string& reason) {
    v1::ListServiceTypesResponse page;
    EXPECT_FALSE(types_handlers_.ListFromMemory(request, page)) << reason;
    EXPECT_THAT(FromStore(request), FailsWith(StatusCode::kInvalidArgument, reason));
  };
  v1::ListServiceTypesRequest request;
  request.set_page_size(-1);
  refused(request, "PAGE_SIZE_INVALID");
  request.Clear();
  request.set_owner("prevention");
  refused(request, "NAME_INVALID");
  request.Clear();
  request.set_text(std::string(201, 'a'));
  refused(request, "FIELD_INVALID");
}

}  // namespace
}  // namespace mosbat::catalog
