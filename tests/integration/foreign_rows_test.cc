// Nobody reaches a row of another centre, county, province or deputyship, by whatever method: each of the suite's that
// holds a row against the caller's scope is called with a foreign one, by every role that may call it. The methods are
// those of the descriptors, so that a new one fails until foreign_rows.cc has a request for it.
#include "tests/integration/foreign_rows.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/demo/care.h"
#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/story.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/status_macros.h"
#include "common/db/open.h"
#include "common/testing/status_matchers.h"
#include "mosbat/access/v1/access.pb.h"
#include "tests/integration/trial_suite.h"

namespace mosbat {
namespace {

using testing::FailsWith;
using testing::ForeignRow;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

// Of the five services, those whose scope a row or a field of the request decides.
std::map<std::string, const ctl::Method*> ScopedMethods() {
  const std::set<std::string> everywhere = {"mosbat.audit.v1", "mosbat.feed.v1", "mosbat.trial.v1"};
  std::map<std::string, const ctl::Method*> scoped;
  for (const google::protobuf::ServiceDescriptor* const service : ctl::Services()) {
    if (everywhere.count(service->file()->package()) > 0) continue;
    for (int i = 0; i < service->method_count(); ++i) {
      const ctl::Method& method = *service->method(i);
      const access::v1::ScopeRule& rule = method.options().GetExtension(access::v1::access).scope();
      if (!rule.from_row() && rule.field().empty()) continue;
      scoped[absl::StrCat(service->name(), "/", method.name())] = &method;
    }
  }
  return scoped;
}

// "casefile" of mosbat.casefile.v1.
std::string ServiceOf(const ctl::Method& method) {
  const std::string& package = method.file()->package();
  const size_t begin = package.find('.') + 1;
  return package.substr(begin, package.find('.', begin) - begin);
}

class ForeignRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto suite = testing::TrialSuite::Start();
    ASSERT_THAT(suite, IsOk());
    suite_ = *std::move(suite);
    auto client = suite_->NewClient();
    ASSERT_THAT(client, IsOk());
    client_ = *std::move(client);
    const auto founding_data = ctl::ReadPlan(MOSBAT_FOUNDING_DATA, /*historical=*/true);
    ASSERT_THAT(founding_data, IsOk());
    ASSERT_THAT(ctl::Apply(*client_, *founding_data, {}).stopped, IsOk());
    const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
    story::World world(*client_, silent, "foreign");
    ASSERT_THAT(story::TellStory(world, made_), IsOk());
    ASSERT_THAT(story::AskForVisit(world, made_, "not delivered", 0), IsOk());
    const auto names = testing::NamesOfRows(*client_, made_);
    ASSERT_THAT(names, IsOk());
    for (const auto& [placeholder, name] : *names) ASSERT_NE(name, "") << placeholder;
    names_ = *names;
  }

  ctl::MessagePtr RequestOf(const ctl::Method& method, const ForeignRow& row) const {
    ctl::MessagePtr request = ctl::NewMessage(*method.input_type());
    const std::string text = absl::StrReplaceAll(row.request, names_);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get())) << text;
    return request;
  }

  absl::Status Invoke(const std::string& as, const ctl::Method& method, const google::protobuf::Message& request,
                      std::string& answer) {
    const ctl::MessagePtr response = ctl::NewMessage(*method.output_type());
    absl::Status status = client_->Invoke(as, request, *response);
    answer = response->ShortDebugString();
    return status;
  }

  // Somebody who has the whole country reaches the row by this request; else it would be refused for what it is. What
  // they are answered.
  std::string AnswerToTheCountry(const ctl::Method& method, const ForeignRow& row) {
    const ctl::MessagePtr request = RequestOf(method, row);
    ctl::SetFlag(*request, "validate_only", true);
    const std::string role = ctl::RolesOf(method).front();
    const std::string as = role == "deputyship" ? absl::StrCat(role, ":", story::kDeputyship) : role;
    std::string answer;
    const absl::Status status = Invoke(as, method, *request, answer);
    EXPECT_TRUE(status.ok() || absl::IsFailedPrecondition(status)) << status;
    return answer;
  }

  // Those of the rows that stand in an answer.
  std::vector<std::string> NamedIn(const std::string& answer) const {
    std::vector<std::string> named;
    for (const auto& [placeholder, name] : names_) {
      if (absl::StrContains(answer, name)) named.push_back(name);
    }
    return named;
  }

  // How much a service has told of what it wrote.
  int64_t EventsOf(const std::string& service) const {
    const auto database = db::Open({.address = absl::StrCat("sqlite:", suite_->folder()), .service = service});
    EXPECT_THAT(database, IsOk());
    int64_t events = -1;
    EXPECT_THAT((*database)->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query("SELECT COUNT(*) FROM outbox_events", {}));
      events = rows.at(0).Int(0);
      return absl::OkStatus();
    }),
                IsOk());
    return events;
  }

  std::unique_ptr<testing::TrialSuite> suite_;
  std::unique_ptr<ctl::Client> client_;
  story::Made made_;
  std::map<std::string, std::string> names_;
};

TEST_F(ForeignRowsTest, NobodyReachesWhatIsOfAnother) {
  for (const auto& [name, method] : ScopedMethods()) {
    SCOPED_TRACE(name);
    const auto found = testing::ForeignRows().find(name);
    if (found == testing::ForeignRows().end()) {
      ADD_FAILURE() << "foreign_rows.cc has no request for it";
      continue;
    }
    const ForeignRow& row = found->second;
    const std::string to_the_country = AnswerToTheCountry(*method, row);
    if (row.answer == ForeignRow::kNotSeen) {
      EXPECT_THAT(NamedIn(to_the_country), Not(IsEmpty())) << "what nobody sees shows nothing";
    }
    const std::vector<std::string> foreigners = testing::ForeignersOf(*method, row.of, made_);
    EXPECT_FALSE(foreigners.empty());
    const int64_t before = EventsOf(ServiceOf(*method));
    for (const std::string& as : foreigners) {
      SCOPED_TRACE(as);
      std::string answer;
      const absl::Status status = Invoke(as, *method, *RequestOf(*method, row), answer);
      if (row.answer == ForeignRow::kRefused) {
        EXPECT_THAT(status, FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
      } else {
        EXPECT_THAT(status, IsOk());
        EXPECT_THAT(NamedIn(answer), IsEmpty()) << answer;
      }
    }
    EXPECT_EQ(EventsOf(ServiceOf(*method)), before) << "something was written";
  }
}

TEST(ForeignRowsTableTest, HasNoMethodThatIsNotScoped) {
  for (const auto& [name, row] : testing::ForeignRows()) EXPECT_EQ(ScopedMethods().count(name), 1U) << name;
}

}  // namespace
}  // namespace mosbat
