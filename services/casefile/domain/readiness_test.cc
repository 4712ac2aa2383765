#include "services/casefile/domain/readiness.h"

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using examples::kToday;
using guideline::v1::ProviderRequirement;
using registry::v1::Centre;

TEST(CheckRequirementTest, SaysWhatIsThereAndWhatIsMissing) {
  const Centre centre = examples::Centre(10);
  registry::v1::StaffMember worker = examples::Worker(10);
  worker.add_trainings("first-aid");
  const auto permit = [&](const char* kind, absl::CivilDay from, absl::CivilDay until) {
    registry::v1::StaffMember::Permit& one = *worker.add_permits();
    one.set_kind(kind);
    *one.mutable_valid_from() = iran::ToDate(from);
    *one.mutable_valid_until() = iran::ToDate(until);
  };
  permit("screener", kToday - 50, kToday + 1);
  permit("screener", kToday - 9, kToday + 9);
  permit("screener", kToday + 5, kToday + 99);
  permit("former", kToday - 50, kToday - 40);
  permit("former", kToday - 30, kToday - 1);
  permit("later", kToday + 2, kToday + 9);
  struct Row {
    ProviderRequirement::Kind kind;
    const char* code;
    bool met;
    const char* en;
    const char* fa;
  };
  const Row rows[] = {
      {ProviderRequirement::QUALIFICATION, "social-work", true, "Somebody on the staff is qualified: Title.",
       "یکی از کارکنان این تخصص را دارد: عنوان."},
      {ProviderRequirement::QUALIFICATION, "psychology", false, "Nobody on the staff is qualified: Title.",
       "هیچ‌یک از کارکنان این تخصص را ندارد: عنوان."},
      {ProviderRequirement::TRAINING, "first-aid", true, "Somebody on the staff has passed this training: Title.",
       "یکی از کارکنان این دوره را گذرانده است: عنوان."},
      {ProviderRequirement::TRAINING, "none", false, "Nobody on the staff has passed this training: Title.",
       "هیچ‌یک از کارکنان این دوره را نگذرانده است: عنوان."},
      {ProviderRequirement::EQUIPMENT, "vision-chart", true, "The centre owns: Title.",
       "مرکز این تجهیزات را دارد: عنوان."},
      {ProviderRequirement::EQUIPMENT, "none", false, "The centre does not own: Title.",
       "مرکز این تجهیزات را ندارد: عنوان."},
      {ProviderRequirement::PERMIT, "none", false, "Nobody on the staff has this permit: Title.",
       "هیچ‌یک از کارکنان این مجوز را ندارد: عنوان."},
      {ProviderRequirement::PERMIT, "screener", true, "Somebody on the staff has this permit: Title, until 2026-03-30.",
       "یکی از کارکنان این مجوز را دارد: عنوان، تا ۱۰ فروردین ۱۴۰۵."},
      {ProviderRequirement::PERMIT, "former", false, "Title: that of the staff ended on 2026-03-20.",
       "عنوان: اعتبار مجوز کارکنان در ۲۹ اسفند ۱۴۰۴ پایان یافته است."},
      {ProviderRequirement::PERMIT, "later", false, "Title: that of the staff holds only from 2026-03-23 on.",
       "عنوان: مجوز کارکنان تازه از ۳ فروردین ۱۴۰۵ اعتبار دارد."},
  };
  for (const Row& row : rows) {
    ProviderRequirement requirement;
    requirement.set_kind(row.kind);
    requirement.set_code(row.code);
    requirement.mutable_title()->set_en("Title");
    requirement.mutable_title()->set_fa("عنوان");
    const v1::RequirementCheck check = CheckRequirement(requirement, centre, {worker}, kToday);
    EXPECT_EQ(check.met(), row.met) << row.en;
    EXPECT_EQ(check.text_en(), row.en);
    EXPECT_EQ(check.text_fa(), row.fa);
    EXPECT_EQ(check.has_valid(), absl::string_view(row.code) != "none" && row.kind == ProviderRequirement::PERMIT);
  }
}

TEST(CheckRequirementTest, PermitEndsWithTheValidityThatTheTermsGiveIt) {
  registry::v1::StaffMember worker = examples::Worker(10);
  registry::v1::StaffMember::Permit& permit = *worker.add_permits();
  permit.set_kind("screener");
  *permit.mutable_valid_from() = iran::ToDate(absl::CivilDay(2015, 3, 21));  // 1394-01-01
  ProviderRequirement requirement;
  requirement.set_kind(ProviderRequirement::PERMIT);
  requirement.set_code("screener");
  const auto check = [&] { return CheckRequirement(requirement, examples::Centre(10), {worker}, kToday); };
  EXPECT_TRUE(check().met()) << "without a validity it holds for ever";

  requirement.mutable_validity()->set_n(12);
  requirement.mutable_validity()->set_unit(common::v1::Period::MONTHS);
  EXPECT_FALSE(check().met());
  EXPECT_EQ(iran::StoredDay(check().valid().until()), absl::CivilDay(2016, 3, 19));
  EXPECT_EQ(check().text_en(), "screener: that of the staff is too old; by the sub-guideline it ended on 2016-03-19.");
  EXPECT_EQ(
      check().text_fa(),
      "screener: مجوز کارکنان قدیمی است و اعتبار آن بر پایهٔ شیوه‌نامه در ۲۹ اسفند ۱۳۹۴ پایان یافته است.");

  *permit.mutable_valid_until() = iran::ToDate(absl::CivilDay(2015, 12, 31));
  EXPECT_EQ(check().text_en(), "screener: that of the staff ended on 2015-12-31.") << "its own end comes first";

  permit.clear_valid_from();
  *permit.mutable_valid_until() = iran::ToDate(kToday);
  EXPECT_FALSE(check().met());
  EXPECT_FALSE(check().has_valid());
  EXPECT_EQ(check().text_en(),
            "screener: that of the staff does not say since when it holds, and so not when it ends.");

  *worker.add_permits() = worker.permits(0);
  *worker.mutable_permits(1)->mutable_valid_from() = iran::ToDate(kToday - 1);
  EXPECT_TRUE(check().met()) << "a new one counts, whatever stands beside it";
}

TEST(CheckRequirementTest, OfSeveralPermitsTheOneThatHoldsLongestOnTheDay) {
  registry::v1::StaffMember worker = examples::Worker(10);
  const auto permit = [&] {
    worker.add_permits()->set_kind("screener");
    return &*worker.mutable_permits()->rbegin();
  };
  *permit()->mutable_valid_until() = iran::ToDate(kToday + 9);
  *permit()->mutable_valid_from() = iran::ToDate(kToday + 1);  // for ever, but not yet
  ProviderRequirement requirement;
  requirement.set_kind(ProviderRequirement::PERMIT);
  requirement.set_code("screener");
  const auto valid = [&](absl::CivilDay day) {
    return CheckRequirement(requirement, examples::Centre(10), {worker}, day).valid();
  };
  EXPECT_EQ(iran::StoredDay(valid(kToday).until()), kToday + 9);
  EXPECT_FALSE(valid(kToday).has_from());
  EXPECT_EQ(iran::StoredDay(valid(kToday + 1).from()), kToday + 1);
  EXPECT_FALSE(valid(kToday + 1).has_until());
  *worker.mutable_end_date() = iran::ToDate(kToday);
  EXPECT_FALSE(CheckRequirement(requirement, examples::Centre(10), {worker}, kToday + 1).has_valid())
      << "who has left brings none";
}

}  // namespace
}  // namespace mosbat::casefile::domain
