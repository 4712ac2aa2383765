#include "common/iran/person_identity.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::iran {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

common::v1::PersonIdentity WithNationalId(const char* id) {
  common::v1::PersonIdentity identity;
  identity.set_national_id(id);
  return identity;
}

common::v1::PersonIdentity WithForeignerCode(const char* code) {
  common::v1::PersonIdentity identity;
  identity.set_foreigner_code(code);
  return identity;
}

common::v1::PersonIdentity NoneYet(const char* why) {
  common::v1::PersonIdentity identity;
  identity.set_none_yet(why);
  return identity;
}

TEST(PersonIdentityTest, TheFormallyRightPass) {
  EXPECT_THAT(CheckIdentity("identity", WithNationalId("0499370899")), IsOk());
  EXPECT_THAT(CheckIdentity("identity", WithForeignerCode("123456789012")), IsOk());
  EXPECT_THAT(CheckIdentity("identity", NoneYet("مجهول‌الهویه")), IsOk());
}

TEST(PersonIdentityTest, TheWrongNameTheirField) {
  const absl::Status status = CheckIdentity("members[2].identity", WithNationalId("0499370898"));
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "NATIONAL_ID_INVALID"));
  ASSERT_EQ(FaultsOf(status, Language::kEnglish).size(), 1u);
  EXPECT_EQ(FaultsOf(status, Language::kEnglish)[0].first, "members[2].identity.national_id");
  EXPECT_THAT(CheckIdentity("identity", WithForeignerCode("1")),
              FailsWith(absl::StatusCode::kInvalidArgument, "FOREIGNER_CODE_INVALID"));
}

TEST(PersonIdentityTest, OneMustBeSet) {
  EXPECT_THAT(CheckIdentity("identity", {}), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(CheckIdentity("identity", NoneYet(" ")), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST(PersonIdentityTest, KindsOfIdsHaveKeysOfTheirOwn) {
  EXPECT_TRUE(IsIdentified(WithNationalId("0499370899")));
  EXPECT_FALSE(IsIdentified(NoneYet("نوزاد")));
  EXPECT_EQ(KeyOf(WithNationalId("0499370899")).kind, "national_id");
  EXPECT_EQ(KeyOf(WithForeignerCode("123456789012")).kind, "foreigner_code");
  EXPECT_EQ(KeyOf(WithForeignerCode("123456789012")).value, "123456789012");
}

}  // namespace
}  // namespace mosbat::iran
