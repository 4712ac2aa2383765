#include "services/registry/domain/persons.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "common/iran/mobile.h"
#include "common/iran/national_id.h"
#include "common/iran/person_identity.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/faults.h"

namespace mosbat::registry::domain {
namespace {

constexpr int kBestScore = 100;

void CheckPerson(const v1::NaturalPerson& person, const std::string& path, absl::CivilDay today, Faults& faults) {
  const auto at = [&](absl::string_view field) { return absl::StrCat(path, ".", field); };
  faults.Unless(iran::IsNationalId(person.national_id()), at("national_id"),
                "A national id is 10 digits with the right check digit.", "کد ملی باید ۱۰ رقم با رقم کنترل درست باشد.");
  faults.RequireText(person.given_name(), at("given_name"));
  faults.RequireText(person.family_name(), at("family_name"));
  faults.Unless(person.has_birth_date() && iran::DayOf(path, person.birth_date()).ok() &&
                    iran::StoredDay(person.birth_date()) < today,
                at("birth_date"), "A birth date is a day before today.", "تاریخ تولد باید روزی پیش از امروز باشد.");
  faults.Unless(person.sex() != v1::NaturalPerson::SEX_UNSPECIFIED, at("sex"), "The sex is FEMALE or MALE.",
                "جنسیت باید زن یا مرد باشد.");
  faults.Unless(person.degree() != v1::DEGREE_UNSPECIFIED, at("degree"), "The degree must be said.",
                "مدرک تحصیلی باید گفته شود.");
  faults.AllowSlug(person.field_of_study(), at("field_of_study"));
  for (int i = 0; i < person.evaluation_scores_size(); ++i) {
    const int score = person.evaluation_scores(i).score();
    faults.Unless(score >= 0 && score <= kBestScore, absl::StrCat(at("evaluation_scores["), i, "].score"),
                  "A score is 0 to 100.", "امتیاز باید ۰ تا ۱۰۰ باشد.");
  }
  faults.Unless(person.mobile().empty() || iran::CanonicalMobile(person.mobile()) == person.mobile(), at("mobile"),
                "A mobile number is written +989121234567.", "شماره همراه باید به شکل +989121234567 باشد.");
}

}  // namespace

absl::Status CheckApplicant(const v1::Applicant& applicant, absl::CivilDay today) {
  Faults faults("APPLICANT_INVALID", "application.applicant");
  if (applicant.has_natural()) {
    CheckPerson(applicant.natural(), "natural", today, faults);
  } else if (applicant.has_legal()) {
    faults.Unless(iran::IsLegalId(applicant.legal().legal_national_id()), "legal.legal_national_id",
                  "A legal person's national id is 11 digits with the right check digit.",
                  "شناسه ملی باید ۱۱ رقم با رقم کنترل درست باشد.");
    faults.RequireText(applicant.legal().title(), "legal.title");
    faults.AllowText(applicant.legal().registration_number(), "legal.registration_number");
    CheckPerson(applicant.legal().representative(), "legal.representative", today, faults);
  } else {
    faults.Unless(false, "kind", "Either `natural` or `legal` is needed.", "یکی از `natural` یا `legal` لازم است.");
  }
  return faults.ToStatus();
}

v1::LicenceHolder HolderOf(const v1::Applicant& applicant) {
  v1::LicenceHolder holder;
  if (applicant.has_legal()) {
    holder.set_legal_national_id(applicant.legal().legal_national_id());
    holder.set_display_name(applicant.legal().title());
  } else {
    const v1::NaturalPerson& person = applicant.natural();
    holder.mutable_person()->set_national_id(person.national_id());
    holder.set_display_name(absl::StrCat(person.given_name(), " ", person.family_name()));
  }
  return holder;
}

absl::Status CheckHolder(absl::string_view field, const v1::LicenceHolder& holder) {
  Faults faults("HOLDER_INVALID", field);
  faults.RequireText(holder.display_name(), "display_name");
  if (holder.has_legal_national_id()) {
    faults.Unless(iran::IsLegalId(holder.legal_national_id()), "legal_national_id",
                  "A legal person's national id is 11 digits with the right check digit.",
                  "شناسه ملی باید ۱۱ رقم با رقم کنترل درست باشد.");
  } else {
    faults.Unless(iran::IsIdentified(holder.person()) && iran::CheckIdentity(field, holder.person()).ok(), "person",
                  "A national id of 10 digits or a foreigner's code of 12 digits is needed.",
                  "کد ملی ۱۰ رقمی یا کد فراگیر ۱۲ رقمی درست لازم است.");
  }
  return faults.ToStatus();
}

}  // namespace mosbat::registry::domain
