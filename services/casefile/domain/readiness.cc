#include "services/casefile/domain/readiness.h"

#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"

#include "common/base/error.h"
#include "common/iran/day_range.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile::domain {
namespace {

using guideline::v1::ProviderRequirement;
using registry::v1::Centre;
using registry::v1::StaffMember;

// What is said of a requirement; $0 is what it demands.
struct Sentences {
  Words met;
  Words missing;
};

Sentences SentencesOf(ProviderRequirement::Kind kind) {
  switch (kind) {
    case ProviderRequirement::QUALIFICATION:
      return {.met = {"Somebody on the staff is qualified: $0.", "یکی از کارکنان این تخصص را دارد: $0."},
              .missing = {"Nobody on the staff is qualified: $0.",
                          "هیچ‌یک از کارکنان این تخصص را ندارد: $0."}};
    case ProviderRequirement::PERMIT:
      return {.met = {"Somebody on the staff has this permit: $0", "یکی از کارکنان این مجوز را دارد: $0"},
              .missing = {"Nobody on the staff has this permit: $0.",
                          "هیچ‌یک از کارکنان این مجوز را ندارد: $0."}};
    case ProviderRequirement::TRAINING:
      return {
          .met = {"Somebody on the staff has passed this training: $0.", "یکی از کارکنان این دوره را گذرانده است: $0."},
          .missing = {"Nobody on the staff has passed this training: $0.",
                      "هیچ‌یک از کارکنان این دوره را نگذرانده است: $0."}};
    case ProviderRequirement::EQUIPMENT:
      return {.met = {"The centre owns: $0.", "مرکز این تجهیزات را دارد: $0."},
              .missing = {"The centre does not own: $0.", "مرکز این تجهیزات را ندارد: $0."}};
    default:
      return {.missing = {"It is not known how $0 would be met.", "روشن نیست که «$0» چگونه تأمین شود."}};
  }
}

std::string NameOf(const ProviderRequirement& requirement, Language language) {
  const common::v1::Title& title = requirement.title();
  const std::string& name = language == Language::kPersian ? title.fa() : title.en();
  return name.empty() ? requirement.code() : name;
}

// The sentence with the requirement's name for $0 and `when` for $1.
Words About(const ProviderRequirement& requirement, const Words& sentence, const Words& when = {}) {
  return {.en = absl::Substitute(sentence.en, NameOf(requirement, Language::kEnglish), when.en),
          .fa = absl::Substitute(sentence.fa, NameOf(requirement, Language::kPersian), when.fa)};
}

struct Permit {
  const StaffMember::Permit* permit = nullptr;
  std::optional<common::v1::DayRange> days;  // on which it counts, as DaysOf() says
};

// The permit that is required, of those who work at the centre on the day, that says most about the day: one that
// counts on it, then one that ends later. Nothing if there is none.
std::optional<Permit> BestPermit(const ProviderRequirement& requirement, absl::Span<const StaffMember> staff,
                                 absl::CivilDay day) {
  const auto rank = [&](const Permit& one) {
    const common::v1::DayRange days = one.days.value_or(common::v1::DayRange());
    return std::make_tuple(one.days.has_value() && iran::Contains(days, day), one.days.has_value(), !days.has_until(),
                           iran::StoredDay(days.until()));
  };
  std::optional<Permit> best;
  for (const StaffMember& member : staff) {
    if (!WorksOn(member, day)) continue;
    for (const StaffMember::Permit& permit : member.permits()) {
      if (permit.kind() != requirement.code()) continue;
      const Permit one = {.permit = &permit, .days = DaysOf(permit, requirement)};
      if (!best.has_value() || rank(*best) < rank(one)) best = one;
    }
  }
  return best;
}

Words InWords(absl::CivilDay day) {
  return {.en = absl::FormatCivilTime(day), .fa = iran::JalaliInWords(day, Language::kPersian)};
}

// Of a permit that does not count on the day, why not.
Words WhyNot(const ProviderRequirement& requirement, const Permit& permit, absl::CivilDay day) {
  if (!permit.days.has_value()) {
    return About(requirement, {"$0: that of the staff does not say since when it holds, and so not when it ends.",
                               "$0: تاریخ صدور مجوز کارکنان ثبت نشده و پایان اعتبار آن روشن نیست."});
  }
  const absl::CivilDay until = iran::StoredDay(permit.days->until());
  if (!permit.days->has_until() || day <= until) {
    return About(requirement,
                 {"$0: that of the staff holds only from $1 on.", "$0: مجوز کارکنان تازه از $1 اعتبار دارد."},
                 InWords(iran::StoredDay(permit.days->from())));
  }
  const bool by_its_own_end =
      permit.permit->has_valid_until() && iran::StoredDay(permit.permit->valid_until()) == until;
  if (by_its_own_end) {
    return About(requirement, {"$0: that of the staff ended on $1.", "$0: اعتبار مجوز کارکنان در $1 پایان یافته است."},
                 InWords(until));
  }
  return About(
      requirement,
      {"$0: that of the staff is too old; by the sub-guideline it ended on $1.",
       "$0: مجوز کارکنان قدیمی است و اعتبار آن بر پایهٔ شیوه‌نامه در $1 پایان یافته است."},
      InWords(until));
}

Words PermitWords(const ProviderRequirement& requirement, const common::v1::DayRange& days) {
  Words words = About(requirement, SentencesOf(ProviderRequirement::PERMIT).met);
  if (days.has_until()) {
    const Words until = InWords(iran::StoredDay(days.until()));
    absl::StrAppend(&words.en, ", until ", until.en);
    absl::StrAppend(&words.fa, "، تا ", until.fa);
  }
  return {.en = words.en + ".", .fa = words.fa + "."};
}

void Say(const Words& words, v1::RequirementCheck& check) {
  check.set_text_en(words.en);
  check.set_text_fa(words.fa);
}

}  // namespace

v1::RequirementCheck CheckRequirement(const ProviderRequirement& requirement, const Centre& centre,
                                      absl::Span<const StaffMember> staff, absl::CivilDay day) {
  v1::RequirementCheck check;
  *check.mutable_requirement() = requirement;
  check.set_met(IsMet(requirement, centre, staff, day));
  const Sentences sentences = SentencesOf(requirement.kind());
  const bool is_permit = requirement.kind() == ProviderRequirement::PERMIT;
  const std::optional<Permit> permit = is_permit ? BestPermit(requirement, staff, day) : std::nullopt;
  if (!permit.has_value()) {
    Say(About(requirement, check.met() ? sentences.met : sentences.missing), check);
    return check;
  }
  if (permit->days.has_value()) *check.mutable_valid() = *permit->days;
  Say(check.met() ? PermitWords(requirement, check.valid()) : WhyNot(requirement, *permit, day), check);
  return check;
}

}  // namespace mosbat::casefile::domain
