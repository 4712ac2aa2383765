// Metadata that gRPC takes off the wire and would not put back on it: passed on as it is, it ends the process.
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/gateway_fixture.h"
#include "tests/integration/raw_call.h"

namespace mosbat {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsOk;

class GatewayMetadataTest : public GatewayTest {
 protected:
  std::string Answer(const std::string& key, const std::string& value) {
    testing::RawCall call(gateway_->port(), Script("Echo"),
                          {{"authorization", world_.Authorization(testing::Steering())}, {key, value}});
    return call.Answer();
  }
};

TEST_F(GatewayMetadataTest, WhatCannotBePassedOnIsRefusedByItsKey) {
  for (const char* const value : {"بازدید منزل", "caf\xe9", "a\x01"}) {
    EXPECT_THAT(Answer("mosbat-purpose", value), AllOf(HasSubstr("grpc-status\x01"
                                                                 "3"),
                                                       HasSubstr("The metadata mosbat-purpose")))
        << value;
  }
  EXPECT_EQ(casefile_.started(), 0);
  EXPECT_THAT(Call(Script("Echo"), "x"), IsOk());
}

TEST_F(GatewayMetadataTest, PersianPassesPercentEncoded) {
  EXPECT_THAT(Answer("mosbat-purpose", "%D8%A8%D8%A7%D8%B2%D8%AF%DB%8C%D8%AF"), HasSubstr("grpc-status\x01"
                                                                                          "0"));
  EXPECT_THAT(casefile_.metadata(),
              ::testing::Contains(::testing::Pair("mosbat-purpose", "%D8%A8%D8%A7%D8%B2%D8%AF%DB%8C%D8%AF")));
}

}  // namespace
}  // namespace mosbat
