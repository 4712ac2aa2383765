#include "clients/mosbatctl/names.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/show.h"
#include "common/base/nearest.h"
#include "common/base/status_macros.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kPageSize = 1000;

// Names of this id that the suite has. Only what may be read without a trace is looked at.
std::vector<std::string> NamesOfId(CallsAs& calls, const std::string& id) {
  std::vector<std::string> names;
  for (const std::string& form : ResourceForms()) {
    if (std::count(form.begin(), form.end(), '/') != 1) continue;
    const std::string name = absl::StrReplaceAll(form, {{"*", id}});
    const absl::StatusOr<const Method*> method = GetMethodOf(name);
    if (!method.ok() || IsAudited(**method)) continue;
    const MessagePtr request = NewMessage(*(*method)->input_type());
    SetText(*request, "name", name);
    const MessagePtr found = NewMessage(*(*method)->output_type());
    if (calls.Invoke(*request, *found).ok()) names.push_back(name);
  }
  return names;
}

// `unknown`, or with the names of that id that the suite has in its place.
absl::Status Guessed(CallsAs& calls, const std::string& name, absl::Status unknown) {
  if (name.empty() || absl::StrContains(name, "/") || FindCollection(name).ok()) return unknown;
  const std::vector<std::string> names = NamesOfId(calls, name);
  if (names.empty()) return unknown;
  return MakeFieldError("RESOURCE_UNKNOWN",
                        {.field = "name",
                         .words = {.en = absl::StrCat("\"", name, "\" is no whole name; ", DidYouMean(names).en),
                                   .fa = absl::StrCat("«", name, "» نام کامل نیست؛ ", DidYouMean(names).fa)}});
}

absl::Status NotThere(const std::string& name) {
  return MakeError(absl::StatusCode::kNotFound, "NOT_FOUND",
                   {.en = absl::StrCat("There is no ", name, "."), .fa = absl::StrCat(name, " وجود ندارد.")},
                   {{"name", name}});
}

// Facts are listed by the last part of their names alone.
bool IsCalled(const Message& item, const std::string& name) {
  const std::string own = TextOf(item, "name");
  return own == name || own == name.substr(name.rfind('/') + 1);
}

absl::StatusOr<MessagePtr> ReadFromList(CallsAs& calls, const Collection& collection, const std::string& name) {
  const Method& method = *collection.method;
  const FieldDescriptor* const items = ItemsOf(*method.output_type());
  const MessagePtr request = NewMessage(*method.input_type());
  SetText(*request, "parent", collection.parent);
  const FieldDescriptor* const size = method.input_type()->FindFieldByName("page_size");
  if (size != nullptr) request->GetReflection()->SetInt32(request.get(), size, kPageSize);
  for (;;) {
    const MessagePtr page = NewMessage(*method.output_type());
    MOSBAT_RETURN_IF_ERROR(calls.Invoke(*request, *page));
    for (int i = 0; i < page->GetReflection()->FieldSize(*page, items); ++i) {
      const Message& item = page->GetReflection()->GetRepeatedMessage(*page, items, i);
      if (IsCalled(item, name)) return CopyOf(item);
    }
    const std::string next = TextOf(*page, "next_page_token");
    if (next.empty()) return NotThere(name);
    SetText(*request, "page_token", next);
  }
}

}  // namespace

absl::StatusOr<MessagePtr> ReadResource(CallsAs& calls, const std::string& name) {
  const absl::StatusOr<const Method*> method = GetMethodOf(name);
  if (method.ok()) {
    const MessagePtr request = NewMessage(*(*method)->input_type());
    SetText(*request, "name", name);
    MessagePtr found = NewMessage(*(*method)->output_type());
    MOSBAT_RETURN_IF_ERROR(calls.Invoke(*request, *found));
    return found;
  }
  const Collection collection = ListOnlyCollectionOf(name);
  if (collection.method == nullptr) return Guessed(calls, name, method.status());
  return ReadFromList(calls, collection, name);
}

absl::Status RequireIn(CallsAs& calls, const std::string& collection, const std::string& name) {
  if (absl::StartsWith(name, absl::StrCat(collection, "/"))) return absl::OkStatus();
  const auto unknown = [&name](Words there) {
    return MakeFieldError("RESOURCE_UNKNOWN", {.field = "name",
                                               .words = {.en = absl::StrCat("\"", name, "\" ", there.en),
                                                         .fa = absl::StrCat("«", name, "» ", there.fa)}});
  };
  if (!name.empty() && !absl::StrContains(name, '/') && !FindCollection(name).ok()) {
    // Of all names only those of the collection are of use.
    const Words meant = DidYouMean(absl::StrCat(collection, "/", name));
    return unknown(
        {.en = absl::StrCat("is no whole name; ", meant.en), .fa = absl::StrCat("نام کامل نیست؛ ", meant.fa)});
  }
  // Of what is no name at all it is said what may have been meant.
  if (!GetMethodOf(name).ok()) MOSBAT_RETURN_IF_ERROR(ReadResource(calls, name).status());
  return unknown(
      {.en = absl::StrCat("is none of ", collection, "/…."), .fa = absl::StrCat("از ", collection, "/… نیست.")});
}

std::vector<std::string> NamesIn(CallsAs& calls, const std::string& name) {
  const absl::StatusOr<Collection> collection = FindCollection(name);
  if (!collection.ok() || IsAudited(*collection->method)) return {};
  const MessagePtr request = NewMessage(*collection->method->input_type());
  SetText(*request, "parent", collection->parent);
  const FieldDescriptor* const size = request->GetDescriptor()->FindFieldByName("page_size");
  if (size != nullptr) request->GetReflection()->SetInt32(request.get(), size, kPageSize);
  const MessagePtr page = NewMessage(*collection->method->output_type());
  if (!calls.Invoke(*request, *page).ok()) return {};
  std::vector<std::string> names;
  const FieldDescriptor* const items = ItemsOf(*page->GetDescriptor());
  for (int i = 0; i < page->GetReflection()->FieldSize(*page, items); ++i) {
    names.push_back(TextOf(page->GetReflection()->GetRepeatedMessage(*page, items, i), "name"));
  }
  return names;
}

absl::StatusOr<ChosenRevision> ChooseRevision(CallsAs& calls, const std::string& name, RevisionWanted wanted) {
  MOSBAT_ASSIGN_OR_RETURN(const Method* const method, GetMethodOf(name));
  if (method->output_type() == guideline::v1::SubGuidelineRevision::descriptor()) return ChosenRevision{.name = name};
  if (method->output_type() != guideline::v1::SubGuideline::descriptor()) {
    return MakeFieldError(
        "RESOURCE_UNKNOWN",
        {.field = "name",
         .words = {.en = absl::StrCat("\"", name, "\" is no text of a sub-guideline: subGuidelines/…/revisions/…."),
                   .fa = absl::StrCat("«", name,
                                      "» متن شیوه‌نامه نیست: subGuidelines/…/revisions/….")}});
  }
  guideline::v1::GetSubGuidelineRequest request;
  request.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(const auto text, calls.Ask<guideline::v1::SubGuideline>(request));
  const std::pair<std::string, Words> pending = {text.pending_revision(), {.en = "pending", .fa = "در دست"}};
  const std::pair<std::string, Words> current = {text.current_revision(), {.en = "current", .fa = "مجری"}};
  auto chosen = wanted == RevisionWanted::kPending ? pending : current;
  if (chosen.first.empty()) chosen = wanted == RevisionWanted::kPending ? current : pending;
  if (chosen.first.empty()) {
    chosen = {absl::StrCat(name, "/revisions/", text.revision_count()), {.en = "newest", .fa = "آخرین"}};
  }
  if (text.revision_count() == 1) {
    return ChosenRevision{.name = chosen.first, .why = {.en = "the only revision", .fa = "تنها ویرایش"}};
  }
  const std::string count = absl::StrCat(text.revision_count());
  return ChosenRevision{
      .name = chosen.first,
      .why = {.en = absl::StrCat("the ", chosen.second.en, " one of 1 to ", count, "; another: ", name, "/revisions/N"),
              .fa = absl::StrCat("ویرایش ", chosen.second.fa, " از ۱ تا ", Digits(count, Language::kPersian),
                                 "؛ ویرایش دیگر: ", name, "/revisions/N")}};
}

bool IsUuid(absl::string_view text) {
  constexpr absl::string_view kShape = "00000000-0000-0000-0000-000000000000";
  return text.size() == kShape.size() && std::equal(text.begin(), text.end(), kShape.begin(), [](char c, char shape) {
           return shape == '-' ? c == '-' : absl::ascii_isxdigit(c);
         });
}

}  // namespace mosbat::ctl
