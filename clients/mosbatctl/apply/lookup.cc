#include "clients/mosbatctl/apply/lookup.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"

#include "clients/mosbatctl/apply/difference.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::StatusOr<MessagePtr> Get(Calls& calls, const Entry& entry, const Method& method, const std::string& name) {
  const MessagePtr request = NewMessage(*method.input_type());
  SetText(*request, "name", name);
  MessagePtr found = NewMessage(*method.output_type());
  const absl::Status status = calls.Invoke(entry.as, *request, *found);
  if (IsMissing(status)) return MessagePtr();
  if (!status.ok()) {
    return At(*entry.source, entry.path, name, {{"", Below(entry.path, "resource")}}, status);
  }
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
      return At(*entry.source, entry.path, "", {{"", Below(entry.path, "resource")}}, status);
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

// Every text in a message that could be a resource name.
void CollectTexts(const Message& message, std::set<std::string>& texts) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->is_map()) continue;
    const int size = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        texts.insert(field->is_repeated() ? message.GetReflection()->GetRepeatedString(message, field, i)
                                          : message.GetReflection()->GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectTexts(field->is_repeated() ? message.GetReflection()->GetRepeatedMessage(message, field, i)
                                          : message.GetReflection()->GetMessage(message, field),
                     texts);
      }
    }
  }
}

// "subGuidelines/x/revisions/3" → subGuidelines/x and 3; 0 where the name is no revision's.
std::pair<std::string, int> RevisionParts(const std::string& name) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, absl::MaxSplits("/revisions/", 1));
  int number = 0;
  return {parts.first, absl::SimpleAtoi(parts.second, &number) ? number : 0};
}

// What takes the place of a text or an entrustment that may no longer be edited.
Words Instead(const Entry& entry, const std::string& name_there, const std::string& path) {
  if (entry.resource->message_type()->name() == "Entrustment") {
    return {.en = absl::StrCat(" End ", name_there, " (EndEntrustment) and propose another."),
            .fa = absl::StrCat(" به ", name_there, " پایان دهید (EndEntrustment) و واگذاری دیگری پیشنهاد کنید.")};
  }
  const bool is_text = entry.resource->message_type()->name() == "SubGuidelineRevision" ||
                       (entry.revision != nullptr && path == Below(entry.path, "revision"));
  if (!is_text) return {};
  const std::string name = entry.revision != nullptr ? absl::StrCat(entry.name(), "/revisions/1") : entry.name();
  const auto [text, number] = RevisionParts(name);
  const std::string next = absl::StrCat(text, "/revisions/", number + 1);
  return {
      .en = absl::StrCat(" Put the text back as it is there (mosbatctl get ", name, " -o yaml) and write the change ",
                         "behind it as a document of its own, ", next, " or the next free number."),
      .fa = absl::StrCat(" متن را به همان که در سامانه است برگردانید (mosbatctl get ", name,
                         " -o yaml) و تغییر را پس از آن در سندی جدا بنویسید: ", next, " یا نخستین شمارهٔ آزاد.")};
}

}  // namespace

bool IsMissing(const absl::Status& status) {
  return status.code() == absl::StatusCode::kNotFound || ReasonOf(status) == "NOT_IN_SCOPE";
}

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

MessagePtr Updated(const Message& current, const Message& wanted) {
  google::protobuf::FieldMask mask;
  for (const std::string& each : Differences(wanted, current)) mask.add_paths(each);
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  MessagePtr updated = CopyOf(current);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(wanted, mask, options, updated.get());
  return updated;
}

absl::Status Different(const Entry& entry, const std::string& name, const std::string& path,
                       const std::vector<std::string>& fields, const absl::Status& refusal) {
  const std::string list = absl::StrJoin(fields, ", ", [&](std::string* out, const std::string& each) {
    absl::StrAppend(out, path, ".", InJsonCase(each));
  });
  const auto why = [&](Language language) { return refusal.ok() ? "" : absl::StrCat(" ", WordsOf(refusal, language)); };
  const Words instead = Instead(entry, name, path);
  return At(*entry.source, Below(path, InJsonCase(fields.front())), name, {},
            MakeError(absl::StatusCode::kFailedPrecondition, "DIFFERENT",
                      {.en = absl::StrCat("the suite has something else, which cannot be changed, at ", list, ".",
                                          why(Language::kEnglish), instead.en),
                       .fa = absl::StrCat("سامانه چیز دیگری دارد که تغییرپذیر نیست، در ", list, ".",
                                          why(Language::kPersian), instead.fa)}));
}

absl::Status RefuseOlderText(Calls& calls, const Entry& entry, const Message& current, const Message& wanted) {
  const auto [text, number] = RevisionParts(TextOf(current, "rests_on"));
  const auto [wanted_text, wanted_number] = RevisionParts(TextOf(wanted, "rests_on"));
  if (text != wanted_text || wanted_number == 0 || wanted_number >= number) return absl::OkStatus();
  const std::string name = TextOf(current, "name");
  const std::string now = TextOf(current, "rests_on");
  guideline::v1::GetSubGuidelineRevisionRequest request;
  request.set_name(now);
  const auto later = calls.Call<guideline::v1::SubGuidelineRevision>(entry.as, request);
  if (later.ok() && later->state() == guideline::v1::SubGuidelineRevision::WITHDRAWN) return absl::OkStatus();
  const std::string older = TextOf(wanted, "rests_on");
  const std::string path = Below(entry.path, "resource.restsOn");
  const std::string back = absl::StrCat("mosbatctl call RollbackServiceType --as ", entry.as, " -d '{\"name\": \"",
                                        name, "\", \"revision\": \"", name, "/revisions/…\", \"reason\": \"…\"}'");
  const Words words = {
      .en =
          absl::StrCat(name, " rests on ", now, ", and this file names the earlier ", older,
                       ": it is older than the suite. Write ", now, " into it. To go back to the earlier text: ", back),
      .fa =
          absl::StrCat(name, " اکنون بر ", now, " استوار است و این پرونده متن پیشین ", older,
                       " را نام می‌برد: پرونده از سامانه کهنه‌تر است. در آن ",
                       now, " بنویسید. برای بازگشت به متن پیشین: ", back)};
  return At(*entry.source, path, name, {},
            MakeFieldErrors(absl::StatusCode::kFailedPrecondition, "REVISION_OLDER", words,
                            {{.field = path, .words = words}}));
}

std::string NamedIn(const Entry& entry, const std::vector<std::string>& names) {
  if (names.empty()) return "";
  std::set<std::string> texts;
  CollectTexts(*entry.request, texts);
  for (const Verb& verb : entry.then) CollectTexts(*verb.request, texts);
  for (const std::string& name : names) {
    for (const std::string& text : texts) {
      if (text == name || absl::StartsWith(text, absl::StrCat(name, "/"))) return name;
    }
  }
  return "";
}

Words HeldBackWords(const std::string& different) {
  return {.en = absl::StrCat("left out: it rests on ", different, ", which differs"),
          .fa = absl::StrCat("کنار گذاشته شد: بر ", different, " استوار است که تفاوت دارد")};
}

std::vector<PathMap> PathsOfCreate(const Entry& entry) {
  const std::string resource = Below(entry.path, "resource");
  return {{absl::StrCat(entry.resource->name(), "_id"), absl::StrCat(resource, ".name")},
          {entry.resource->name(), resource},
          {"revision", Below(entry.path, "revision")},
          {"", Below(entry.path, "with")}};
}

std::string PathOfRefusal(const Entry& entry, const absl::Status& refusal) {
  return ReasonOf(refusal) == "TARIFF_DAY_TAKEN" ? Below(entry.path, "resource.effectiveDate") : entry.path;
}

}  // namespace mosbat::ctl
