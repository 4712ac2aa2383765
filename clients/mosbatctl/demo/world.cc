#include "clients/mosbatctl/demo/world.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "common/base/ids.h"
#include "common/base/status_macros.h"
#include "common/iran/national_id.h"
#include "common/iran/tehran_day.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::story {
namespace {

constexpr char kStories[] = "6f1c1c1e-5a0b-5d63-9a64-0d8a8d1f5b10";  // the namespace of all runs
constexpr char kOperator[] = "operator@demo-operator";
constexpr size_t kLongestRunId = 20;
constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kPause = absl::Milliseconds(20);
constexpr absl::Duration kMorning = absl::Hours(8);

absl::Time TimeOf(const trial::v1::AdvanceResponse& answer) { return absl::FromUnixSeconds(answer.now().seconds()); }

// The first 60 bits of a UUID.
uint64_t BitsOf(absl::string_view uuid) {
  uint64_t bits = 0;
  for (size_t i = 0, digits = 0; digits < 15; ++i) {
    if (uuid[i] == '-') continue;
    bits = bits * 16 + static_cast<uint64_t>(absl::ascii_isdigit(static_cast<unsigned char>(uuid[i]))
                                                 ? uuid[i] - '0'
                                                 : uuid[i] - 'a' + 10);
    ++digits;
  }
  return bits;
}

std::string WithCheckDigit(absl::string_view nine_digits) {
  for (char last = '0'; last <= '9'; ++last) {
    std::string id = absl::StrCat(nine_digits, absl::string_view(&last, 1));
    if (iran::IsNationalId(id)) return id;
  }
  return "";
}

}  // namespace

bool IsRunId(absl::string_view text) {
  if (text.empty() || text.size() > kLongestRunId || text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (!absl::ascii_islower(letter) && !absl::ascii_isdigit(letter) && c != '-') return false;
  }
  return true;
}

absl::Status Broken(const Words& words, absl::string_view found) {
  const std::string en = found.empty() ? "" : absl::StrCat(" Found: ", found);
  const std::string fa = found.empty() ? "" : absl::StrCat(" یافته‌شده: ", found);
  return MakeError(absl::StatusCode::kFailedPrecondition, "STORY_BROKEN",
                   {.en = absl::StrCat("The story is broken: ", words.en, en),
                    .fa = absl::StrCat("داستان درست پیش نرفت: ", words.fa, fa)});
}

absl::Status Expect(bool as_told, const Words& words, absl::string_view found) {
  return as_told ? absl::OkStatus() : Broken(words, found);
}

World::World(ctl::Calls& calls, const Narrator& narrator, std::string run_id)
    : calls_(calls), narrator_(narrator), run_id_(std::move(run_id)), run_uuid_(DerivedUuid(kStories, run_id_)) {}

std::string World::Id(absl::string_view of) const { return absl::StrCat("demo-", run_id_, of.empty() ? "" : "-", of); }

int World::Number() const { return static_cast<int>(10'000'000 + BitsOf(run_uuid_) % 89'999'000); }

std::string World::NationalId(int index) const {
  // Only the tens of the run's numbers are used, so that one that is never given out has a neighbour.
  uint64_t number = (BitsOf(run_uuid_) + 10 * static_cast<uint64_t>(index)) % 1'000'000'000;
  std::string id = WithCheckDigit(absl::StrFormat("%09d", number));
  while (id.empty()) id = WithCheckDigit(absl::StrFormat("%09d", ++number % 1'000'000'000));
  return id;
}

std::string World::RequestId(absl::string_view step) const { return DerivedUuid(run_uuid_, step); }

absl::Status World::Begin() {
  trial::v1::AdvanceRequest look;
  MOSBAT_ASSIGN_OR_RETURN(const auto begun, Do<trial::v1::AdvanceResponse>("begin/look", kOperator, look));
  trial::v1::AdvanceRequest advance;
  const absl::CivilDay first = iran::TehranDay(TimeOf(begun)) + 1;
  advance.mutable_until()->set_seconds(absl::ToUnixSeconds(iran::StartOfTehranDay(first) + kMorning));
  MOSBAT_ASSIGN_OR_RETURN(const auto morning, Do<trial::v1::AdvanceResponse>("begin/morning", kOperator, advance));
  today_ = iran::TehranDay(TimeOf(morning));
  narrator_.Remark(
      {.en = "The suite is on trial: its clock is moved as the story needs it. It stands on the morning of $0.",
       .fa =
           "سامانه در حالت آزمایشی است و ساعت آن به اندازهٔ نیاز داستان جلو می‌رود: صبح $0."},
      {today_});
  MOSBAT_ASSIGN_OR_RETURN(const bool now, IsNow());
  if (!now) {
    narrator_.Remark(
        {.en = "This run was begun before; what is done already is not done again.",
         .fa =
             "این اجرا پیش‌تر آغاز شده است؛ آنچه انجام شده دوباره انجام نمی‌شود."});
  }
  return absl::OkStatus();
}

absl::Status World::PassDays(absl::string_view step, int days) {
  if (days <= 0) return absl::OkStatus();
  trial::v1::AdvanceRequest advance;
  advance.set_days(days);
  MOSBAT_ASSIGN_OR_RETURN(const auto answer, Do<trial::v1::AdvanceResponse>(step, kOperator, advance));
  today_ = iran::TehranDay(TimeOf(answer));
  narrator_.Remark({.en = "The trial clock moves on (days: $0); it is $1.",
                    .fa = "ساعت آزمایشی $0 روز جلو می‌رود: امروز $1 است."},
                   {days, today_});
  return absl::OkStatus();
}

absl::StatusOr<bool> World::IsNow() {
  MOSBAT_ASSIGN_OR_RETURN(const auto answer, Read<trial::v1::AdvanceResponse>(kOperator, trial::v1::AdvanceRequest()));
  return iran::TehranDay(TimeOf(answer)) == today_;
}

absl::Status World::Await(const Words& what, const std::function<absl::StatusOr<bool>()>& seen) const {
  const absl::Time give_up = absl::Now() + kPatience;
  while (true) {
    MOSBAT_ASSIGN_OR_RETURN(const bool there, seen());
    if (there) return absl::OkStatus();
    if (absl::Now() > give_up) return Broken(what, "");
    absl::SleepFor(kPause);
  }
}

absl::Status World::TellRefused(const Words& sentence, absl::string_view reason, const absl::Status& answer) {
  if (answer.ok()) {
    return Broken({.en = absl::StrCat(sentence.en, " It should have been refused with ", reason, "."),
                   .fa = absl::StrCat(sentence.fa, " باید با ", reason, " رد می‌شد.")},
                  "OK");
  }
  if (ReasonOf(answer) != reason) return answer;
  narrator_.TellRefusal(sentence, answer);
  refusals_.push_back(answer);
  return absl::OkStatus();
}

}  // namespace mosbat::story
