// JSON text as protobuf's Struct and Value, for the tests of this folder.
#pragma once

#include <string>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace mosbat::schema {

template <typename Message>
Message FromJson(const std::string& text) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << " in " << text;
  return message;
}

inline google::protobuf::Struct StructOf(const std::string& text) { return FromJson<google::protobuf::Struct>(text); }
inline google::protobuf::Value ValueOf(const std::string& text) { return FromJson<google::protobuf::Value>(text); }

}  // namespace mosbat::schema
