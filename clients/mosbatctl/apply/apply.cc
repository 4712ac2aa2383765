#include "clients/mosbatctl/apply/apply.h"

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/apply/forecast.h"
#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/apply/steps.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/show.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The namespace in which the request ids of this command are made.
constexpr char kNamespace[] = "5f0d7a52-6a0b-4f3e-9a55-2c1c5f0f9d11";

// The same request of the same entry has the same id, so two runs at once do it once.
void SetRequestId(Message& request, const std::string& path) {
  std::string bytes;
  request.SerializeToString(&bytes);
  SetText(request, "request_id", DerivedUuid(kNamespace, absl::StrCat(path, "|", request.GetTypeName(), "|", bytes)));
}

enum class Verdict { kUnchanged, kCreated, kChanged, kDifferent };

std::string WordOf(Verdict verdict, Language language) {
  switch (verdict) {
    case Verdict::kCreated:
      return Words{.en = "created", .fa = "ساخته"}.In(language);
    case Verdict::kChanged:
      return Words{.en = "changed", .fa = "تغییر"}.In(language);
    case Verdict::kDifferent:
      return Words{.en = "different", .fa = "متفاوت"}.In(language);
    case Verdict::kUnchanged:
      break;
  }
  return Words{.en = "unchanged", .fa = "بی‌تغییر"}.In(language);
}

// One entry on its way.
class EntryRun {
 public:
  EntryRun(Calls& calls, const Entry& entry, Forecast& forecast, Language language)
      : calls_(calls), entry_(entry), forecast_(forecast), language_(language) {}

  absl::Status Run(ApplyResult& result) {
    if (entry_.resource == nullptr) return Import(result);
    methods_ = MethodsOf(*entry_.resource->message_type());
    name_ = entry_.name();
    MOSBAT_ASSIGN_OR_RETURN(MessagePtr resource, FindResource(calls_, entry_));
    if (resource != nullptr) {
      if (name_.empty()) name_ = TextOf(*resource, "name");
      MOSBAT_RETURN_IF_ERROR(Update(methods_.update, *resource, entry_.resource_message(),
                                    Below(entry_.path, "resource"), resource, result));
    } else {
      MOSBAT_RETURN_IF_ERROR(Create(resource));
    }
    return TakeSteps(std::move(resource), result);
  }

  // Counts what was written, also of an entry that stopped on its way; false where that is nothing.
  bool Count(ApplyResult& result) {
    if (entry_.resource == nullptr) return false;  // what its service imports is whole, and counted
    verdict_ = is_made_ ? Verdict::kCreated : done_.empty() ? Verdict::kUnchanged : Verdict::kChanged;
    const bool wrote = verdict_ != Verdict::kUnchanged;
    if (is_different_) verdict_ = Verdict::kDifferent;
    int& count = is_different_ ? result.stayed : is_made_ ? result.created : wrote ? result.changed : result.unchanged;
    if (wrote || result.stopped.ok()) ++count;
    return wrote;
  }

  // "created    subGuidelines/vision-screening (Submit, Approve)"
  std::string Line(const Dress& dress) const {
    std::string line = absl::StrCat(Padded(Isolated(WordOf(verdict_, language_), dress), 9), "  ", name_);
    if (!done_.empty()) absl::StrAppend(&line, " (", absl::StrJoin(done_, ", "), ")");
    return line;
  }

  // Whether something of it is there that says something else, and stayed.
  bool is_different() const { return is_different_; }
  const std::string& name() const { return name_; }

 private:
  absl::Status Import(ApplyResult& result) {
    const Method& method = *MethodOf(*entry_.request->GetDescriptor());
    name_ = method.name();
    const MessagePtr response = NewMessage(*method.output_type());
    if (absl::Status status = calls_.Invoke(entry_.as, *entry_.request, *response); !status.ok()) {
      return At(*entry_.source, entry_.path, "", {{"", Below(entry_.path, "resource")}}, status);
    }
    const int added = NumberOf(*response, "added");
    const int changed = NumberOf(*response, "changed");
    const int unchanged = NumberOf(*response, "unchanged");
    result.created += added;
    result.changed += changed;
    result.unchanged += unchanged;
    verdict_ = added > 0 ? Verdict::kCreated : changed > 0 ? Verdict::kChanged : Verdict::kUnchanged;
    done_.push_back(SummaryOf({.created = added, .changed = changed, .unchanged = unchanged}, language_));
    return absl::OkStatus();
  }

  // Nothing is written that names what is not there.
  absl::Status CheckNames() {
    const std::vector<absl::Status> faults = forecast_.Against(entry_);
    return faults.empty() ? absl::OkStatus() : faults.front();
  }

  absl::Status Create(MessagePtr& resource) {
    MOSBAT_RETURN_IF_ERROR(CheckNames());
    const MessagePtr request = CopyOf(*entry_.request);
    SetRequestId(*request, entry_.path);
    resource = NewMessage(*entry_.resource->message_type());
    if (absl::Status status = calls_.Invoke(entry_.as, *request, *resource); !status.ok()) {
      return At(*entry_.source, PathOfRefusal(entry_, status), name_, PathsOfCreate(entry_), status);
    }
    is_made_ = true;
    name_ = TextOf(*resource, "name");
    return absl::OkStatus();
  }

  // Brings `current` to what is wanted; what may no longer be edited is noted as different.
  absl::Status Update(const Method* method, const Message& current, const Message& wanted, const std::string& path,
                      MessagePtr& updated, ApplyResult& result) {
    const std::vector<std::string> paths = Differences(wanted, current);
    if (paths.empty()) return absl::OkStatus();
    if (absl::Status older = RefuseOlderText(calls_, entry_, current, wanted); !older.ok()) {
      return Note(std::move(older), result);
    }
    if (method == nullptr) return Note(Different(entry_, name_, path, paths, {}), result);
    MOSBAT_RETURN_IF_ERROR(CheckNames());
    const MessagePtr request = UpdateRequest(*method, current, wanted, paths);
    SetRequestId(*request, path);
    MessagePtr answer = NewMessage(*wanted.GetDescriptor());
    const absl::Status status = calls_.Invoke(entry_.as, *request, *answer);
    if (status.code() == absl::StatusCode::kFailedPrecondition) {
      return Note(Different(entry_, name_, path, paths, status), result);
    }
    if (!status.ok()) {
      const std::string& field = FieldOfType(*method->input_type(), *wanted.GetDescriptor())->name();
      return At(*entry_.source, entry_.path, name_, {{field, path}}, status);
    }
    const auto in_file = [](std::string* out, const std::string& each) { out->append(InJsonCase(each)); };
    done_.push_back(absl::StrCat("update ", absl::StrJoin(paths, ", ", in_file)));
    updated = std::move(answer);
    return absl::OkStatus();
  }

  // A difference that stays ends the entry, not the run.
  absl::Status Note(absl::Status difference, ApplyResult& result) {
    is_different_ = true;
    result.different.push_back(std::move(difference));
    return absl::OkStatus();
  }

  // The steps act on the resource, or on its first text where the entry has one.
  absl::Status TakeSteps(MessagePtr acting, ApplyResult& result) {
    if (entry_.revision != nullptr) {
      const ResourceMethods methods = MethodsOf(*entry_.revision->message_type());
      MOSBAT_ASSIGN_OR_RETURN(acting, FindRevision(calls_, entry_, name_));
      if (acting == nullptr) return absl::OkStatus();
      MOSBAT_RETURN_IF_ERROR(
          Update(methods.update, *acting, entry_.revision_message(), Below(entry_.path, "revision"), acting, result));
    }
    if (is_different_) return absl::OkStatus();
    for (const Verb& verb : entry_.then) MOSBAT_RETURN_IF_ERROR(TakeStep(verb, acting));
    return absl::OkStatus();
  }

  absl::Status TakeStep(const Verb& verb, MessagePtr& acting) {
    if (!absl::c_linear_search(verb.when, StateOf(*acting))) return absl::OkStatus();
    const MessagePtr request = StepRequest(verb, *acting);
    SetRequestId(*request, verb.path);
    MessagePtr answer = NewMessage(*verb.method->output_type());
    const absl::Status status = calls_.Invoke(verb.as, *request, *answer);
    if (IsSoAlready(status)) return absl::OkStatus();
    if (!status.ok()) {
      return At(*entry_.source, verb.path, TextOf(*acting, "name"), PathsOfStep(entry_, verb), status);
    }
    done_.push_back(VerbWord(verb));
    acting = std::move(answer);
    return absl::OkStatus();
  }

  Calls& calls_;
  const Entry& entry_;
  Forecast& forecast_;
  const Language language_;
  ResourceMethods methods_;
  std::string name_;
  Verdict verdict_ = Verdict::kUnchanged;
  bool is_made_ = false;
  bool is_different_ = false;
  std::vector<std::string> done_;
};

}  // namespace

ApplyResult Apply(Calls& calls, const std::vector<Entry>& entries, const ApplyOptions& options) {
  ApplyResult result;
  Forecast forecast(calls, entries);
  std::vector<std::string> different;  // and what rests on it
  for (const Entry& entry : entries) {
    if (const std::string why = NamedIn(entry, different); entry.resource != nullptr && !why.empty()) {
      const std::string name = entry.name().empty() ? entry.resource->message_type()->name() : entry.name();
      const std::string words = HeldBackWords(why).In(options.language);
      options.progress(absl::StrCat("!          ", name, "  ", Isolated(words, options.dress)));
      different.push_back(name);
      ++result.left_out;
      continue;
    }
    EntryRun run(calls, entry, forecast, options.language);
    result.stopped = run.Run(result);
    const bool wrote = run.Count(result);
    if (!result.stopped.ok()) {
      const Words halfway = {.en = "; it stopped halfway", .fa = "؛ نیمه‌کاره ماند"};
      if (!wrote) break;
      result.halfway = absl::StrCat(run.Line(options.dress), Isolated(halfway.In(options.language), options.dress));
      break;
    }
    if (run.is_different()) different.push_back(run.name());
    options.progress(run.Line(options.dress));
  }
  return result;
}

std::string SummaryOf(const ApplyResult& result, Language language) {
  const std::string created = Digits(absl::StrCat(result.created), language);
  const std::string changed = Digits(absl::StrCat(result.changed), language);
  const std::string unchanged = Digits(absl::StrCat(result.unchanged), language);
  const Words counts = {.en = absl::StrCat(created, " created, ", changed, " changed, ", unchanged, " unchanged"),
                        .fa = absl::StrCat(created, " ساخته، ", changed, " تغییر، ", unchanged, " بی‌تغییر")};
  return absl::StrCat(counts.In(language), NotAppliedText(result.stayed, result.left_out, language));
}

std::string NotAppliedText(int different, int left_out, Language language) {
  std::string text;
  const auto add = [&](int count, const Words& what) {
    if (count == 0) return;
    absl::StrAppend(&text, Words{.en = ", ", .fa = "، "}.In(language), Digits(absl::StrCat(count), language), " ",
                    what.In(language));
  };
  add(different, {.en = "different", .fa = "متفاوت"});
  add(left_out, {.en = "left out", .fa = "کنارگذاشته"});
  return text;
}

}  // namespace mosbat::ctl
