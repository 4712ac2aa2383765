// deploy/data has the form that its README says, in the shape of the protos, and holds what it claims to hold.
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/iran/tehran_day.h"
#include "common/schema/schema.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using nlohmann::json;

// Activities of the founding list that are packages of deploy/data/programmes, which programmes_test judges.
constexpr size_t kPackages = 3;

struct Entry {
  std::string where;  // "40-service-types.json[3]"
  json text;
  std::unique_ptr<Message> resource;
};

// Unknown fields, enum values and types are failures that name them.
std::unique_ptr<Message> Parse(const std::string& type, const json& text, const std::string& where) {
  const Descriptor* const descriptor = DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) {
    ADD_FAILURE() << where << ": no message " << type;
    return nullptr;
  }
  std::unique_ptr<Message> message(MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  const auto status = google::protobuf::util::JsonStringToMessage(text.dump(), message.get());
  EXPECT_TRUE(status.ok()) << where << ": " << status.ToString();
  return message;
}

const std::vector<Entry>& Entries() {
  static const auto* const entries = [] {
    // The generated messages register themselves only in a program that names one of each.
    google::protobuf::LinkMessageReflection<catalog::v1::RegisterServiceTypeRequest>();
    google::protobuf::LinkMessageReflection<guideline::v1::CreateDirectiveRequest>();
    google::protobuf::LinkMessageReflection<registry::v1::ImportDivisionsRequest>();
    auto* const made = new std::vector<Entry>;
    std::set<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(MOSBAT_FOUNDING_DATA)) {
      if (file.path().extension() == ".json") files.insert(file.path());
    }
    for (const auto& path : files) {
      std::ifstream in(path);
      const json file = json::parse(in);
      EXPECT_FALSE(file.at("about").get<std::string>().empty());
      for (const json& text : file.at("apply")) {
        Entry& entry = made->emplace_back();
        entry.where = absl::StrCat(path.filename().string(), "[", made->size() - 1, "]");
        entry.text = text;
        json fields = text.at("resource");
        const auto type = fields.at("@type").get<std::string>();
        fields.erase("@type");
        entry.resource = Parse(type, fields, entry.where);
      }
    }
    return made;
  }();
  return *entries;
}

template <typename Resource>
std::vector<Resource> All() {
  std::vector<Resource> resources;
  for (const Entry& entry : Entries()) {
    if (const auto* const resource = dynamic_cast<const Resource*>(entry.resource.get()))
      resources.push_back(*resource);
  }
  return resources;
}

// The revision of an entry's sub-guideline, where it has one.
std::unique_ptr<Message> RevisionOf(const Entry& entry) {
  if (!entry.text.contains("revision")) return nullptr;
  return Parse("mosbat.guideline.v1.SubGuidelineRevision", entry.text["revision"], entry.where + ".revision");
}

template <typename Function>
void ForEachMessage(const Message& message, const std::string& path, const Function& function) {
  function(message, path);
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    const std::string below = absl::StrCat(path, ".", field->json_name());
    if (!field->is_repeated()) {
      ForEachMessage(message.GetReflection()->GetMessage(message, field), below, function);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      ForEachMessage(message.GetReflection()->GetRepeatedMessage(message, field, i), absl::StrCat(below, "[", i, "]"),
                     function);
    }
  }
}

TEST(FoundingDataTest, EveryEntryIsAResourceOfItsProto) {
  EXPECT_GT(Entries().size(), 60u);
  std::set<std::string> names;
  for (const Entry& entry : Entries()) {
    for (const auto& [key, value] : entry.text.items()) {
      EXPECT_TRUE(key == "as" || key == "resource" || key == "revision" || key == "then") << entry.where << ": " << key;
    }
    if (entry.text["resource"].contains("name")) {
      EXPECT_TRUE(names.insert(entry.text["resource"]["name"]).second) << entry.where << " comes twice";
    }
    RevisionOf(entry);
  }
}

TEST(FoundingDataTest, EveryStepIsAMethodWithItsFieldsAndStates) {
  for (const Entry& entry : Entries()) {
    if (!entry.text.contains("then")) continue;
    std::string type = entry.text["resource"]["@type"];
    if (entry.text.contains("revision")) type += "Revision";
    const size_t dot = type.rfind('.');
    const auto* const states = DescriptorPool::generated_pool()->FindEnumTypeByName(type + ".State");
    ASSERT_NE(states, nullptr) << type;
    for (const json& step : entry.text["then"]) {
      const std::string request =
          absl::StrCat(type.substr(0, dot + 1), step.at("do").get<std::string>(), type.substr(dot + 1), "Request");
      Parse(request, step.value("with", json::object()), entry.where);
      for (const json& state : step.at("when")) {
        EXPECT_NE(states->FindValueByName(state.get<std::string>()), nullptr) << entry.where << ": " << state;
      }
    }
  }
}

TEST(FoundingDataTest, EveryoneWhoActsIsSteeringOrADeputyshipOfTheData) {
  std::set<std::string> known = {"steering"};
  for (const auto& deputyship : All<guideline::v1::Deputyship>()) {
    known.insert(absl::StrCat("deputyship:", absl::StripPrefix(deputyship.name(), "deputyships/")));
  }
  for (const Entry& entry : Entries()) {
    EXPECT_EQ(known.count(entry.text.at("as")), 1u) << entry.where;
    for (const json& step : entry.text.value("then", json::array())) {
      const std::string actor = step.value("as", entry.text["as"].get<std::string>());
      EXPECT_EQ(known.count(actor), 1u) << entry.where;
      if (step["do"] == "Approve") {
        EXPECT_NE(actor, entry.text["as"]) << entry.where << ": nobody approves their own text";
      }
    }
  }
}

TEST(FoundingDataTest, RulesCompileAndDatesExist) {
  int rules = 0;
  const auto check = [&](const Message& message, const std::string& path) {
    if (const auto* const rule = dynamic_cast<const common::v1::Rule*>(&message)) {
      ++rules;
      const absl::Status compiled = schema::Compile(rule->schema()).status();
      EXPECT_TRUE(compiled.ok()) << path << ": " << compiled;
    }
    if (const auto* const date = dynamic_cast<const google::type::Date*>(&message)) {
      EXPECT_TRUE(iran::DayOf(path, *date).ok()) << path;
    }
  };
  for (const Entry& entry : Entries()) {
    ForEachMessage(*entry.resource, entry.where, check);
    if (const auto revision = RevisionOf(entry)) ForEachMessage(*revision, entry.where, check);
  }
  EXPECT_EQ(rules, 15 + 4);
}

TEST(FoundingDataTest, RulesThatNoSourceStatesAreIllustrative) {
  for (const Entry& entry : Entries()) {
    const auto message = RevisionOf(entry);
    if (message == nullptr) continue;
    const auto& revision = dynamic_cast<const guideline::v1::SubGuidelineRevision&>(*message);
    EXPECT_TRUE(revision.terms().eligibility().rule().illustrative()) << entry.where;
  }
}

TEST(FoundingDataTest, TheFoundingListHas22PlacesFourOfThemEmpty) {
  std::map<std::string, guideline::v1::Directive> directives;
  for (auto& directive : All<guideline::v1::Directive>()) directives[directive.name()] = directive;
  const auto& one = directives.at("directives/one").provisions();
  const auto& two = directives.at("directives/two").provisions();
  EXPECT_EQ(one.files_per_centre().value(), 450);
  EXPECT_EQ(one.files_per_worker().value(), 150);
  EXPECT_EQ(one.minimum_staff().value(), 5);
  EXPECT_EQ(two.files_per_centre().value(), 600);
  EXPECT_EQ(two.files_per_worker().value(), 200);
  EXPECT_EQ(two.entrustment().mode(), guideline::v1::Directive::Entrustment::OPEN);
  EXPECT_EQ(one.entrustment().mode(), guideline::v1::Directive::Entrustment::CLOSED_LIST);
  ASSERT_EQ(one.entrustment().activities_size(), 22);

  std::set<std::string> listed;
  for (const auto& activity : one.entrustment().activities()) listed.insert(activity.sub_guideline());
  EXPECT_EQ(listed.size(), 18u + 1u) << "18 names, and none for the four empty places";

  int empty = 0;
  std::set<int> numbers;
  for (const auto& type : All<catalog::v1::ServiceType>()) {
    if (type.founding_number() != 0) numbers.insert(type.founding_number());
    if (type.title_unknown()) {
      ++empty;
      EXPECT_TRUE(type.rests_on().empty());
    } else {
      EXPECT_EQ(listed.count(std::string(absl::StripSuffix(type.rests_on(), "/revisions/1"))), 1u) << type.name();
    }
  }
  EXPECT_EQ(empty, 4);
  EXPECT_EQ(numbers, (std::set<int>{1, 2}));
  EXPECT_EQ(All<catalog::v1::ServiceType>().size(), 22u - kPackages);
  EXPECT_EQ(All<catalog::v1::Entrustment>().size(), 18u - kPackages);
}

TEST(FoundingDataTest, DivisionsAre31ProvincesAndTheCountiesOfAlborz) {
  const auto imports = All<registry::v1::ImportDivisionsRequest>();
  ASSERT_EQ(imports.size(), 1u);
  EXPECT_EQ(imports[0].provinces_size(), 31);
  EXPECT_EQ(imports[0].counties_size(), 7);
  for (const auto& county : imports[0].counties()) {
    EXPECT_TRUE(absl::StartsWith(county.name(), "provinces/30/counties/30")) << county.name();
  }
}

}  // namespace
}  // namespace mosbat
