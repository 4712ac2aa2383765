#include "clients/mosbatctl/apply/apply.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/field_mask.pb.h"

#include "clients/mosbatctl/apply/difference.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

using MessagePtr = std::unique_ptr<Message>;

// The namespace in which the request ids of this command are made.
constexpr char kNamespace[] = "5f0d7a52-6a0b-4f3e-9a55-2c1c5f0f9d11";

MessagePtr NewMessage(const Descriptor& descriptor) {
  return MessagePtr(MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

std::string TextOf(const Message& message, const char* name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

void SetText(Message& message, const char* name, const std::string& value) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) message.GetReflection()->SetString(&message, field, value);
}

int32_t NumberOf(const Message& message, const char* name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? 0 : message.GetReflection()->GetInt32(message, field);
}

std::string StateOf(const Message& message) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName("state");
  return field == nullptr ? "" : message.GetReflection()->GetEnum(message, field)->name();
}

bool IsMissing(const absl::Status& status) {
  // Callers of a part of the country are told the same of what is not there and of what is not theirs.
  return status.code() == absl::StatusCode::kNotFound || ReasonOf(status) == "NOT_IN_SCOPE";
}

// The same request of the same entry has the same id, so two runs at once do it once.
void SetRequestId(Message& request, const std::string& path) {
  std::string bytes;
  request.SerializeToString(&bytes);
  SetText(request, "request_id", DerivedUuid(kNamespace, absl::StrCat(path, "|", request.GetTypeName(), "|", bytes)));
}

// Where a field of a request stands in the file: "sub_guideline.title.fa" → "resource.title.fa".
struct PathMap {
  std::string from;
  std::string to;
};

std::string InJsonCase(absl::string_view path) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '/') return absl::StrCat(text, path.substr(i));  // from here on it is a pointer into a schema
    if (path[i] == '_' && i + 1 < path.size()) {
      text.push_back(absl::ascii_toupper(static_cast<unsigned char>(path[++i])));
    } else {
      text.push_back(path[i]);
    }
  }
  return text;
}

std::string InFile(const std::string& field, const std::vector<PathMap>& maps) {
  for (const PathMap& map : maps) {
    const std::string rest = field.substr(std::min(map.from.size(), field.size()));
    const bool whole = rest.empty() || rest.front() == '.' || rest.front() == '[' || map.from.empty();
    if (field.compare(0, map.from.size(), map.from) != 0 || !whole) continue;
    return absl::StrCat(map.to, map.from.empty() ? "." : "", InJsonCase(rest));
  }
  return field;
}

// The error with file, entry and resource in front, its fields as paths in the file.
absl::Status At(const Entry& entry, const std::string& path, const std::string& name, const std::vector<PathMap>& maps,
                const absl::Status& status) {
  const std::string where =
      absl::StrCat(entry.file, ", ", path, name.empty() ? "" : absl::StrCat(" (", name, ")"), ": ");
  std::vector<FieldFault> faults;
  for (const auto& [field, what] : FaultsOf(status, Language::kEnglish)) {
    faults.push_back({.field = InFile(field, maps), .words = {.en = what, .fa = what}});
  }
  ErrorMetadata metadata = MetadataOf(status);
  metadata.emplace_back("file", entry.file);
  metadata.emplace_back("path", path);
  return MakeFieldErrors(status.code(), ReasonOf(status),
                         {.en = absl::StrCat(where, WordsOf(status, Language::kEnglish)),
                          .fa = absl::StrCat(where, WordsOf(status, Language::kPersian))},
                         std::move(faults), std::move(metadata));
}

// One entry on its way.
class EntryRun {
 public:
  EntryRun(Calls& calls, const Entry& entry, bool dry_run) : calls_(calls), entry_(entry), dry_run_(dry_run) {}

  absl::Status Run(ApplyResult& result) {
    if (entry_.resource == nullptr) return Import(result);
    methods_ = MethodsOf(*entry_.resource->message_type());
    name_ = entry_.name();
    MOSBAT_ASSIGN_OR_RETURN(MessagePtr resource, Find());
    const bool there = resource != nullptr;
    if (there) {
      if (name_.empty()) name_ = TextOf(*resource, "name");
      MOSBAT_RETURN_IF_ERROR(Update(methods_.update, *resource, entry_.resource_message(),
                                    absl::StrCat(entry_.path, ".resource"), resource, result));
    } else {
      MOSBAT_RETURN_IF_ERROR(Create(resource));
    }
    MOSBAT_RETURN_IF_ERROR(TakeSteps(std::move(resource), result));
    int& count = !there ? result.created : done_.empty() ? result.unchanged : result.changed;
    ++count;
    verdict_ = !there ? "created" : done_.empty() ? "unchanged" : "changed";
    return absl::OkStatus();
  }

  // "created    subGuidelines/vision-screening (Submit, Approve)"
  std::string Line() const {
    std::string line = absl::StrCat(dry_run_ && verdict_ != "unchanged" ? "would be " : "", verdict_);
    line.resize(std::max(line.size(), dry_run_ ? size_t{17} : size_t{9}), ' ');
    absl::StrAppend(&line, "  ", name_);
    if (!done_.empty()) absl::StrAppend(&line, " (", absl::StrJoin(done_, ", "), ")");
    return line;
  }

 private:
  absl::Status Import(ApplyResult& result) {
    const Method& method = *MethodOf(*entry_.request->GetDescriptor());
    name_ = method.name();
    if (dry_run_) {
      verdict_ = "sent";
      return absl::OkStatus();
    }
    const MessagePtr response = NewMessage(*method.output_type());
    if (absl::Status status = calls_.Invoke(entry_.as, *entry_.request, *response); !status.ok()) {
      return At(entry_, entry_.path, "", {{"", absl::StrCat(entry_.path, ".resource")}}, status);
    }
    const int added = NumberOf(*response, "added");
    const int changed = NumberOf(*response, "changed");
    const int unchanged = NumberOf(*response, "unchanged");
    result.created += added;
    result.changed += changed;
    result.unchanged += unchanged;
    verdict_ = added > 0 ? "created" : changed > 0 ? "changed" : "unchanged";
    done_.push_back(absl::StrCat(added, " created, ", changed, " changed, ", unchanged, " unchanged"));
    return absl::OkStatus();
  }

  // The resource as it is, nullptr where it is not there.
  absl::StatusOr<MessagePtr> Find() {
    if (name_.empty()) return FindInList();
    return Get(*methods_.get, name_);
  }

  absl::StatusOr<MessagePtr> Get(const Method& method, const std::string& name) {
    const MessagePtr request = NewMessage(*method.input_type());
    SetText(*request, "name", name);
    MessagePtr found = NewMessage(*method.output_type());
    absl::Status status = calls_.Invoke(entry_.as, *request, *found);
    if (IsMissing(status)) return MessagePtr();
    if (!status.ok()) return At(entry_, entry_.path, name, {}, status);
    return found;
  }

  absl::StatusOr<MessagePtr> FindInList() {
    const Message& wanted = entry_.resource_message();
    const MessagePtr request = NewMessage(*methods_.list->input_type());
    const FieldDescriptor& items = *FieldOfType(*methods_.list->output_type(), *wanted.GetDescriptor());
    // A list can often be narrowed by a field of the resource, which bears the same name.
    for (int i = 0; i < wanted.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *wanted.GetDescriptor()->field(i);
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field.is_repeated() && field.name() != "name") {
        SetText(*request, field.name().c_str(), TextOf(wanted, field.name().c_str()));
      }
    }
    for (;;) {
      const MessagePtr page = NewMessage(*methods_.list->output_type());
      if (absl::Status status = calls_.Invoke(entry_.as, *request, *page); !status.ok()) {
        return At(entry_, entry_.path, "", {}, status);
      }
      for (int i = 0; i < page->GetReflection()->FieldSize(*page, &items); ++i) {
        const Message& item = page->GetReflection()->GetRepeatedMessage(*page, &items, i);
        if (!SameThing(wanted, item)) continue;
        MessagePtr found(item.New());
        found->CopyFrom(item);
        return found;
      }
      const std::string next = TextOf(*page, "next_page_token");
      if (next.empty()) return MessagePtr();
      SetText(*request, "page_token", next);
    }
  }

  absl::Status Create(MessagePtr& resource) {
    if (dry_run_) return absl::OkStatus();
    const std::string path = absl::StrCat(entry_.path, ".resource");
    MessagePtr request(entry_.request->New());
    request->CopyFrom(*entry_.request);
    SetRequestId(*request, entry_.path);
    resource = NewMessage(*entry_.resource->message_type());
    if (absl::Status status = calls_.Invoke(entry_.as, *request, *resource); !status.ok()) {
      return At(entry_, entry_.path, name_,
                {{absl::StrCat(entry_.resource->name(), "_id"), absl::StrCat(path, ".name")},
                 {entry_.resource->name(), path},
                 {"revision", absl::StrCat(entry_.path, ".revision")}},
                status);
    }
    name_ = TextOf(*resource, "name");
    return absl::OkStatus();
  }

  // Brings `current` to what is wanted; what may no longer be edited is noted as different.
  absl::Status Update(const Method* method, const Message& current, const Message& wanted, const std::string& path,
                      MessagePtr& updated, ApplyResult& result) {
    const std::vector<std::string> paths = Differences(wanted, current);
    if (paths.empty()) return absl::OkStatus();
    if (method == nullptr) {
      result.different.push_back(Different(paths, path, {}));
      return absl::OkStatus();
    }
    done_.push_back(absl::StrCat("update ", absl::StrJoin(paths, ", ")));
    if (dry_run_) return absl::OkStatus();
    const MessagePtr request = NewMessage(*method->input_type());
    const FieldDescriptor& field = *FieldOfType(*method->input_type(), *wanted.GetDescriptor());
    Message& body = *request->GetReflection()->MutableMessage(request.get(), &field);
    body.CopyFrom(wanted);
    SetText(body, "name", TextOf(current, "name"));
    SetText(body, "etag", TextOf(current, "etag"));
    google::protobuf::FieldMask mask;
    for (const std::string& each : paths) mask.add_paths(each);
    const FieldDescriptor* const mask_field = method->input_type()->FindFieldByName("update_mask");
    request->GetReflection()->MutableMessage(request.get(), mask_field)->CopyFrom(mask);
    SetRequestId(*request, path);
    MessagePtr answer = NewMessage(*wanted.GetDescriptor());
    const absl::Status status = calls_.Invoke(entry_.as, *request, *answer);
    if (status.code() == absl::StatusCode::kFailedPrecondition) {
      done_.pop_back();
      result.different.push_back(Different(paths, path, status));
      return absl::OkStatus();
    }
    if (!status.ok()) return At(entry_, entry_.path, name_, {{field.name(), path}}, status);
    updated = std::move(answer);
    return absl::OkStatus();
  }

  absl::Status Different(const std::vector<std::string>& paths, const std::string& path,
                         const absl::Status& refusal) const {
    const std::string list = absl::StrJoin(paths, ", ", [&](std::string* out, const std::string& each) {
      absl::StrAppend(out, path, ".", InJsonCase(each));
    });
    const std::string why_en = refusal.ok() ? "" : absl::StrCat(" ", WordsOf(refusal, Language::kEnglish));
    const std::string why_fa = refusal.ok() ? "" : absl::StrCat(" ", WordsOf(refusal, Language::kPersian));
    return At(
        entry_, entry_.path, name_, {},
        MakeError(absl::StatusCode::kFailedPrecondition, "DIFFERENT",
                  {.en = absl::StrCat("the suite has something else, which cannot be changed, at ", list, ".", why_en),
                   .fa = absl::StrCat("سامانه چیز دیگری دارد که تغییرپذیر نیست، در ", list, ".", why_fa)}));
  }

  // The steps act on the resource, or on its first text where the entry has one.
  absl::Status TakeSteps(MessagePtr acting, ApplyResult& result) {
    if (entry_.revision != nullptr && acting != nullptr) {
      const ResourceMethods methods = MethodsOf(*entry_.revision->message_type());
      MOSBAT_ASSIGN_OR_RETURN(acting, Get(*methods.get, absl::StrCat(name_, "/revisions/1")));
      if (acting != nullptr) {
        MOSBAT_RETURN_IF_ERROR(Update(methods.update, *acting, entry_.revision_message(),
                                      absl::StrCat(entry_.path, ".revision"), acting, result));
      }
    }
    for (const Verb& verb : entry_.then) MOSBAT_RETURN_IF_ERROR(TakeStep(verb, acting));
    return absl::OkStatus();
  }

  absl::Status TakeStep(const Verb& verb, MessagePtr& acting) {
    // In a dry run of what is not there yet, every step would be taken.
    if (acting != nullptr && !absl::c_linear_search(verb.when, StateOf(*acting))) return absl::OkStatus();
    const std::string resource = verb.method->output_type()->name();
    done_.push_back(verb.method->name().substr(0, verb.method->name().size() - resource.size()));
    if (dry_run_) {
      acting.reset();
      return absl::OkStatus();
    }
    MessagePtr request(verb.request->New());
    request->CopyFrom(*verb.request);
    SetText(*request, "name", TextOf(*acting, "name"));
    SetText(*request, "etag", TextOf(*acting, "etag"));
    SetRequestId(*request, verb.path);
    MessagePtr answer = NewMessage(*verb.method->output_type());
    if (absl::Status status = calls_.Invoke(verb.as, *request, *answer); !status.ok()) {
      return At(entry_, verb.path, TextOf(*acting, "name"), {{"", absl::StrCat(verb.path, ".with")}}, status);
    }
    acting = std::move(answer);
    return absl::OkStatus();
  }

  Calls& calls_;
  const Entry& entry_;
  const bool dry_run_;
  ResourceMethods methods_;
  std::string name_;
  std::string verdict_;
  std::vector<std::string> done_;
};

}  // namespace

ApplyResult Apply(Calls& calls, const std::vector<Entry>& entries, const ApplyOptions& options) {
  ApplyResult result;
  for (const Entry& entry : entries) {
    EntryRun run(calls, entry, options.dry_run);
    result.stopped = run.Run(result);
    if (!result.stopped.ok()) break;
    options.progress(run.Line());
  }
  return result;
}

std::string SummaryOf(const ApplyResult& result) {
  return absl::StrCat(result.created, " created, ", result.changed, " changed, ", result.unchanged, " unchanged");
}

}  // namespace mosbat::ctl
