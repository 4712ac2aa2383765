#include "clients/mosbatctl/methods.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/api/annotations.pb.h"

#include "common/auth/authenticator.h"
#include "common/base/error.h"
#include "mosbat/access/v1/access.pb.h"
#include "mosbat/audit/v1/audit.pb.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
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
          trial::v1::AdvanceRequest::descriptor()->file()};
}

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

// How many letters are to be added, left out, changed or swapped with the next one.
size_t LettersBetween(absl::string_view a, absl::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string CollectionForm(const Method& method) {
  const Template parts = PartsOf(RouteOf(method));
  return parts.pattern + parts.rest;
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
  const Method* found = nullptr;
  ForEachMethod([&](const Method& method) {
    const Template parts = PartsOf(RouteOf(method));
    if (parts.variable == "name" && parts.rest.empty() && Fits(name, parts.pattern)) found = &method;
  });
  if (found != nullptr) return found;
  const std::string list = absl::StrJoin(ResourceForms(), ", ");
  return MakeFieldError(
      "RESOURCE_UNKNOWN",
      {.field = "name",
       .words = {
           .en = absl::StrCat("\"", name, "\" is no name of a resource; names are like ", list, "."),
           .fa = absl::StrCat("«", name, "» نام هیچ منبعی نیست؛ شکل نام‌ها: ", list, ".")}});
}

absl::StatusOr<Collection> FindCollection(absl::string_view name) {
  Collection found;
  ForEachMethod([&](const Method& method) {
    if (!IsList(method) || RouteOf(method).empty() || !Fits(name, CollectionForm(method))) return;
    found.method = &method;
    const std::string rest = PartsOf(RouteOf(method)).rest;
    found.parent = PartsOf(RouteOf(method)).variable.empty() ? "" : std::string(absl::StripSuffix(name, rest));
  });
  if (found.method != nullptr) return found;
  const std::vector<std::string> forms = CollectionForms();
  const std::string near = NearestTo(name, forms);
  const std::string list = absl::StrJoin(forms, ", ");
  const Words there =
      near.empty()
          ? Words{.en = absl::StrCat("there are ", list), .fa = absl::StrCat("مجموعه‌ها: ", list)}
          : Words{.en = absl::StrCat("did you mean ", near, "?"), .fa = absl::StrCat("منظورتان ", near, " است؟")};
  return MakeFieldError("COLLECTION_UNKNOWN",
                        {.field = "collection",
                         .words = {.en = absl::StrCat("There is no collection \"", name, "\"; ", there.en),
                                   .fa = absl::StrCat("مجموعهٔ «", name, "» وجود ندارد؛ ", there.fa)}});
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
  return forms;
}

std::string NearestTo(absl::string_view word, const std::vector<std::string>& known) {
  // A third of the letters may differ.
  size_t nearest = word.size() / 3 + 2;
  std::string found;
  for (const std::string& candidate : known) {
    const size_t distance = LettersBetween(absl::AsciiStrToLower(word), absl::AsciiStrToLower(candidate));
    if (distance >= nearest) continue;
    nearest = distance;
    found = candidate;
  }
  return found;
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

std::vector<std::string> RolesOf(const Method& method) {
  std::vector<std::string> words;
  for (const int role : method.options().GetExtension(access::v1::access).roles()) {
    if (role == access::v1::PUBLIC) return {};
    words.push_back(auth::RoleWord(static_cast<access::v1::Role>(role)));
  }
  return words;
}

}  // namespace mosbat::ctl
