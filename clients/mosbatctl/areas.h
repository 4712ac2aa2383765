// What provinces and counties are called. Codes are what people type; names are what they know.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/client.h"
#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::ctl {

// Reads the whole list when the first name is asked for, and never again. Where it cannot be read there are codes only.
class AreaNames {
 public:
  AreaNames(CallsAs calls, Language language) : calls_(std::move(calls)), language_(language) {}

  // "کرج" of "provinces/30/counties/3001", "" of what is not known.
  std::string Of(absl::string_view area);

  // The codes of the provinces or counties that `text` may mean: a title, "کرج", or a code that stands in another place
  // than it says, "3001".
  std::vector<std::string> Meant(absl::string_view text);

  // `text` with the name behind each code in it, "provinces/30 (البرز)"; not where the code is a part of what is to be
  // typed: behind a ":", or in quotes.
  std::string InText(absl::string_view text);

  // The same in every text field of `message` that is a code, but not in the names of the resources themselves.
  void InMessage(google::protobuf::Message& message);

 private:
  void Read();
  template <typename Response, typename Request>
  void ReadPages(Request request);

  CallsAs calls_;
  const Language language_;
  bool read_ = false;
  std::map<std::string, std::string, std::less<>> names_;
  std::multimap<std::string, std::string> codes_;  // by title, as it is searched
};

// "provinces/30", "provinces/30/counties/3001".
bool IsAreaCode(absl::string_view text);

// Of a code, as requests have it.
common::v1::Area AreaOf(const std::string& code);

}  // namespace mosbat::ctl
