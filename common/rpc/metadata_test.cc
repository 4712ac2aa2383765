#include "common/rpc/metadata.h"

#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/rpc/client.h"
#include "common/testing/status_matchers.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using testing::IsOk;

TEST(MetadataTest, WhatGrpcWouldNotSendIsRefusedByItsKey) {
  EXPECT_THAT(CheckMetadata({{"authorization", "Bearer x"}, {"seal-bin", "\xff"}, {"mosbat-purpose", "%D8%A8"}}),
              IsOk());
  for (const char* const value : {"بازدید", "a\nb", "a\tb", "\x7f"}) {
    const absl::Status refused = CheckMetadata({{"mosbat-purpose", value}});
    EXPECT_THAT(refused, FailsWith(absl::StatusCode::kInvalidArgument, "METADATA_INVALID")) << value;
    EXPECT_EQ(MetadataOf(refused), (ErrorMetadata{{"key", "mosbat-purpose"}}));
  }
  for (const char* const key : {"Upper", "with space", ""}) {
    EXPECT_THAT(CheckMetadata({{key, "x"}}), FailsWith(absl::StatusCode::kInvalidArgument, "METADATA_INVALID")) << key;
  }
}

TEST(MetadataTest, PurposeIsPercentDecoded) {
  EXPECT_EQ(*PurposeOf({}), "");
  EXPECT_EQ(*PurposeOf({{kPurposeKey, "home visit"}}), "home visit");
  EXPECT_EQ(*PurposeOf({{kPurposeKey, "%D8%a8%20x"}}), "ب x");
  EXPECT_EQ(*PurposeOf({{kPurposeKey, "100% of %zz %"}}), "100% of %zz %");
  EXPECT_THAT(PurposeOf({{kPurposeKey, "%FF"}}), FailsWith(absl::StatusCode::kInvalidArgument, "PURPOSE_INVALID"));
}

TEST(MetadataTest, EncodingIsUndoneByDecoding) {
  for (const char* const text : {"", "home visit", "بازدید منزل", "50%41", "a\nb\x7f"}) {
    const std::string encoded = PercentEncoded(text);
    EXPECT_TRUE(IsSendable(kPurposeKey, encoded)) << encoded;
    EXPECT_EQ(*PurposeOf({{kPurposeKey, encoded}}), text);
  }
}

}  // namespace
}  // namespace mosbat::rpc
