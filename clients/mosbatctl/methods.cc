#include "clients/mosbatctl/methods.h"

#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/api/annotations.pb.h"

#include "common/auth/authenticator.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "mosbat/access/v1/access.pb.h"
#include "mosbat/audit/v1/audit.pb.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/feed/v1/parked.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

// Naming a message of each file also keeps the linker from leaving its descriptors out.
std::vector<const FileDescriptor*> Files() {
  return {guideline::v1::GetDirectiveRequest::descriptor()->file(),
          catalog::v1::GetServiceTypeRequest::descriptor()->file(),
          registry::v1::ListProvincesRequest::descriptor()->file(),
          registry::v1::CreateCallRequest::descriptor()->file(),
          registry::v1::GetCentreRequest::descriptor()->file(),
          casefile::v1::OpenCaseFileRequest::descriptor()->file(),
          casefile::v1::RequestServiceRequest::descriptor()->file(),
          purchasing::v1::CreateTariffRequest::descriptor()->file(),
          purchasing::v1::AllocateCreditRequest::descriptor()->file(),
          purchasing::v1::GetClaimRequest::descriptor()->file(),
          audit::v1::ListEntriesRequest::descriptor()->file(),
          feed::v1::SkipParkedEventRequest::descriptor()->file(),
          trial::v1::AdvanceRequest::descriptor()->file()};
}

// More than this nobody reads to find what was meant.
constexpr size_t kMostNear = 6;

template <typename Use>
void ForEachMethod(Use use) {
  for (const ServiceDescriptor* const service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) use(*service->method(i));
  }
}

// "/v1/{name=serviceTypes/*}" → "{name=serviceTypes/*}"; "" unless the method is a GET.
std::string RouteOf(const Method& method) {
  const google::api::HttpRule& rule = method.options().GetExtension(google::api::http);
  return std::string(absl::StripPrefix(rule.get(), "/v1/"));
}

// Whether `name` is of the form `pattern`, "provinces/*/counties/*".
bool Fits(absl::string_view name, absl::string_view pattern) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  return std::equal(
      parts.begin(), parts.end(), wanted.begin(), wanted.end(),
      [](absl::string_view part, absl::string_view want) { return want == "*" ? !part.empty() : part == want; });
}

struct Template {
  std::string variable;  // "parent"
  std::string pattern;   // "provinces/*"
  std::string rest;      // "/counties"
};
// The parts of "{parent=provinces/*}/counties"; a route without a variable is all `rest`.
Template PartsOf(const std::string& route) {
  const size_t end = route.find('}');
  const size_t equals = route.find('=');
  if (!absl::StartsWith(route, "{") || end == std::string::npos || equals == std::string::npos) return {.rest = route};
  return {.variable = route.substr(1, equals - 1),
          .pattern = route.substr(equals + 1, end - equals - 1),
          .rest = route.substr(end + 1)};
}

bool IsList(const Method& method) {
  return absl::StartsWith(method.name(), "List") && method.input_type()->FindFieldByName("page_token") != nullptr;
}

std::string CollectionForm(const Method& method) {
  const Template parts = PartsOf(RouteOf(method));
  return parts.pattern + parts.rest;
}

// nullptr if there is none.
const Method* FindGetMethod(absl::string_view name) {
  const Method* found = nullptr;
  ForEachMethod([&](const Method& method) {
    const Template parts = PartsOf(RouteOf(method));
    if (parts.variable == "name" && parts.rest.empty() && Fits(name, parts.pattern)) found = &method;
  });
  return found;
}

// Without a method if there is none.
Collection CollectionOf(absl::string_view name) {
  Collection found;
  ForEachMethod([&](const Method& method) {
    if (!IsList(method) || RouteOf(method).empty() || !Fits(name, CollectionForm(method))) return;
    const Template parts = PartsOf(RouteOf(method));
    found = {.method = &method,
             .parent = parts.variable.empty() ? "" : std::string(absl::StripSuffix(name, parts.rest))};
  });
  return found;
}

// Collections that people may call by another name than ours.
const std::vector<std::string>* OtherWordsFor(absl::string_view name) {
  static const auto* const kWords = new std::map<std::string, std::vector<std::string>, std::less<>>{
      {"divisions", {"provinces", "counties"}},
      {"revisions", {"subGuidelines/vision-screening/revisions", "serviceTypes/vision-screening/revisions"}},
      {"staff", {"centres/karaj-one/staff"}},
      {"waitlist", {"centres/karaj-one/waitlist"}}};
  const auto found = kWords->find(name);
  return found == kWords->end() ? nullptr : &found->second;
}

// What may have been meant by a collection that is none: another word, those below a resource, else the nearest one.
std::vector<std::string> CollectionsMeant(absl::string_view name) {
  if (const auto* const words = OtherWordsFor(name); words != nullptr) return *words;
  std::vector<std::string> below;
  for (const std::string& form : CollectionForms()) {
    const size_t star = form.rfind("/*/");
    if (star != std::string::npos && Fits(name, form.substr(0, star + 2))) {
      below.push_back(absl::StrCat(name, form.substr(star + 2)));
    }
  }
  if (!below.empty() || FindGetMethod(name) != nullptr) return below;
  const std::string near = NearestTo(name, CollectionForms());
  return near.empty() ? below : std::vector<std::string>{near};
}

}  // namespace

const std::vector<const ServiceDescriptor*>& Services() {
  static const auto* const services = [] {
    auto* const all = new std::vector<const ServiceDescriptor*>;
    for (const FileDescriptor* const file : Files()) {
      for (int i = 0; i < file->service_count(); ++i) all->push_back(file->service(i));
    }
    return all;
  }();
  return *services;
}

const Method* MethodOf(const Descriptor& request) {
  static const auto* const by_request = [] {
    auto* const all = new std::map<const Descriptor*, const Method*>;
    ForEachMethod([&](const Method& method) { all->emplace(method.input_type(), &method); });
    return all;
  }();
  const auto found = by_request->find(&request);
  return found == by_request->end() ? nullptr : found->second;
}

absl::StatusOr<const Method*> FindMethod(absl::string_view name) {
  const Method* found = nullptr;
  std::vector<std::string> near;
  const std::string wanted = absl::StrCat("/", absl::StripPrefix(name, "/"));
  const std::string verb = wanted.substr(wanted.rfind('/') + 1);
  ForEachMethod([&](const Method& method) {
    const std::string path = PathOf(method);
    if (absl::EndsWith(path, wanted) || absl::EndsWith(path, absl::StrCat(".", wanted.substr(1)))) found = &method;
    if (!verb.empty() && absl::StrContains(absl::AsciiStrToLower(method.name()), absl::AsciiStrToLower(verb))) {
      near.push_back(path.substr(path.rfind('.') + 1));
    }
  });
  if (found != nullptr) return found;
  // Of a part that many have, those that add the least to it.
  absl::c_stable_sort(
      near, [](const std::string& a, const std::string& b) { return a.size() - a.find('/') < b.size() - b.find('/'); });
  near.resize(std::min(near.size(), kMostNear));
  if (const std::string nearest = NearestTo(name, MethodNames()); near.empty() && !nearest.empty()) {
    near.push_back(nearest);
  }
  if (near.empty()) {
    for (const ServiceDescriptor* const service : Services()) near.push_back(absl::StrCat(service->name(), "/…"));
  }
  const std::string list = absl::StrJoin(near, ", ");
  return MakeFieldError("METHOD_UNKNOWN",
                        {.field = "method",
                         .words = {.en = absl::StrCat("There is no method \"", name, "\"; near it are ", list, "."),
                                   .fa = absl::StrCat("متد «", name, "» وجود ندارد؛ نزدیک به آن: ", list, ".")}});
}

absl::StatusOr<const Method*> GetMethodOf(absl::string_view name) {
  if (const Method* const found = FindGetMethod(name); found != nullptr) return found;
  Words there;
  if (const std::string near = NearestName(name); !near.empty() && near != name) {
    there = DidYouMean(near);
  } else if (CollectionOf(name).method != nullptr) {
    there = {.en = absl::StrCat("it is a collection: mosbatctl list ", name, "."),
             .fa = absl::StrCat("مجموعه است: mosbatctl list ", name)};
  } else {
    there = {
        .en = "a name begins with its collection, like serviceTypes/vision-screening: mosbatctl list --help.",
        .fa =
            "نام با مجموعهٔ آن آغاز می‌شود، مانند serviceTypes/vision-screening: mosbatctl list --help"};
  }
  return MakeFieldError("RESOURCE_UNKNOWN",
                        {.field = "name",
                         .words = {.en = absl::StrCat("\"", name, "\" is no name of a resource; ", there.en),
                                   .fa = absl::StrCat("«", name, "» نام هیچ منبعی نیست؛ ", there.fa)}});
}

absl::StatusOr<Collection> FindCollection(absl::string_view name) {
  if (Collection found = CollectionOf(name == "counties" ? "provinces/-/counties" : name); found.method != nullptr) {
    return found;
  }
  const std::vector<std::string> meant = CollectionsMeant(name);
  Words there;
  if (!meant.empty()) {
    there = DidYouMean(meant);
  } else if (FindGetMethod(name) != nullptr || ListOnlyCollectionOf(name).method != nullptr) {
    there = {.en = absl::StrCat("it is one resource: mosbatctl get ", name, "."),
             .fa = absl::StrCat("یک منبع است: mosbatctl get ", name)};
  } else {
    const std::string list = absl::StrJoin(CollectionForms(), ", ");
    there = {.en = absl::StrCat("there are ", list, "."), .fa = absl::StrCat("مجموعه‌ها: ", list)};
  }
  return MakeFieldError("COLLECTION_UNKNOWN",
                        {.field = "collection",
                         .words = {.en = absl::StrCat("There is no collection \"", name, "\"; ", there.en),
                                   .fa = absl::StrCat("مجموعهٔ «", name, "» وجود ندارد؛ ", there.fa)}});
}

Collection ListOnlyCollectionOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  if (slash == absl::string_view::npos || slash + 1 == name.size() || FindGetMethod(name) != nullptr) return {};
  const Collection collection = CollectionOf(name.substr(0, slash));
  if (collection.method == nullptr) return {};
  const FieldDescriptor* const items = ItemsOf(*collection.method->output_type());
  const bool has_names = items != nullptr && items->message_type()->FindFieldByName("name") != nullptr;
  return has_names ? collection : Collection();
}

std::string NearestName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  // Of what is fixed in a form a third of the letters may differ.
  std::string nearest;
  size_t fewest = name.size();
  for (const std::string& form : ResourceForms()) {
    std::vector<std::string> wanted = absl::StrSplit(form, '/');
    if (wanted.size() != parts.size()) continue;
    size_t fixed = 0;
    size_t differ = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].empty()) differ = name.size();
      if (wanted[i] == "*") {
        wanted[i] = std::string(parts[i]);
        continue;
      }
      fixed += wanted[i].size();
      differ += LettersBetween(parts[i], wanted[i]);
    }
    if (differ > fixed / 3 || differ >= fewest) continue;
    fewest = differ;
    nearest = absl::StrJoin(wanted, "/");
  }
  return nearest;
}

const FieldDescriptor* FieldOfType(const Descriptor& message, const Descriptor& wanted) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (message.field(i)->message_type() == &wanted) return message.field(i);
  }
  return nullptr;
}

const FieldDescriptor* ItemsOf(const Descriptor& response) {
  for (int i = 0; i < response.field_count(); ++i) {
    if (response.field(i)->is_repeated() && response.field(i)->message_type() != nullptr) return response.field(i);
  }
  return nullptr;
}

ResourceMethods MethodsOf(const Descriptor& resource) {
  ResourceMethods methods;
  ForEachMethod([&](const Method& method) {
    if (IsList(method) && FieldOfType(*method.output_type(), resource) != nullptr) methods.list = &method;
    if (method.output_type() != &resource) return;
    const FieldDescriptor* const field = FieldOfType(*method.input_type(), resource);
    if (method.name() == absl::StrCat("Get", resource.name())) {
      methods.get = &method;
    } else if (method.name() == absl::StrCat("Update", resource.name())) {
      methods.update = &method;
    } else if (!IsRead(method) && field != nullptr && !field->is_repeated()) {
      methods.create = &method;
    }
  });
  return methods;
}

std::vector<const Method*> VerbsOf(const Descriptor& resource) {
  std::vector<const Method*> verbs;
  ForEachMethod([&](const Method& method) {
    const bool named = method.input_type()->FindFieldByName("name") != nullptr ||
                       method.name() == absl::StrCat("Update", resource.name());
    if (method.output_type() == &resource && !IsRead(method) && named) verbs.push_back(&method);
  });
  return verbs;
}

std::vector<std::string> MethodNames() {
  std::vector<std::string> names;
  ForEachMethod(
      [&](const Method& method) { names.push_back(absl::StrCat(method.service()->name(), "/", method.name())); });
  return names;
}

std::vector<std::string> CollectionForms() {
  std::vector<std::string> forms;
  ForEachMethod([&](const Method& method) {
    if (IsList(method) && !RouteOf(method).empty()) forms.push_back(CollectionForm(method));
  });
  return forms;
}

std::vector<std::string> ResourceForms() {
  std::vector<std::string> forms;
  ForEachMethod([&](const Method& method) {
    const Template parts = PartsOf(RouteOf(method));
    if (parts.variable == "name" && parts.rest.empty()) forms.push_back(parts.pattern);
  });
  for (const std::string& collection : CollectionForms()) {
    std::string form = absl::StrCat(collection, "/*");
    if (ListOnlyCollectionOf(absl::StrReplaceAll(form, {{"*", "x"}})).method != nullptr)
      forms.push_back(std::move(form));
  }
  return forms;
}

const Method* VerbOf(const Descriptor& resource, absl::string_view verb) {
  const Method* found = nullptr;
  ForEachMethod([&](const Method& method) {
    if (method.output_type() == &resource && method.name() == absl::StrCat(verb, resource.name())) found = &method;
  });
  return found;
}

std::string PathOf(const Method& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

bool IsRead(const Method& method) {
  return method.options().GetExtension(access::v1::access).kind() == access::v1::Access::READ;
}

bool IsAudited(const Method& method) {
  return !IsRead(method) || method.options().GetExtension(access::v1::access).audited();
}

std::vector<std::string> RolesOf(const Method& method) {
  std::vector<std::string> words;
  for (const int role : method.options().GetExtension(access::v1::access).roles()) {
    if (role == access::v1::PUBLIC) return {};
    words.push_back(auth::RoleWord(static_cast<access::v1::Role>(role)));
  }
  return words;
}

}  // namespace mosbat::ctl
