#include "services/casefile/domain/readiness.h"

#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"

#include "common/base/error.h"
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
      return {.met = {"Somebody on the staff has the permit $0", "یکی از کارکنان مجوز «$0» را دارد"},
              .missing = {"Nobody on the staff has the permit $0.",
                          "هیچ‌یک از کارکنان مجوز «$0» را ندارد."}};
    case ProviderRequirement::TRAINING:
      return {.met = {"Somebody on the staff has passed the training $0.", "یکی از کارکنان دوره «$0» را گذرانده است."},
              .missing = {"Nobody on the staff has passed the training $0.",
                          "هیچ‌یک از کارکنان دوره «$0» را نگذرانده است."}};
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

Words About(const ProviderRequirement& requirement, const Words& sentence) {
  return {.en = absl::Substitute(sentence.en, NameOf(requirement, Language::kEnglish)),
          .fa = absl::Substitute(sentence.fa, NameOf(requirement, Language::kPersian))};
}

// The permit of this kind, of those who work at the centre on the day, that says most about the day: one that holds,
// then one that ends later. Null if there is none.
const StaffMember::Permit* BestPermit(const std::string& kind, absl::Span<const StaffMember> staff,
                                      absl::CivilDay day) {
  const auto rank = [&](const StaffMember::Permit& permit) {
    return std::make_tuple(HoldsOn(permit, day), !permit.has_valid_until(), iran::StoredDay(permit.valid_until()));
  };
  const StaffMember::Permit* best = nullptr;
  for (const StaffMember& member : staff) {
    if (!WorksOn(member, day)) continue;
    for (const StaffMember::Permit& permit : member.permits()) {
      if (permit.kind() == kind && (best == nullptr || rank(*best) < rank(permit))) best = &permit;
    }
  }
  return best;
}

Words InWords(absl::CivilDay day) {
  return {.en = absl::FormatCivilTime(day), .fa = iran::JalaliInWords(day, Language::kPersian)};
}

// Of a permit that does not hold on the day, why not.
Words WhyNot(const ProviderRequirement& requirement, const StaffMember::Permit& permit, absl::CivilDay day) {
  const bool is_over = permit.has_valid_until() && iran::StoredDay(permit.valid_until()) < day;
  const Words when = InWords(iran::StoredDay(is_over ? permit.valid_until() : permit.valid_from()));
  const std::string en = NameOf(requirement, Language::kEnglish);
  const std::string fa = NameOf(requirement, Language::kPersian);
  if (is_over) {
    return {.en = absl::StrCat("The staff's permit ", en, " ended on ", when.en, "."),
            .fa = absl::StrCat("اعتبار مجوز «", fa, "» کارکنان در ", when.fa, " پایان یافته است.")};
  }
  return {.en = absl::StrCat("The staff's permit ", en, " holds only from ", when.en, " on."),
          .fa = absl::StrCat("مجوز «", fa, "» کارکنان تازه از ", when.fa, " اعتبار دارد.")};
}

Words PermitWords(const ProviderRequirement& requirement, const StaffMember::Permit& permit) {
  Words words = About(requirement, SentencesOf(ProviderRequirement::PERMIT).met);
  if (permit.has_valid_until()) {
    const Words until = InWords(iran::StoredDay(permit.valid_until()));
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
  const StaffMember::Permit* const permit = is_permit ? BestPermit(requirement.code(), staff, day) : nullptr;
  if (permit == nullptr) {
    Say(About(requirement, check.met() ? sentences.met : sentences.missing), check);
    return check;
  }
  common::v1::DayRange& valid = *check.mutable_valid();
  if (permit->has_valid_from()) *valid.mutable_from() = permit->valid_from();
  if (permit->has_valid_until()) *valid.mutable_until() = permit->valid_until();
  Say(check.met() ? PermitWords(requirement, *permit) : WhyNot(requirement, *permit, day), check);
  return check;
}

}  // namespace mosbat::casefile::domain
