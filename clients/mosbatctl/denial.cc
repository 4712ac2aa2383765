#include "clients/mosbatctl/denial.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/messages.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string MetadataIn(const absl::Status& status, absl::string_view key) {
  for (const auto& [name, value] : MetadataOf(status)) {
    if (name == key) return value;
  }
  return "";
}

}  // namespace

bool IsDenial(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "ACCESS_DENIED" || reason == "NOT_IN_SCOPE";
}

std::string OwnerOf(const Message& resource) {
  const std::string owner = TextOf(resource, "owner");
  return owner.empty() ? TextOf(resource, "deputyship") : owner;
}

std::string DecidingName(const Message& request, absl::string_view caller) {
  std::vector<const Message*> said = {&request};
  std::vector<const FieldDescriptor*> fields;
  request.GetReflection()->ListFields(request, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->is_repeated() || field->message_type() == nullptr) continue;
    said.push_back(&request.GetReflection()->GetMessage(request, field));
  }
  for (const Message* const message : said) {
    for (const char* const key : {"owner", "deputyship", "service_type", "name"}) {
      const FieldDescriptor* const field = message->GetDescriptor()->FindFieldByName(key);
      // In a request that makes a service type, `service_type` is all of it.
      if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) continue;
      const std::string name = TextOf(*message, key);
      if (!name.empty() && name != caller) return name.substr(0, name.find("/revisions/"));
    }
  }
  return "";
}

absl::Status NamingWhoMay(const absl::Status& denial, const Method& method, const std::vector<std::string>& callers,
                          const std::string& owner) {
  ErrorMetadata metadata = MetadataOf(denial);
  metadata.emplace_back("may_call", absl::StrJoin(RolesOf(method), ", "));
  metadata.emplace_back("callers", absl::StrJoin(callers, ", "));
  if (!owner.empty()) metadata.emplace_back("owner", owner);
  return MakeError(denial.code(), ReasonOf(denial),
                   {.en = WordsOf(denial, Language::kEnglish), .fa = WordsOf(denial, Language::kPersian)},
                   std::move(metadata));
}

Words AdviceOf(const absl::Status& denial) {
  const std::string owner = MetadataIn(denial, "owner");
  const std::string roles = MetadataIn(denial, "may_call");
  const std::string callers = MetadataIn(denial, "callers");
  const bool in_file = !MetadataIn(denial, "file").empty();
  Words advice;
  if (!owner.empty()) {
    advice = {.en = absl::StrCat("it belongs to ", owner, "; call in the name of ", CallerOfDeputyship(owner), "."),
              .fa = absl::StrCat("از آنِ ", owner, " است؛ به نام ", CallerOfDeputyship(owner), " درخواست کنید.")};
  } else {
    advice = {.en = absl::StrCat("this needs the role ", absl::StrReplaceAll(roles, {{", ", " or "}}), "."),
              .fa = absl::StrCat("نقش لازم: ", absl::StrReplaceAll(roles, {{", ", " یا "}}), ".")};
  }
  advice.en += callers.empty() ? " This context has no such caller: see mosbatctl context list."
                               : absl::StrCat(" This context speaks for ", callers, ".");
  advice.fa +=
      callers.empty()
          ? " این زمینه چنین درخواست‌کننده‌ای ندارد؛ ببینید: mosbatctl context list"
          : absl::StrCat(" این زمینه به نام اینان کار می‌کند: ", callers, ".");
  if (callers.empty()) return advice;
  advice.en += in_file ? " Name the caller in the file, as: CALLER." : " Name the caller with --as CALLER.";
  advice.fa += in_file ? " درخواست‌کننده را در پرونده نام ببرید، as: CALLER."
                       : " درخواست‌کننده را با --as CALLER نام ببرید.";
  return advice;
}

}  // namespace mosbat::ctl
