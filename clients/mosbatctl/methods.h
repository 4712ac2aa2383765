// What the suite can do, read from its protos' descriptors: which method a request belongs to, which one gets, lists,
// creates or changes a resource, and by whom it may be called. No service is known here but by its name in one list.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace mosbat::ctl {

using Method = google::protobuf::MethodDescriptor;

// Every service that the gateway serves.
const std::vector<const google::protobuf::ServiceDescriptor*>& Services();

// The method that takes this request, nullptr if none does: no two methods share a request.
const Method* MethodOf(const google::protobuf::Descriptor& request);

// "CatalogService/GetServiceType", also with its package or with the method's name alone. INVALID_ARGUMENT /
// METHOD_UNKNOWN names those that are near.
absl::StatusOr<const Method*> FindMethod(absl::string_view name);

// The method that gets the resource `name` by its route. INVALID_ARGUMENT / RESOURCE_UNKNOWN says what may have been
// meant.
absl::StatusOr<const Method*> GetMethodOf(absl::string_view name);

struct Collection {
  const Method* method = nullptr;
  std::string parent;  // "" where the collection has none
};
// "serviceTypes", "provinces/30/counties"; "counties" are those of the whole country. INVALID_ARGUMENT /
// COLLECTION_UNKNOWN says what may have been meant, or lists those that there are.
absl::StatusOr<Collection> FindCollection(absl::string_view name);

// The collection in which the resource `name` stands, of those whose resources no method gets: "provinces/30". Without
// a method if there is none.
Collection ListOnlyCollectionOf(absl::string_view name);

// The name of the right form that differs from `name` by the fewest letters: "serviceTypes/x" of "servicetype/x". "" if
// none is near.
std::string NearestName(absl::string_view name);

// The methods of a resource, nullptr where there is none.
struct ResourceMethods {
  const Method* get = nullptr;
  const Method* list = nullptr;
  const Method* create = nullptr;
  const Method* update = nullptr;
};
ResourceMethods MethodsOf(const google::protobuf::Descriptor& resource);

// "Approve" of a SubGuidelineRevision is ApproveSubGuidelineRevision; nullptr if there is none.
const Method* VerbOf(const google::protobuf::Descriptor& resource, absl::string_view verb);

// Every method that writes a resource which is there: it takes its name, or the resource itself with it.
std::vector<const Method*> VerbsOf(const google::protobuf::Descriptor& resource);

// Every "SERVICE/METHOD", and every form of a collection and of a resource's name, "provinces/*/counties"; resources
// are those that `get` shows, also out of their lists.
std::vector<std::string> MethodNames();
std::vector<std::string> CollectionForms();
std::vector<std::string> ResourceForms();

// The field of `message` that is of the type `wanted`, nullptr if there is none.
const google::protobuf::FieldDescriptor* FieldOfType(const google::protobuf::Descriptor& message,
                                                     const google::protobuf::Descriptor& wanted);

// The field of a list's response that holds the items, nullptr if there is none.
const google::protobuf::FieldDescriptor* ItemsOf(const google::protobuf::Descriptor& response);

// "/mosbat.catalog.v1.CatalogService/GetServiceType"
std::string PathOf(const Method& method);

bool IsRead(const Method& method);

// Whether a call of it is written to the audit trail.
bool IsAudited(const Method& method);

// The roles that may call it, as people write them ("centre-manager"); empty where everybody may.
std::vector<std::string> RolesOf(const Method& method);

}  // namespace mosbat::ctl
