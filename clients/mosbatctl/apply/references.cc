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
  return calls ? CallerOfDeputyship(name) : name;
}

Words NoneBut(const std::string& what, const std::string& near) {
  return {.en = absl::StrCat("there is no ", what, "; ", DidYouMean(near).en),
          .fa = absl::StrCat(what, " وجود ندارد؛ ", DidYouMean(near).fa)};
}

Words SeeList(const std::string& what, const std::string& collection) {
  return {.en = absl::StrCat("there is no ", what, "; see mosbatctl list ", collection, "."),
          .fa = absl::StrCat(what, " وجود ندارد؛ فهرست: mosbatctl list ", collection)};
}

// The whole name of what was written short, or below another word than its collection: "vision", "subGuidelines/vision"
// or "subGuideline/vision/revisions/1" for "subGuidelines/vision/revisions/1". "" of what is whole.
std::string Whole(const Named& named) {
  const std::vector<std::string> parts = absl::StrSplit(named.name, '/');
  std::vector<std::string> whole = absl::StrSplit(named.form, '/');
  if (parts.size() == whole.size()) {
    for (size_t i = 1; i < parts.size(); i += 2) whole[i] = parts[i];
  } else {
    // Of a text that was written without its collection the id stands in front: "vision/revisions/1".
    const bool in_front = parts.size() == 1 || (whole.size() > 2 && parts[1] == whole[2]);
    whole[1] = in_front ? parts[0] : parts[1];
    if (whole.size() > 2) whole.back() = std::string(1, '1');
  }
  std::string name = absl::StrJoin(whole, "/");
  return name == named.name ? "" : name;
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
  if (IsOfArea(named)) return NoSuchArea(named);
  if (const std::string whole = Whole(named); !whole.empty()) {
    if (IsThere(entry, whole)) return NoneBut(named.name, Written(named, whole));
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
  return NoneBut(what, is_text ? absl::StrCat(near, "/revisions/", parts.second) : Written(named, near));
}

// People know counties by name, and type codes.
Words References::NoSuchArea(const Named& named) {
  const bool is_county = absl::EndsWith(named.path, "county");
  const auto is_of = [](absl::string_view code) { return absl::StrContains(code, "/counties/"); };
  const std::string collection = is_county ? "counties" : "provinces";
  const Words other_kind =
      is_county ? Words{.en = "a province; write area.province", .fa = "استان است؛ بنویسید area.province"}
                : Words{.en = "a county; write area.county", .fa = "شهرستان است؛ بنویسید area.county"};
  const bool is_code = IsAreaCode(named.name);
  if (is_code && is_of(named.name) != is_county) {
    return {.en = absl::StrCat(named.name, " is ", other_kind.en, "."),
            .fa = absl::StrCat(named.name, " ", other_kind.fa, ".")};
  }
  const std::vector<std::string> meant = in_english_.Meant(named.name);
  const auto codes = [&](bool counties) {
    std::pair<std::vector<std::string>, std::vector<std::string>> found;
    for (const std::string& code : meant) {
      if (is_of(code) != counties) continue;
      found.first.push_back(in_english_.InText(code));
      found.second.push_back(in_persian_.InText(code));
    }
    return Words{.en = absl::StrJoin(found.first, " or "), .fa = absl::StrJoin(found.second, " یا ")};
  };
  const Words right = codes(is_county);
  if (is_code) {
    if (right.en.empty()) return SeeList(named.name, collection);
    return {.en = NoneBut(named.name, right.en).en, .fa = NoneBut(named.name, right.fa).fa};
  }
  if (!right.en.empty()) {
    return {.en = absl::StrCat("\"", named.name, "\" is no code; write ", right.en, "."),
            .fa = absl::StrCat("«", named.name, "» کد نیست؛ بنویسید ", right.fa, ".")};
  }
  if (const Words other = codes(!is_county); !other.en.empty()) {
    return {.en = absl::StrCat("\"", named.name, "\" is ", other_kind.en, ": ", other.en, "."),
            .fa = absl::StrCat("«", named.name, "» ", other_kind.fa, ": ", other.fa, ".")};
  }
  const std::string form = is_county ? "provinces/30/counties/3001" : "provinces/30";
  return {.en = absl::StrCat("\"", named.name, "\" is no code, as ", form, " is; see mosbatctl list ", collection, "."),
          .fa = absl::StrCat("«", named.name, "» کدی مانند ", form, " نیست؛ فهرست: mosbatctl list ", collection)};
}

std::string References::NearestMade(const std::string& name) const { return NearestIn(name, makers_.names()); }

std::string References::NearestOf(const Entry& entry, const std::string& name) {
  if (std::string made = NearestMade(name); !made.empty()) return made;
  CallsAs calls(calls_, entry.as);
  return NearestIn(name, NamesIn(calls, CollectionOf(name)));
}

}  // namespace mosbat::ctl
