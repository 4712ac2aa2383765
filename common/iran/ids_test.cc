#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "common/iran/mobile.h"
#include "common/iran/national_id.h"
#include "common/iran/sheba.h"

namespace mosbat::iran {
namespace {

TEST(NationalIdTest, AcceptsTheFormallyRight) {
  for (const char* id :
       {"0499370899", "0790419904", "1583250689", "0684159414", "4400276201", "2540201288", "0076229645", "0011537027",
        "0068415941", "1234567891", "0010000070", "0010000021", "0010000011"}) {
    EXPECT_TRUE(IsNationalId(id)) << id;
  }
}

TEST(NationalIdTest, RefusesTheFormallyWrong) {
  for (const char* id : {"1234567890", "0499370898", "0010000000", "12345678", "68415941", "", "00499370899",
                         "049937089a", "۰۴۹۹۳۷۰۸۹۹"}) {
    EXPECT_FALSE(IsNationalId(id)) << id;
  }
}

TEST(NationalIdTest, RefusesRepeatedDigitsThoughTheirCheckDigitIsRight) {
  for (char digit = '0'; digit <= '9'; ++digit) EXPECT_FALSE(IsNationalId(std::string(10, digit))) << digit;
}

TEST(NationalIdTest, EveryChangedDigitIsNoticed) {
  const std::string right = "0499370899";
  for (size_t at = 0; at < right.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string changed = right;
      changed[at] = digit;
      EXPECT_EQ(IsNationalId(changed), changed == right) << changed;
    }
  }
}

TEST(LegalIdTest, AcceptsTheFormallyRight) {
  for (const char* id : {"10380284790", "10100171920", "10320894878", "14003778990", "10860000025", "14012345679",
                         "14020000070", "14020000050"}) {
    EXPECT_TRUE(IsLegalId(id)) << id;
  }
}

TEST(LegalIdTest, RefusesTheFormallyWrong) {
  for (const char* id : {"10380284792", "10380285692", "09748208301", "11111111111", "10101143186", "14000000018",
                         "1038028479", "103802847900", "0499370899", ""}) {
    EXPECT_FALSE(IsLegalId(id)) << id;
  }
}

TEST(ForeignerCodeTest, IsTwelveDigits) {
  EXPECT_TRUE(IsForeignerCode("123456789012"));
  EXPECT_FALSE(IsForeignerCode("12345678901"));
  EXPECT_FALSE(IsForeignerCode("1234567890123"));
  EXPECT_FALSE(IsForeignerCode("12345678901x"));
}

TEST(ShebaTest, AcceptsTheFormallyRight) {
  for (const char* sheba : {"IR820540102680020817909002", "IR550570022080013447370101", "IR790610000000700796858044",
                            "IR580540105180021273113007", "IR062960000000100324200001", "IR760170000000000000000001",
                            "IR840120000000000123456789", "IR870600000000000000000042"}) {
    EXPECT_EQ(CanonicalSheba(sheba), sheba);
  }
}

TEST(ShebaTest, IsReadAsPeopleTypeIt) {
  EXPECT_EQ(CanonicalSheba("ir82 0540 1026 8002 0817 9090 02"), "IR820540102680020817909002");
}

TEST(ShebaTest, RefusesTheFormallyWrong) {
  for (const char* sheba :
       {"IR820540102680020817909003", "IR012345678901234567890123", "820540102680020817909002",
        "IR82054010268002081790900", "IR8205401026800208179090020", "IR82054010268002081790900x", "IR", ""}) {
    EXPECT_EQ(CanonicalSheba(sheba), std::nullopt) << sheba;
  }
}

TEST(MobileTest, HasOneCanonicalForm) {
  for (const char* typed :
       {"09022002580", "+989022002580", "989022002580", "00989022002580", "9022002580", "۰۹۰۲۲۰۰۲۵۸۰", "٠٩٠٢٢٠٠٢٥٨٠"}) {
    EXPECT_EQ(CanonicalMobile(typed), "+989022002580") << typed;
  }
  for (const char* typed : {"09122002580", "09002002580", "09981000000", "9891220025", "9812345678"}) {
    const bool starts_like_a_prefix = typed[0] == '9' && typed[1] == '8';
    EXPECT_EQ(CanonicalMobile(typed).has_value(), !starts_like_a_prefix) << typed;
  }
}

TEST(MobileTest, RefusesWhatIsNone) {
  for (const char* typed : {"09802002580", "0902200258", "090220025800", "02632200000", "+449022002580", "", "09",
                            "0902200258x", "+9809022002580"}) {
    EXPECT_EQ(CanonicalMobile(typed), std::nullopt) << typed;
  }
}

}  // namespace
}  // namespace mosbat::iran
