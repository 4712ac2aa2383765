#include "services/catalog/domain/service_type.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

const absl::CivilDay kToday(2026, 3, 21);
const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone());
constexpr char kName[] = "serviceTypes/home-visit";

v1::ServiceType Draft() {
  v1::ServiceType draft;
  draft.mutable_title()->set_fa("بازدید از منزل");
  draft.mutable_title()->set_en("Home visit");
  draft.set_owner("deputyships/social");
  draft.add_domains(v1::ServiceType::SOCIAL);
  return draft;
}

v1::ServiceType InState(v1::ServiceType::State state) {
  v1::ServiceType type = Draft();
  type.set_name(kName);
  type.set_level(1);
  type.set_state(state);
  return type;
}

google::protobuf::FieldMask Mask(const std::vector<std::string>& paths) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

TEST(RegisterTest, NewTypeIsProposedAndKeepsNothingThatOnlyTheServerWrites) {
  v1::ServiceType draft = Draft();
  draft.set_state(v1::ServiceType::ACTIVE);
  draft.set_current_revision("serviceTypes/home-visit/revisions/7");
  draft.set_revision_count(7);

  const absl::StatusOr<v1::ServiceType> type = Register(draft, kName, kNow);

  ASSERT_THAT(type, IsOk());
  EXPECT_EQ(type->name(), kName);
  EXPECT_EQ(type->state(), v1::ServiceType::PROPOSED);
  EXPECT_EQ(type->current_revision(), "");
  EXPECT_EQ(type->revision_count(), 0);
  EXPECT_EQ(type->level(), 1);
}

TEST(RegisterTest, PlaceOfTheFoundingListMayBeWithoutATitle) {
  v1::ServiceType place = Draft();
  place.clear_title();
  place.set_title_unknown(true);
  EXPECT_THAT(Register(place, kName, kNow), IsOk());
}

struct Fault {
  std::string label;
  std::function<void(v1::ServiceType&)> change;
  std::string reason;
  std::string field;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.label; }

class RegisterFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(RegisterFaultTest, NamesTheField) {
  v1::ServiceType draft = Draft();
  GetParam().change(draft);

  const absl::Status status = Register(draft, kName, kNow).status();

  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, GetParam().reason));
  const auto faults = FaultsOf(status, Language::kPersian);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].first, GetParam().field);
}

std::string Letters(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "ب";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, RegisterFaultTest,
    ::testing::ValuesIn(std::vector<Fault>{
        {"NoTitle", [](auto& type) { type.clear_title(); }, "FIELD_REQUIRED", "service_type.title.fa"},
        {"TitleTooLong", [](auto& type) { type.mutable_title()->set_fa(Letters(301)); }, "FIELD_INVALID",
         "service_type.title.fa"},
        {"UnknownAndGiven", [](auto& type) { type.set_title_unknown(true); }, "FIELD_INVALID", "service_type.title"},
        {"Owner", [](auto& type) { type.set_owner("social"); }, "NAME_INVALID", "service_type.owner"},
        {"RestsOnNoRevision", [](auto& type) { type.set_rests_on("subGuidelines/home-visit"); }, "NAME_INVALID",
         "service_type.rests_on"},
        {"Level", [](auto& type) { type.set_level(4); }, "FIELD_INVALID", "service_type.level"},
        {"NegativeFoundingNumber", [](auto& type) { type.set_founding_number(-1); }, "FIELD_INVALID",
         "service_type.founding_number"},
        {"FoundingNumber", [](auto& type) { type.set_founding_number(1000); }, "FIELD_INVALID",
         "service_type.founding_number"},
        {"DomainTwice", [](auto& type) { type.add_domains(v1::ServiceType::SOCIAL); }, "FIELD_INVALID",
         "service_type.domains"},
        {"LegalBasis", [](auto& type) { type.set_legal_basis(Letters(1001)); }, "FIELD_INVALID",
         "service_type.legal_basis"},
    }),
    [](const ::testing::TestParamInfo<Fault>& row) { return row.param.label; });

TEST(RegisterTest, TitleIsMeasuredInCharactersNotBytes) {
  v1::ServiceType draft = Draft();
  draft.mutable_title()->set_fa(Letters(300));
  EXPECT_THAT(Register(draft, kName, kNow), IsOk());
}

TEST(UpdateTest, ChangesWhatTheMaskNames) {
  v1::ServiceType wanted;
  wanted.set_rests_on("subGuidelines/home-visit/revisions/2");
  wanted.set_level(3);

  const absl::StatusOr<v1::ServiceType> type =
      Update(InState(v1::ServiceType::ACTIVE), wanted, Mask({"rests_on"}), kNow);

  ASSERT_THAT(type, IsOk());
  EXPECT_EQ(type->rests_on(), "subGuidelines/home-visit/revisions/2");
  EXPECT_EQ(type->level(), 1);
}

TEST(UpdateTest, StateAndOwnerCannotBeUpdated) {
  for (const char* path : {"state", "owner", "current_revision", "quarantine", "no_such_field"}) {
    EXPECT_THAT(Update(InState(v1::ServiceType::ACTIVE), Draft(), Mask({path}), kNow),
                FailsWith(StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"))
        << path;
  }
}

TEST(UpdateTest, OnlyAProposedTypeMayLoseItsTitle) {
  v1::ServiceType wanted;
  wanted.set_title_unknown(true);
  const auto mask = Mask({"title", "title_unknown"});
  EXPECT_THAT(Update(InState(v1::ServiceType::PROPOSED), wanted, mask, kNow), IsOk());
  EXPECT_THAT(Update(InState(v1::ServiceType::ACTIVE), wanted, mask, kNow),
              FailsWith(StatusCode::kFailedPrecondition, "TITLE_UNKNOWN"));
}

TEST(UpdateTest, RetiredTypeStaysAsItIs) {
  EXPECT_THAT(Update(InState(v1::ServiceType::RETIRED), Draft(), Mask({"level"}), kNow),
              FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_RETIRED"));
}

// What becomes of each state; "" is a change that goes through.
TEST(StateTest, SuspendAndRetireGoOnlyFromWhereTheyMay) {
  struct Row {
    v1::ServiceType::State from;
    std::string suspend;
    std::string retire;
  };
  for (const Row& row : std::vector<Row>{{v1::ServiceType::PROPOSED, "NOT_ACTIVE", "NOT_ACTIVE"},
                                         {v1::ServiceType::ACTIVE, "", ""},
                                         {v1::ServiceType::SUSPENDED, "NOT_ACTIVE", ""},
                                         {v1::ServiceType::RETIRED, "NOT_ACTIVE", "NOT_ACTIVE"}}) {
    const std::string from = v1::ServiceType::State_Name(row.from);
    EXPECT_EQ(ReasonOf(Suspend(InState(row.from), "inspection", kNow).status()), row.suspend) << from;
    EXPECT_EQ(ReasonOf(Retire(InState(row.from), "the law changed", kNow).status()), row.retire) << from;
  }
}

TEST(StateTest, ReasonIsKept) {
  const absl::StatusOr<v1::ServiceType> type = Suspend(InState(v1::ServiceType::ACTIVE), "inspection", kNow);
  ASSERT_THAT(type, IsOk());
  EXPECT_EQ(type->state(), v1::ServiceType::SUSPENDED);
  EXPECT_EQ(type->state_reason(), "inspection");
}

TEST(StateTest, ReasonMustBeGivenAndShort) {
  const v1::ServiceType active = InState(v1::ServiceType::ACTIVE);
  EXPECT_THAT(Suspend(active, "", kNow), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(Retire(active, Letters(501), kNow), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(StateTest, RevisionScheduledForARetiredTypeNeverComesIntoForce) {
  v1::ServiceType type = InState(v1::ServiceType::ACTIVE);
  type.mutable_scheduled()->set_revision("serviceTypes/home-visit/revisions/2");
  *type.mutable_scheduled()->mutable_effective_date() = iran::ToDate(kToday + 1);

  const absl::StatusOr<v1::ServiceType> retired = Retire(type, "the law changed", kNow);

  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(AsOf(*retired, kToday + 1).current_revision(), "");
}

TEST(StateTest, RevisionThatHasTakenEffectStaysTheLastOfARetiredType) {
  v1::ServiceType type = InState(v1::ServiceType::ACTIVE);
  type.mutable_scheduled()->set_revision("serviceTypes/home-visit/revisions/2");
  *type.mutable_scheduled()->mutable_effective_date() = iran::ToDate(kToday);

  const absl::StatusOr<v1::ServiceType> retired = Retire(type, "the law changed", kNow);

  ASSERT_THAT(retired, IsOk());
  EXPECT_EQ(retired->current_revision(), "serviceTypes/home-visit/revisions/2") << "the sweep had not come by";
}

TEST(AsOfTest, ScheduledRevisionIsCurrentFromItsDayOn) {
  v1::ServiceType type = InState(v1::ServiceType::ACTIVE);
  type.set_current_revision("serviceTypes/home-visit/revisions/1");
  type.mutable_scheduled()->set_revision("serviceTypes/home-visit/revisions/2");
  *type.mutable_scheduled()->mutable_effective_date() = iran::ToDate(kToday + 1);

  EXPECT_EQ(AsOf(type, kToday).current_revision(), "serviceTypes/home-visit/revisions/1");
  EXPECT_TRUE(AsOf(type, kToday).has_scheduled());
  EXPECT_EQ(AsOf(type, kToday + 1).current_revision(), "serviceTypes/home-visit/revisions/2");
  EXPECT_FALSE(AsOf(type, kToday + 1).has_scheduled());
}

v1::ServiceTypeRevision Usable(int number, absl::CivilDay effective) {
  v1::ServiceTypeRevision revision;
  revision.set_name(absl::StrCat(kName, "/revisions/", number));
  *revision.mutable_effective_date() = iran::ToDate(effective);
  revision.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
  return revision;
}

TEST(SettledTest, SaysWhatItsRevisionsSayWithTheirQuarantine) {
  v1::ServiceType type = InState(v1::ServiceType::ACTIVE);
  type.set_current_revision("serviceTypes/home-visit/revisions/2");
  type.mutable_quarantine()->set_reason_en("of revision 2");
  v1::ServiceTypeRevision unusable = Usable(3, kToday + 1);
  unusable.clear_terms();

  const v1::ServiceType settled = Settled(type, {.current = Usable(1, kToday - 1), .next = unusable}, kNow);
  EXPECT_EQ(settled.current_revision(), "serviceTypes/home-visit/revisions/1");
  EXPECT_FALSE(settled.has_quarantine());
  EXPECT_EQ(settled.scheduled().revision(), unusable.name());
  EXPECT_TRUE(settled.scheduled().has_quarantine());
  EXPECT_EQ(Settled(settled, {.current = Usable(1, kToday - 1), .next = unusable}, kNow).SerializeAsString(),
            settled.SerializeAsString());

  const v1::ServiceType without = Settled(settled, {}, kNow);
  EXPECT_EQ(without.current_revision(), "");
  EXPECT_FALSE(without.has_scheduled());
}

TEST(MatchesTest, FindsByOwnerStateDomainAndTheBeginningsOfWordsInAnySpelling) {
  v1::ServiceType type;
  type.set_name("serviceTypes/vision-screening");
  type.mutable_title()->set_fa("غربالگریِ بینایی کودکان");
  type.mutable_title()->set_en("Vision screening of children");
  type.set_owner("deputyships/prevention");
  type.set_state(v1::ServiceType::ACTIVE);
  type.add_domains(v1::ServiceType::PREVENTION);
  const std::vector<std::string> words = WordsOf(type);
  const auto found = [&](const std::string& text) { return Matches({.words = iran::SearchWords(text)}, type, words); };
  EXPECT_TRUE(found(""));
  EXPECT_TRUE(found("بینایی"));
  EXPECT_TRUE(found("بينايي غربال"));  // Arabic letters, other order, a beginning
  EXPECT_TRUE(found("كودكان"));
  EXPECT_TRUE(found("VISION child"));
  EXPECT_TRUE(found("screening"));  // of the name
  EXPECT_TRUE(found("vision-screening"));
  EXPECT_FALSE(found("نایی"));
  EXPECT_FALSE(found("بینایی شنوایی"));

  EXPECT_TRUE(Matches(
      {.owner = "deputyships/prevention", .state = v1::ServiceType::ACTIVE, .domain = v1::ServiceType::PREVENTION},
      type, words));
  EXPECT_FALSE(Matches({.owner = "deputyships/social"}, type, words));
  EXPECT_FALSE(Matches({.state = v1::ServiceType::RETIRED}, type, words));
  EXPECT_FALSE(Matches({.domain = v1::ServiceType::SOCIAL}, type, words));
}

}  // namespace
}  // namespace mosbat::catalog::domain
