#include "clients/mosbatctl/apply/refusals.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/place.h"
#include "clients/mosbatctl/apply/steps.h"
#include "mosbat/access/v1/access.pb.h"

namespace mosbat::ctl {

bool MayBeCured(const Method& method, const absl::Status& status) {
  static constexpr const char* kFinal[] = {"APPROVER_IS_AUTHOR",
                                           "EFFECTIVE_DATE_NOT_LATER",
                                           "EFFECTIVE_DATE_BEFORE_LAST",
                                           "ENTRUSTMENT_OVER",
                                           "FACT_MISUSED",
                                           "FACT_UNKNOWN",
                                           "SCHEME_OVER",
                                           "SERVICE_TYPE_RETIRED",
                                           "TARIFF_DAY_TAKEN"};
  const std::string reason = ReasonOf(status);
  if (absl::c_linear_search(kFinal, reason)) return false;
  // A scope that the request itself names is judged from the request alone.
  if (reason == "NOT_IN_SCOPE") return method.options().GetExtension(access::v1::access).scope().from_row();
  // Of the malformed, those that name what is not there yet.
  static constexpr const char* kNamed[] = {"AMENDED_NOT_ISSUED", "PROVINCE_NOT_FOUND", "COUNTY_NOT_FOUND",
                                           "CENTRE_NOT_FOUND"};
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status) || absl::c_linear_search(kNamed, reason);
}

bool IsClosed(const absl::Status& status) {
  static constexpr const char* kClosed[] = {"DIRECTIVE_NOT_DRAFT", "REVISION_NOT_EDITABLE", "SERVICE_TYPE_RETIRED",
                                            "TITLE_UNKNOWN"};
  return absl::c_linear_search(kClosed, ReasonOf(status));
}

bool IsOfRequest(const Method& method, const absl::Status& status) {
  const auto faults = FaultsOf(status, Language::kEnglish);
  return !faults.empty() && absl::c_all_of(faults, [&](const auto& fault) {
    return method.input_type()->FindFieldByName(fault.first.substr(0, fault.first.find_first_of(".["))) != nullptr;
  });
}

bool IsTokenMissing(const absl::Status& status) { return ReasonOf(status) == "TOKEN_MISSING"; }

bool StopsForGood(const absl::Status& status) {
  static constexpr const char* kPassing[] = {"DIFFERENT", "REVISION_OLDER", "TOKEN_MISSING", "ALREADY_EXISTS"};
  return !absl::IsAborted(status) && !absl::c_linear_search(kPassing, ReasonOf(status));
}

Words OnlyWhenThere(const std::string& name) {
  return {.en = absl::StrCat("the service can judge this only when ", name, " is there"),
          .fa = absl::StrCat("سامانه تنها پس از ایجاد ", name, " می‌تواند داوری کند")};
}

Words WithoutToken(const std::string& as) {
  return {
      .en = absl::StrCat("this context does not speak for ", as,
                         "; apply stops there, and goes on when it is run again after that"),
      .fa = absl::StrCat(
          "این زمینه به نام ", as,
          " کار نمی‌کند؛ apply آنجا می‌ایستد و پس از آن، با اجرای دوباره ادامه می‌دهد")};
}

Words NeverTaken(const Entry& entry, const Verb& verb, const std::string& state) {
  const std::string path = Below(verb.path, "when");
  const std::string place = absl::StrCat(PlaceOf(*entry.source, path), ", ", path);
  const std::string when = absl::StrJoin(verb.when, ", ");
  return {
      .en = absl::StrCat(place, ": ", VerbWord(verb), " is not taken: it is ", state, " then, not ", when, "."),
      .fa = absl::StrCat(place, ": ", VerbWord(verb), " انجام نمی‌شود: وضعیت در آن هنگام ",
                         state, " است، نه ", when, ".")};
}

Words NeverActivated(const Entry& entry, const std::string& rests_on) {
  const std::string path = Below(entry.path, "resource.restsOn");
  const std::string place = absl::StrCat(PlaceOf(*entry.source, path), ", ", path);
  return {
      .en = absl::StrCat(place, ": the type is set to rest on ", rests_on,
                         " and goes on by its text before: no step here activates it while it is ACTIVE. Say ",
                         "{do: Activate, when: [PROPOSED, ACTIVE]}."),
      .fa = absl::StrCat(
          place, ": نوع خدمت به ", rests_on,
          " پیوند می‌خورد ولی با متن پیشین ادامه می‌یابد: گامی در اینجا آن را در وضعیت ACTIVE فعال "
          "نمی‌کند. بنویسید {do: Activate, when: [PROPOSED, ACTIVE]}.")};
}

Words IsWithdrawn(const std::string& text) {
  return {
      .en = absl::StrCat(text, " is withdrawn; requests for what rests on it are refused."),
      .fa = absl::StrCat(
          text, " لغو شده است؛ درخواست آنچه بر آن استوار است رد می‌شود.")};
}

Words OnlyAfter() {
  return {
      .en = "the service can judge this only after what stands above it here",
      .fa =
          "سامانه تنها پس از انجام آنچه بالاتر آمده می‌تواند داوری کند"};
}

}  // namespace mosbat::ctl
