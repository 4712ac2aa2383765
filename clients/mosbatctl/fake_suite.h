// A suite for tests of texts: has what it is given, and answers get and list.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::ctl {

class FakeSuite final : public Calls {
 public:
  using Answer =
      std::function<absl::Status(const google::protobuf::Message& request, google::protobuf::Message& response)>;

  // A resource of that type, in JSON, under the name that it has.
  template <typename Resource>
  void Add(const std::string& text) {
    Resource resource;
    EXPECT_THAT(FromJson(*ParseJson("test", text), "", resource), ::mosbat::testing::IsOk());
    resources_[TextOf(resource, "name")] = CopyOf(resource);
  }

  // What answers a method; get and list need none.
  void Answers(const std::string& method, Answer answer) { answers_[method] = std::move(answer); }
  // The same answer to every request, in JSON.
  void Answers(const std::string& method, const char* json) {
    Answers(method, [json](const google::protobuf::Message&, google::protobuf::Message& response) {
      return Fill(response, json);
    });
  }
  static absl::Status Fill(google::protobuf::Message& response, const char* json) {
    return FromJson(*ParseJson("test", json), "", response);
  }

  // Two provinces, the second without a Persian title, and two counties of the first.
  void AddDivisions() {
    Add<registry::v1::Province>(R"({"name": "provinces/30", "title": {"fa": "البرز", "en": "Alborz"}})");
    Add<registry::v1::Province>(R"({"name": "provinces/31", "title": {"en": "Zanjan"}})");
    Add<registry::v1::County>(R"({"name": "provinces/30/counties/3001", "title": {"fa": "کرج"}})");
    Add<registry::v1::County>(R"({"name": "provinces/30/counties/3002", "title": {"fa": "ساوجبلاغ"}})");
  }

  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    const Method& method = *MethodOf(*request.GetDescriptor());
    calls.push_back(absl::StrCat(as, " ", method.name()));
    if (const auto answer = answers_.find(method.name()); answer != answers_.end()) {
      return answer->second(request, response);
    }
    if (absl::StartsWith(method.name(), "List")) {
      List(response);
      return absl::OkStatus();
    }
    const auto found = resources_.find(TextOf(request, "name"));
    if (absl::StartsWith(method.name(), "Get") && found != resources_.end()) {
      response.CopyFrom(*found->second);
      return absl::OkStatus();
    }
    return MakeError(absl::StatusCode::kNotFound, "NOT_FOUND", {.en = "It is not there.", .fa = "نیست."});
  }

  std::vector<std::string> calls;  // "steering GetDirective"

 private:
  void List(google::protobuf::Message& response) const {
    const auto* const items = ItemsOf(*response.GetDescriptor());
    for (const auto& [name, resource] : resources_) {
      if (resource->GetDescriptor() != items->message_type()) continue;
      response.GetReflection()->AddMessage(&response, items)->CopyFrom(*resource);
    }
  }

  std::map<std::string, MessagePtr> resources_;
  std::map<std::string, Answer> answers_;
};

}  // namespace mosbat::ctl
