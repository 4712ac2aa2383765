#include "common/base/ids.h"

#include <set>

#include "gtest/gtest.h"

namespace mosbat {
namespace {

TEST(IdsTest, NewUuidIsAVersion7OfItsTime) {
  SystemIds ids;
  const absl::Time time = absl::FromUnixMillis(1774083000123);

  const std::string uuid = ids.NewUuid(time);

  EXPECT_TRUE(IsUuid(uuid)) << uuid;
  EXPECT_EQ(uuid.substr(0, 15), "019d0f96-473b-7") << uuid;
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
  EXPECT_EQ(TimeOfUuid(uuid), time);
}

TEST(IdsTest, UuidsOfOneMillisecondDiffer) {
  SystemIds ids;
  std::set<std::string> uuids;
  for (int i = 0; i < 1000; ++i) uuids.insert(ids.NewUuid(absl::FromUnixSeconds(1)));
  EXPECT_EQ(uuids.size(), 1000u);
}

TEST(IdsTest, TextOrderIsTimeOrder) {
  SystemIds ids;
  EXPECT_LT(ids.NewUuid(absl::FromUnixMillis(255)), ids.NewUuid(absl::FromUnixMillis(256)));
  EXPECT_LT(ids.NewUuid(absl::FromUnixMillis(0xFFFFFFFF)), ids.NewUuid(absl::FromUnixMillis(0x100000000)));
}

TEST(IdsTest, TimeBeforeTheEpochIsTheEpoch) {
  SystemIds ids;
  EXPECT_EQ(TimeOfUuid(ids.NewUuid(absl::FromUnixSeconds(-5))), absl::UnixEpoch());
}

TEST(IdsTest, RandomStaysUnderItsBoundAndReachesAllOfIt) {
  SystemIds ids;
  std::set<uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t number = ids.Random(5);
    ASSERT_LT(number, 5u);
    seen.insert(number);
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(ids.Random(1), 0u);
}

// The value that Python's uuid5(NAMESPACE_DNS, "python.org") documents.
TEST(IdsTest, DerivedUuidIsVersion5) {
  EXPECT_EQ(DerivedUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(IdsTest, DerivedUuidDependsOnNamespaceAndName) {
  const std::string one = DerivedUuid("019d0f96-473b-7000-8000-000000000001", "reserve");
  EXPECT_EQ(one, DerivedUuid("019d0f96-473b-7000-8000-000000000001", "reserve"));
  EXPECT_NE(one, DerivedUuid("019d0f96-473b-7000-8000-000000000001", "release"));
  EXPECT_NE(one, DerivedUuid("019d0f96-473b-7000-8000-000000000002", "reserve"));
  EXPECT_TRUE(IsUuid(DerivedUuid("not a uuid", "reserve")));
}

TEST(IdsTest, IsUuidTakesOnlyLowerCaseWithHyphens) {
  EXPECT_TRUE(IsUuid("886313e1-3b8a-5372-9b90-0c9aee199e5d"));
  for (const char* text : {"", "886313e1-3b8a-5372-9b90-0c9aee199e5", "886313e1-3b8a-5372-9b90-0c9aee199e5dd",
                           "886313E1-3B8A-5372-9B90-0C9AEE199E5D", "886313e13b8a53729b900c9aee199e5d",
                           "886313e1-3b8a-5372-9b90_0c9aee199e5d", "g86313e1-3b8a-5372-9b90-0c9aee199e5d",
                           "886313e-13b8a-5372-9b90-0c9aee199e5d"}) {
    EXPECT_FALSE(IsUuid(text)) << text;
  }
}

TEST(IdsTest, OnlyVersion7HasATime) {
  EXPECT_EQ(TimeOfUuid("886313e1-3b8a-5372-9b90-0c9aee199e5d"), absl::UnixEpoch());
  EXPECT_EQ(TimeOfUuid("nonsense"), absl::UnixEpoch());
}

}  // namespace
}  // namespace mosbat
