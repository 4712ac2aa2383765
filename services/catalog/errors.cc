#include "services/catalog/errors.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"

namespace mosbat::catalog::errors {
namespace {

using absl::StatusCode;

absl::Status NotFound(absl::string_view reason, absl::string_view name) {
  return MakeError(StatusCode::kNotFound, reason,
                   {.en = absl::StrCat(name, " does not exist."), .fa = absl::StrCat(name, " وجود ندارد.")},
                   {{"name", std::string(name)}});
}

absl::Status Precondition(absl::string_view reason, Words words, ErrorMetadata metadata) {
  return MakeError(StatusCode::kFailedPrecondition, reason, std::move(words), std::move(metadata));
}

std::string Iso(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::string DayFa(absl::CivilDay day) { return iran::JalaliInWords(day, Language::kPersian); }

const char* StateWord(v1::ServiceType::State state) {
  switch (state) {
    case v1::ServiceType::PROPOSED:
      return "پیشنهادشده";
    case v1::ServiceType::ACTIVE:
      return "فعال";
    case v1::ServiceType::SUSPENDED:
      return "تعلیق‌شده";
    case v1::ServiceType::RETIRED:
      return "کنارگذاشته‌شده";
    default:
      return "نامعلوم";
  }
}

const char* StateWord(v1::Entrustment::State state) {
  switch (state) {
    case v1::Entrustment::PROPOSED:
      return "پیشنهادشده";
    case v1::Entrustment::ACTIVE:
      return "فعال";
    case v1::Entrustment::SUSPENDED:
      return "تعلیق‌شده";
    case v1::Entrustment::ENDED:
      return "پایان‌یافته";
    default:
      return "نامعلوم";
  }
}

const char* StateWord(guideline::v1::SubGuidelineRevision::State state) {
  switch (state) {
    case guideline::v1::SubGuidelineRevision::DRAFT:
      return "پیش‌نویس";
    case guideline::v1::SubGuidelineRevision::SUBMITTED:
      return "ارسال‌شده";
    case guideline::v1::SubGuidelineRevision::RETURNED:
      return "برگشت‌خورده";
    case guideline::v1::SubGuidelineRevision::WITHDRAWN:
      return "لغوشده";
    default:
      return "نامعلوم";
  }
}

}  // namespace

absl::Status ServiceTypeNotFound(absl::string_view name) { return NotFound("SERVICE_TYPE_NOT_FOUND", name); }

absl::Status ServiceTypeRevisionNotFound(absl::string_view name) {
  return NotFound("SERVICE_TYPE_REVISION_NOT_FOUND", name);
}

absl::Status EntrustmentNotFound(absl::string_view name) { return NotFound("ENTRUSTMENT_NOT_FOUND", name); }

absl::Status FoundingNumberTaken(int founding_number) {
  return MakeError(
      StatusCode::kAlreadyExists, "FOUNDING_NUMBER_TAKEN",
      {.en = absl::StrCat("Another service type has number ", founding_number, " of the founding list."),
       .fa = absl::StrCat("شمارهٔ ", ToPersianDigits(founding_number), " فهرست آغازین از آنِ نوع خدمت دیگری است.")},
      {{"founding_number", absl::StrCat(founding_number)}});
}

absl::Status ServiceTypeRetired(absl::string_view name) {
  return Precondition("SERVICE_TYPE_RETIRED",
                      {.en = absl::StrCat(name, " is retired; that is for ever."),
                       .fa = absl::StrCat(name, " برای همیشه کنار گذاشته شده است.")},
                      {{"service_type", std::string(name)}});
}

absl::Status NotActive(absl::string_view name, v1::ServiceType::State state) {
  return Precondition("NOT_ACTIVE",
                      {.en = absl::StrCat(name, " is ", v1::ServiceType::State_Name(state), ", not ACTIVE."),
                       .fa = absl::StrCat(name, " در وضعیت «", StateWord(state), "» است و فعال نیست.")},
                      {{"service_type", std::string(name)}, {"state", v1::ServiceType::State_Name(state)}});
}

absl::Status AlreadyActive(absl::string_view name) {
  return Precondition(
      "ALREADY_ACTIVE",
      {.en =
           absl::StrCat(name, " is active already and rests on no other sub-guideline revision than its last one did."),
       .fa = absl::StrCat(
           name,
           " از پیش فعال است و شیوه‌نامهٔ مبنای آن تغییری نکرده است.")},
      {{"service_type", std::string(name)}});
}

absl::Status TitleUnknown(absl::string_view name) {
  return Precondition(
      "TITLE_UNKNOWN",
      {.en = absl::StrCat(name, " has no title yet; only a proposed service type may be without."),
       .fa = absl::StrCat(
           name,
           " هنوز عنوان ندارد؛ فقط نوع خدمت پیشنهادشده می‌تواند بی‌عنوان باشد.")},
      {{"service_type", std::string(name)}});
}

absl::Status DeputyshipNotValid(absl::string_view deputyship, absl::CivilDay day) {
  return Precondition(
      "DEPUTYSHIP_NOT_VALID",
      {.en = absl::StrCat("There is no deputyship ", deputyship, " on ", Iso(day),
                          ", nor a successor of it; steering writes in its place."),
       .fa = absl::StrCat(
           "معاونت ", deputyship, " در ", DayFa(day),
           " وجود ندارد و جانشینی هم ندارد؛ معاونت راهبری به جای آن اقدام می‌کند.")},
      {{"deputyship", std::string(deputyship)}, {"date", Iso(day)}});
}

absl::Status SubGuidelineMissing(absl::string_view service_type) {
  return Precondition("SUB_GUIDELINE_MISSING",
                      {.en = absl::StrCat(service_type, " rests on no sub-guideline yet; name one in rests_on."),
                       .fa = absl::StrCat("شیوه‌نامهٔ مبنای ", service_type,
                                          " تعیین نشده است؛ آن را در rests_on نام ببرید.")},
                      {{"service_type", std::string(service_type)}});
}

absl::Status SubGuidelineNotFound(absl::string_view sub_guideline) {
  return Precondition("SUB_GUIDELINE_NOT_FOUND",
                      {.en = absl::StrCat(sub_guideline, ", which the service type rests on, does not exist."),
                       .fa = absl::StrCat(sub_guideline, "، مبنای نوع خدمت، وجود ندارد.")},
                      {{"sub_guideline_revision", std::string(sub_guideline)}});
}

absl::Status RestsOnNotFound(absl::string_view text) {
  const absl::Status missing = SubGuidelineNotFound(text);
  const Words words = {.en = WordsOf(missing, Language::kEnglish), .fa = WordsOf(missing, Language::kPersian)};
  return MakeFieldErrors(missing.code(), ReasonOf(missing), words, {{"service_type.rests_on", words}},
                         MetadataOf(missing));
}

absl::Status SubGuidelineNotApproved(const guideline::v1::SubGuidelineRevision& text) {
  const std::string& state = guideline::v1::SubGuidelineRevision::State_Name(text.state());
  return Precondition(
      "SUB_GUIDELINE_NOT_APPROVED",
      {.en = absl::StrCat(text.name(), " is ", state, ", not approved."),
       .fa = absl::StrCat(text.name(), " در وضعیت «", StateWord(text.state()), "» است و تأیید نشده است.")},
      {{"sub_guideline_revision", text.name()}, {"state", state}});
}

absl::Status SubGuidelineNotInForce(absl::string_view text, absl::CivilDay day) {
  return Precondition("SUB_GUIDELINE_NOT_IN_FORCE",
                      {.en = absl::StrCat(text, " is not in force on ", Iso(day), "."),
                       .fa = absl::StrCat(text, " در تاریخ ", DayFa(day), " لازم‌الاجرا نیست.")},
                      {{"sub_guideline_revision", std::string(text)}, {"date", Iso(day)}});
}

absl::Status SubGuidelineOfAnother(absl::string_view sub_guideline, absl::string_view text_keeper,
                                   absl::string_view type_keeper) {
  return Precondition(
      "SUB_GUIDELINE_OF_ANOTHER",
      {.en = absl::StrCat(sub_guideline, " is a text of ", text_keeper, ", not of ", type_keeper,
                          ", which keeps the service type."),
       .fa = absl::StrCat(sub_guideline, " متن ", text_keeper, " است، نه ", type_keeper, " که صاحب نوع خدمت است.")},
      {{"sub_guideline", std::string(sub_guideline)},
       {"deputyship", std::string(text_keeper)},
       {"owner", std::string(type_keeper)}});
}

absl::Status SchemeOver(absl::string_view text, absl::CivilDay end) {
  return Precondition("SCHEME_OVER",
                      {.en = absl::StrCat("The scheme of ", text, " ends on ", Iso(end), "."),
                       .fa = absl::StrCat("طرح ", text, " در تاریخ ", DayFa(end), " پایان می‌یابد.")},
                      {{"sub_guideline_revision", std::string(text)}, {"end_date", Iso(end)}});
}

absl::Status DirectiveNotInForce(absl::CivilDay day) {
  return Precondition(
      "DIRECTIVE_NOT_IN_FORCE",
      {.en = absl::StrCat("No directive is in force on ", Iso(day), "."),
       .fa = absl::StrCat("در تاریخ ", DayFa(day), " هیچ دستورالعملی لازم‌الاجرا نیست.")},
      {{"date", Iso(day)}});
}

absl::Status ActivityOutsideDirective(absl::string_view sub_guideline, const guideline::v1::Directive& directive) {
  const std::string& article = directive.provisions().entrustment().article();
  return Precondition(
      "ACTIVITY_OUTSIDE_DIRECTIVE",
      {.en = absl::StrCat("The closed list of ", directive.name(), ", article ", article,
                          ", does not hold the activity of ", sub_guideline, "."),
       .fa = absl::StrCat("فعالیت ", sub_guideline, " در فهرست بستهٔ ", directive.name(), "، مادهٔ ",
                          ToPersianDigits(article), "، نیست.")},
      {{"sub_guideline", std::string(sub_guideline)}, {"directive", directive.name()}, {"article", article}});
}

absl::Status RevisionScheduled(absl::string_view revision, absl::CivilDay effective_day) {
  const std::string day = Iso(effective_day);
  return Precondition(
      "REVISION_SCHEDULED",
      {.en = absl::StrCat(revision, " waits for its effective date, ", day, "; no other revision can be made before."),
       .fa = absl::StrCat(revision, " در انتظار تاریخ اجرای خود، ", DayFa(effective_day),
                          "، است و پیش از آن ویرایش دیگری ساخته نمی‌شود.")},
      {{"service_type_revision", std::string(revision)}, {"effective_date", day}});
}

absl::Status EffectiveDateBeforeLast(absl::string_view last, absl::CivilDay effective_day) {
  const std::string day = Iso(effective_day);
  return Precondition(
      "EFFECTIVE_DATE_BEFORE_LAST",
      {.en = absl::StrCat("A revision cannot take effect before the one before it, ", last, ", on ", day, "."),
       .fa = absl::StrCat("ویرایش تازه نمی‌تواند پیش از ویرایش قبلی، ", last, " (",
                          DayFa(effective_day), ")، اجرا شود.")},
      {{"service_type_revision", std::string(last)}, {"effective_date", day}});
}

absl::Status AlreadyInForce(absl::string_view revision) {
  return Precondition(
      "ALREADY_IN_FORCE",
      {.en = absl::StrCat(revision, " is in force; there is nothing to restore."),
       .fa =
           absl::StrCat(revision, " لازم‌الاجراست و چیزی برای بازگرداندن نیست.")},
      {{"service_type_revision", std::string(revision)}});
}

absl::Status RevisionOfAnother(absl::string_view revision, absl::string_view service_type) {
  return MakeFieldError("REVISION_OF_ANOTHER",
                        {"revision",
                         {.en = absl::StrCat(revision, " is not a revision of ", service_type, "."),
                          .fa = absl::StrCat(revision, " ویرایشی از ", service_type, " نیست.")}});
}

absl::Status NoRevisionInForce(absl::string_view service_type, absl::CivilDay day) {
  return Precondition("NO_REVISION_IN_FORCE",
                      {.en = absl::StrCat(service_type, " has no revision in force on ", Iso(day), "."),
                       .fa = absl::StrCat(service_type, " در تاریخ ", DayFa(day),
                                          " ویرایش لازم‌الاجرایی ندارد.")},
                      {{"service_type", std::string(service_type)}, {"date", Iso(day)}});
}

absl::Status ServiceTypeQuarantined(absl::string_view service_type, const Words& why) {
  return Precondition("SERVICE_TYPE_QUARANTINED",
                      {.en = absl::StrCat(service_type, " is in quarantine: ", why.en),
                       .fa = absl::StrCat(service_type, " در قرنطینه است: ", why.fa)},
                      {{"service_type", std::string(service_type)}});
}

Words FactInvalidWords(const v1::Fact& fact) {
  const std::string type = absl::AsciiStrToLower(v1::Fact::Type_Name(fact.type()));
  if (fact.values().empty()) {
    return {.en = absl::StrCat("\"", fact.name(), "\" is of the type ", type, "."),
            .fa = absl::StrCat("«", fact.name(), "» از نوع ", type, " است.")};
  }
  return {.en = absl::StrCat("\"", fact.name(), "\" is one of ", absl::StrJoin(fact.values(), ", "), "."),
          .fa = absl::StrCat("«", fact.name(), "» یکی از این‌هاست: ", absl::StrJoin(fact.values(), "، "),
                             ".")};
}

void AddProvinceNotFound(absl::string_view field, absl::string_view name, FaultList& faults) {
  faults.Add(
      "PROVINCE_NOT_FOUND", field,
      {.en = absl::StrCat(name, " does not exist; ListProvinces (/v1/provinces) names those that do."),
       .fa = absl::StrCat(
           "استان ", name,
           " وجود ندارد؛ ListProvinces (/v1/provinces) استان‌های کشور را نام می‌برد.")});
}

void AddCountyNotFound(absl::string_view field, absl::string_view name, FaultList& faults) {
  const std::string list = absl::StrCat("ListCounties (/v1/", name.substr(0, name.rfind('/')), ")");
  faults.Add("COUNTY_NOT_FOUND", field,
             {.en = absl::StrCat(name, " does not exist; ", list, " names those of the province."),
              .fa = absl::StrCat("شهرستان ", name, " وجود ندارد؛ ", list,
                                 " شهرستان‌های استان را نام می‌برد.")});
}

void AddCentreNotFound(absl::string_view field, absl::string_view name, FaultList& faults) {
  faults.Add(
      "CENTRE_NOT_FOUND", field,
      {.en = absl::StrCat(name, " does not exist; ListCentres (/v1/centres) names those that do."),
       .fa = absl::StrCat(
           "مرکز ", name,
           " وجود ندارد؛ ListCentres (/v1/centres) مرکزهای موجود را نام می‌برد.")});
}

void AddPlaceEnded(absl::string_view field, absl::string_view name, absl::CivilDay last_day, FaultList& faults) {
  faults.Add("PLACE_ENDED", field,
             {.en = absl::StrCat(name, " was there until ", Iso(last_day), "; the entrustment starts later."),
              .fa = absl::StrCat(name, " تا ", DayFa(last_day),
                                 " برقرار بود؛ واگذاری پس از آن آغاز می‌شود.")});
}

absl::Status EntrustmentState(const v1::Entrustment& entrustment) {
  const std::string& state = v1::Entrustment::State_Name(entrustment.state());
  return Precondition("ENTRUSTMENT_STATE",
                      {.en = absl::StrCat(entrustment.name(), " is ", state, "; this cannot be done to it."),
                       .fa = absl::StrCat(entrustment.name(), " در وضعیت «", StateWord(entrustment.state()),
                                          "» است و این کار در این وضعیت ممکن نیست.")},
                      {{"entrustment", entrustment.name()}, {"state", state}});
}

absl::Status EntrustmentOver(absl::string_view name, absl::CivilDay end) {
  return Precondition(
      "ENTRUSTMENT_OVER",
      {.en = absl::StrCat(name, " ended on ", Iso(end), "; propose a new one."),
       .fa = absl::StrCat(name, " در تاریخ ", DayFa(end), " پایان یافته است؛ واگذاری تازه پیشنهاد کنید.")},
      {{"entrustment", std::string(name)}, {"end_date", Iso(end)}});
}

absl::Status PilotFirst(const v1::Entrustment& entrustment, const v1::Entrustment& pilot) {
  const absl::CivilDay start = iran::StoredDay(pilot.start_date());
  const Words why =
      pilot.state() == v1::Entrustment::PROPOSED
          ? Words{.en = "is not activated yet; activate it or end it first",
                  .fa = "هنوز فعال نشده است؛ نخست آن را فعال کنید یا به آن پایان دهید"}
          : Words{
                .en = absl::StrCat("begins later, on ", Iso(start),
                                   "; propose this one from that day on, or end that pilot"),
                .fa = absl::StrCat(
                    "دیرتر، در ", DayFa(start),
                    "، آغاز می‌شود؛ این واگذاری را از آن روز پیشنهاد کنید یا به واگذاری آزمایشی پایان دهید")};
  return Precondition(
      "PILOT_FIRST",
      {.en = absl::StrCat(entrustment.name(), " waits for the pilots of its type: ", pilot.name(), " ", why.en, "."),
       .fa = absl::StrCat("پیش از ", entrustment.name(),
                          " اجرای آزمایشی نوع خدمت آغاز می‌شود: ", pilot.name(), " ",
                          why.fa, ".")},
      {{"entrustment", entrustment.name()}, {"pilot", pilot.name()}, {"start_date", Iso(start)}});
}

}  // namespace mosbat::catalog::errors
