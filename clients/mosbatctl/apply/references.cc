#include "clients/mosbatctl/apply/references.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/names.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;

constexpr absl::string_view kDeputyships = "deputyships/";

std::string CollectionOf(const std::string& name) { return name.substr(0, std::min(name.rfind('/'), name.size())); }

std::string DeputyshipOf(const std::string& caller) {
  const auto principal = ParseCaller(caller);
  return principal.ok() ? principal->scope.deputyship : "";
}

// "deputyships/prevention" → "deputyship:prevention", where it is a caller.
std::string Written(const Named& named, const std::string& name) {
  const bool calls = absl::EndsWith(named.path, "as") && absl::StartsWith(name, kDeputyships);
  return calls ? absl::StrCat("deputyship:", name.substr(kDeputyships.size())) : name;
}

Words DidYouMean(const std::string& what, const std::string& near) {
  return {.en = absl::StrCat("there is no ", what, "; did you mean ", near, "?"),
          .fa = absl::StrCat(what, " وجود ندارد؛ منظورتان ", near, " است؟")};
}

Words SeeList(const std::string& what, const std::string& collection) {
  return {.en = absl::StrCat("there is no ", what, "; see mosbatctl list ", collection, "."),
          .fa = absl::StrCat(what, " وجود ندارد؛ فهرست: mosbatctl list ", collection)};
}

// People know counties by name, and type codes.
Words NoSuchArea(Calls& calls, const std::string& as, const Named& named) {
  const bool is_county = absl::EndsWith(named.path, "county");
  const std::string collection = is_county ? "counties" : "provinces";
  const auto meant = [&](Language language) {
    AreaNames areas(CallsAs(calls, as), language);
    std::vector<std::string> codes;
    for (const std::string& code : areas.Meant(named.name)) {
      if (absl::StrContains(code, "/counties/") == is_county) codes.push_back(areas.InText(code));
    }
    return absl::StrJoin(codes, language == Language::kPersian ? " یا " : " or ");
  };
  const Words codes = {.en = meant(Language::kEnglish), .fa = meant(Language::kPersian)};
  if (IsAreaCode(named.name)) {
    if (codes.en.empty()) return SeeList(named.name, collection);
    return {.en = DidYouMean(named.name, codes.en).en, .fa = DidYouMean(named.name, codes.fa).fa};
  }
  if (!codes.en.empty()) {
    return {.en = absl::StrCat("\"", named.name, "\" is no code; write ", codes.en, "."),
            .fa = absl::StrCat("«", named.name, "» کد نیست؛ بنویسید ", codes.fa, ".")};
  }
  const std::string form = is_county ? "provinces/30/counties/3001" : "provinces/30";
  return {.en = absl::StrCat("\"", named.name, "\" is no code, as ", form, " is; see mosbatctl list ", collection, "."),
          .fa = absl::StrCat("«", named.name, "» کدی مانند ", form, " نیست؛ فهرست: mosbatctl list ", collection)};
}

// The whole name of what was written short: "vision" or "subGuidelines/vision" for "subGuidelines/vision/revisions/1".
// "" of what is whole.
std::string Whole(const Named& named) {
  const std::vector<std::string> parts = absl::StrSplit(named.name, '/');
  const std::vector<std::string> form = absl::StrSplit(named.form, '/');
  if (parts.size() == form.size()) return "";
  const std::string& id = parts.size() > 1 && parts.front() == form.front() ? parts[1] : parts.front();
  return absl::StrCat(form.front(), "/", id, form.size() > 2 ? absl::StrCat("/", form[2], "/1") : "");
}

// The one of `names` in the collection of `name` whose id is near; "" if none is.
std::string NearestIn(const std::string& name, const std::vector<std::string>& names) {
  const std::string collection = absl::StrCat(CollectionOf(name), "/");
  std::vector<std::string> ids;
  for (const std::string& each : names) {
    const std::string id = each.substr(std::min(collection.size(), each.size()));
    if (absl::StartsWith(each, collection) && !absl::StrContains(id, "/")) ids.push_back(id);
  }
  const std::string near = NearestTo(name.substr(std::min(collection.size(), name.size())), ids);
  return near.empty() ? "" : absl::StrCat(collection, near);
}

bool IsOfArea(const Named& named) {
  return absl::EndsWith(named.path, "area.county") || absl::EndsWith(named.path, "area.province");
}

}  // namespace

std::vector<Named> NamedBy(const Entry& entry) {
  std::vector<Named> named;
  const auto add = [&](const std::string& path, const std::string& name, const char* form) {
    if (!name.empty()) named.push_back({.path = path, .name = name, .form = form});
  };
  add(Below(entry.path, "as"), DeputyshipOf(entry.as), "deputyships/*");
  for (const Verb& verb : entry.then) {
    if (verb.as != entry.as) add(Below(verb.path, "as"), DeputyshipOf(verb.as), "deputyships/*");
  }
  const auto says = [&](const std::string& key, const std::string& name, const char* form) {
    add(Below(entry.path, absl::StrCat("resource.", key)), name, form);
  };
  if (const auto* const type = ResourceAs<ServiceType>(entry); type != nullptr) {
    says("owner", type->owner(), "deputyships/*");
    says("restsOn", type->rests_on(), "subGuidelines/*/revisions/*");
  } else if (const auto* const given = ResourceAs<Entrustment>(entry); given != nullptr) {
    says("serviceType", given->service_type(), "serviceTypes/*");
    says("area.province", given->area().province(), "provinces/*");
    says("area.county", given->area().county(), "provinces/*/counties/*");
    says("area.centre", given->area().centre(), "centres/*");
    for (int i = 0; i < given->centres().names_size(); ++i) {
      says(absl::StrCat("centres.names[", i, "]"), given->centres().names(i), "centres/*");
    }
  } else if (const auto* const tariff = ResourceAs<purchasing::v1::Tariff>(entry); tariff != nullptr) {
    says("serviceType", tariff->service_type(), "serviceTypes/*");
  }
  return named;
}

std::vector<absl::Status> References::Missing(const Entry& entry) {
  std::vector<absl::Status> faults;
  for (const Named& named : NamedBy(entry)) {
    if (Whole(named).empty() && IsThere(entry, named.name)) continue;
    const Words words = NotThere(entry, named);
    faults.push_back(At(*entry.source, named.path, entry.name(), {},
                        MakeFieldErrors(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE", words,
                                        {{.field = named.path, .words = words}})));
  }
  return faults;
}

bool References::IsThere(const Entry& entry, const std::string& name) {
  if (makers_.Of(name) != nullptr) return true;
  auto [there, unknown] = there_.try_emplace(name, true);
  if (unknown) {
    CallsAs calls(calls_, entry.as);
    const absl::Status status = ReadResource(calls, name).status();
    // Of what cannot be found out nothing is said.
    there->second = !IsMissing(status) && ReasonOf(status) != "RESOURCE_UNKNOWN";
  }
  return there->second;
}

Words References::NotThere(const Entry& entry, const Named& named) {
  if (IsOfArea(named)) return NoSuchArea(calls_, entry.as, named);
  if (const std::string whole = Whole(named); !whole.empty()) {
    if (IsThere(entry, whole)) return DidYouMean(named.name, Written(named, whole));
    const std::string form = absl::StrReplaceAll(named.form, {{"*", "…"}});
    return {.en = absl::StrCat("\"", named.name, "\" is no name of the form ", form, "."),
            .fa = absl::StrCat("«", named.name, "» نامی به شکل ", form, " نیست.")};
  }
  if (const std::string made = NearestMade(named.name); !made.empty()) {
    const std::string what = Written(named, named.name);
    return {.en = absl::StrCat("there is no ", what, "; did you mean ", Written(named, made), ", which is made here?"),
            .fa = absl::StrCat(what, " وجود ندارد؛ منظورتان ", Written(named, made),
                               " است که همین‌جا ساخته می‌شود؟")};
  }
  // Of what stands below another resource, "subGuidelines/x/revisions/1", that one may be mistyped.
  const std::pair<std::string, std::string> parts = absl::StrSplit(named.name, absl::MaxSplits("/revisions/", 1));
  const bool is_text = !parts.second.empty();
  const std::string& outer = parts.first;
  if (is_text && IsThere(entry, outer)) return SeeList(named.name, CollectionOf(named.name));
  const std::string what = Written(named, outer);
  const std::string near = NearestOf(entry, outer);
  if (near.empty()) return SeeList(what, CollectionOf(outer));
  return DidYouMean(what, is_text ? absl::StrCat(near, "/revisions/", parts.second) : Written(named, near));
}

std::string References::NearestMade(const std::string& name) const { return NearestIn(name, makers_.names()); }

std::string References::NearestOf(const Entry& entry, const std::string& name) {
  if (std::string made = NearestMade(name); !made.empty()) return made;
  CallsAs calls(calls_, entry.as);
  return NearestIn(name, NamesIn(calls, CollectionOf(name)));
}

}  // namespace mosbat::ctl
