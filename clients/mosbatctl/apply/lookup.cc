#include "clients/mosbatctl/apply/lookup.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/field_mask.pb.h"

#include "clients/mosbatctl/apply/difference.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsMissing(const absl::Status& status) {
  // Callers of a part of the country are told the same of what is not there and of what is not theirs.
  return status.code() == absl::StatusCode::kNotFound || ReasonOf(status) == "NOT_IN_SCOPE";
}

absl::StatusOr<MessagePtr> Get(Calls& calls, const Entry& entry, const Method& method, const std::string& name) {
  const MessagePtr request = NewMessage(*method.input_type());
  SetText(*request, "name", name);
  MessagePtr found = NewMessage(*method.output_type());
  const absl::Status status = calls.Invoke(entry.as, *request, *found);
  if (IsMissing(status)) return MessagePtr();
  if (!status.ok()) return At(*entry.source, entry.path, name, {}, status);
  return found;
}

absl::StatusOr<MessagePtr> FindInList(Calls& calls, const Entry& entry, const Method& list) {
  const Message& wanted = entry.resource_message();
  const MessagePtr request = NewMessage(*list.input_type());
  const FieldDescriptor& items = *FieldOfType(*list.output_type(), *wanted.GetDescriptor());
  // A list can often be narrowed by a field of the resource, which bears the same name.
  for (int i = 0; i < wanted.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *wanted.GetDescriptor()->field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field.is_repeated() && field.name() != "name") {
      SetText(*request, field.name(), TextOf(wanted, field.name()));
    }
  }
  for (;;) {
    const MessagePtr page = NewMessage(*list.output_type());
    if (absl::Status status = calls.Invoke(entry.as, *request, *page); !status.ok()) {
      return At(*entry.source, entry.path, "", {}, status);
    }
    for (int i = 0; i < page->GetReflection()->FieldSize(*page, &items); ++i) {
      const Message& item = page->GetReflection()->GetRepeatedMessage(*page, &items, i);
      if (SameThing(wanted, item)) return CopyOf(item);
    }
    const std::string next = TextOf(*page, "next_page_token");
    if (next.empty()) return MessagePtr();
    SetText(*request, "page_token", next);
  }
}

}  // namespace

absl::StatusOr<MessagePtr> FindResource(Calls& calls, const Entry& entry) {
  const ResourceMethods methods = MethodsOf(*entry.resource->message_type());
  const std::string name = entry.name();
  return name.empty() ? FindInList(calls, entry, *methods.list) : Get(calls, entry, *methods.get, name);
}

absl::StatusOr<MessagePtr> FindRevision(Calls& calls, const Entry& entry, const std::string& name) {
  const ResourceMethods methods = MethodsOf(*entry.revision->message_type());
  return Get(calls, entry, *methods.get, absl::StrCat(name, "/revisions/1"));
}

MessagePtr UpdateRequest(const Method& method, const Message& current, const Message& wanted,
                         const std::vector<std::string>& fields) {
  MessagePtr request = NewMessage(*method.input_type());
  const FieldDescriptor& field = *FieldOfType(*method.input_type(), *wanted.GetDescriptor());
  Message& body = *request->GetReflection()->MutableMessage(request.get(), &field);
  body.CopyFrom(wanted);
  SetText(body, "name", TextOf(current, "name"));
  SetText(body, "etag", TextOf(current, "etag"));
  google::protobuf::FieldMask mask;
  for (const std::string& each : fields) mask.add_paths(each);
  const FieldDescriptor* const mask_field = method.input_type()->FindFieldByName("update_mask");
  request->GetReflection()->MutableMessage(request.get(), mask_field)->CopyFrom(mask);
  return request;
}

MessagePtr StepRequest(const Verb& verb, const Message& acting) {
  MessagePtr request = CopyOf(*verb.request);
  SetText(*request, "name", TextOf(acting, "name"));
  SetText(*request, "etag", TextOf(acting, "etag"));
  return request;
}

bool IsSoAlready(const absl::Status& status) { return ReasonOf(status) == "ALREADY_ACTIVE"; }

std::vector<PathMap> PathsOfCreate(const Entry& entry) {
  const std::string resource = Below(entry.path, "resource");
  return {{absl::StrCat(entry.resource->name(), "_id"), absl::StrCat(resource, ".name")},
          {entry.resource->name(), resource},
          {"revision", Below(entry.path, "revision")},
          {"", Below(entry.path, "with")}};
}

}  // namespace mosbat::ctl
