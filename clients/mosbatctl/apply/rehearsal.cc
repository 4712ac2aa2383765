#include "clients/mosbatctl/apply/rehearsal.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/show.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

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

class Rehearsal {
 public:
  Rehearsal(Calls& calls, Language language) : calls_(calls), language_(language) {}

  Rehearsed Run(const Entry& entry) {
    Rehearsed result{.as = entry.as};
    if (entry.resource == nullptr) {
      result.verdict = Rehearsed::Verdict::kSent;
      result.name = MethodOf(*entry.request->GetDescriptor())->name();
      return result;
    }
    result.name = entry.name().empty() ? entry.resource->message_type()->name() : entry.name();
    result.refused = Look(entry, result);
    if (Differs(result)) written_.push_back(result.name);
    return result;
  }

 private:
  absl::Status Look(const Entry& entry, Rehearsed& result) {
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr resource, FindResource(calls_, entry));
    if (resource == nullptr) return LookAtMissing(entry, result);
    const std::string name = TextOf(*resource, "name");
    result.name = name;
    const ResourceMethods methods = MethodsOf(*entry.resource->message_type());
    MOSBAT_RETURN_IF_ERROR(LookAtUpdate(entry, methods.update, *resource, entry.resource_message(),
                                        Below(entry.path, "resource"), result));
    if (entry.revision == nullptr) return LookAtSteps(entry, *resource, result);
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr revision, FindRevision(calls_, entry, name));
    if (revision == nullptr) return absl::OkStatus();
    const ResourceMethods of_revision = MethodsOf(*entry.revision->message_type());
    MOSBAT_RETURN_IF_ERROR(LookAtUpdate(entry, of_revision.update, *revision, entry.revision_message(),
                                        Below(entry.path, "revision"), result));
    return LookAtSteps(entry, *revision, result);
  }

  absl::Status LookAtMissing(const Entry& entry, Rehearsed& result) {
    result.verdict = Rehearsed::Verdict::kCreated;
    const auto nothing = [](const Message& message) { return NewMessage(*message.GetDescriptor()); };
    result.changes = Changes(entry.resource_message(), *nothing(entry.resource_message()), language_);
    if (entry.revision != nullptr) {
      const Message& text = entry.revision_message();
      Add(Changes(text, *nothing(text), language_), "revision.", result);
    }
    for (const Verb& verb : entry.then) AddStep(verb, result);
    return Ask(entry, entry.as, *entry.request, entry.path, PathsOfCreate(entry), result);
  }

  // What differs; `method` is nullptr where it may not be changed at all.
  absl::Status LookAtUpdate(const Entry& entry, const Method* method, const Message& current, const Message& wanted,
                            const std::string& path, Rehearsed& result) {
    const std::vector<std::string> fields = Differences(wanted, current);
    if (fields.empty()) return absl::OkStatus();
    result.verdict = Rehearsed::Verdict::kChanged;
    Add(Changes(wanted, current, language_), "", result);
    if (method == nullptr) {
      return At(*entry.source, path, result.name, {},
                MakeError(absl::StatusCode::kFailedPrecondition, "DIFFERENT",
                          {.en = "what the suite has cannot be changed.", .fa = "آنچه سامانه دارد تغییرپذیر نیست."}));
    }
    const MessagePtr request = UpdateRequest(*method, current, wanted, fields);
    const std::string& field = FieldOfType(*method->input_type(), *wanted.GetDescriptor())->name();
    return Ask(entry, entry.as, *request, path, {{field, path}}, result);
  }

  // Of several steps only the first is asked about: the others begin where it leads.
  absl::Status LookAtSteps(const Entry& entry, const Message& acting, Rehearsed& result) {
    // A step may become due by the one before it, so from the first on all that follow are named.
    const bool changes_first = result.verdict == Rehearsed::Verdict::kChanged;
    const std::string state = StateOf(acting);
    auto verb = absl::c_find_if(entry.then, [&](const Verb& each) { return absl::c_linear_search(each.when, state); });
    if (verb == entry.then.end()) return absl::OkStatus();
    result.verdict = Rehearsed::Verdict::kChanged;
    const Verb& first = *verb;
    for (; verb != entry.then.end(); ++verb) AddStep(*verb, result);
    if (changes_first) return absl::OkStatus();
    const absl::Status status =
        Ask(entry, first.as, *StepRequest(first, acting), first.path, {{"", Below(first.path, "with")}}, result);
    if (!IsSoAlready(status)) return status;
    result.verdict = Rehearsed::Verdict::kUnchanged;
    result.steps.clear();
    return absl::OkStatus();
  }

  // Sends `request` with validate_only. A refusal that an earlier entry may cure is none.
  absl::Status Ask(const Entry& entry, const std::string& as, const Message& request, const std::string& path,
                   const std::vector<PathMap>& maps, Rehearsed& result) {
    if (request.GetDescriptor()->FindFieldByName("validate_only") == nullptr) return absl::OkStatus();
    const Method& method = *MethodOf(*request.GetDescriptor());
    const MessagePtr asked = CopyOf(request);
    SetFlag(*asked, "validate_only", true);
    const MessagePtr answer = NewMessage(*method.output_type());
    const absl::Status status = calls_.Invoke(as, *asked, *answer);
    if (status.ok()) return status;
    result.rests_on = EarlierEntryIn(request);
    return result.rests_on.empty() ? At(*entry.source, path, result.name, maps, status) : absl::OkStatus();
  }

  // An entry that would be written before this one and that the request names; "" if there is none.
  std::string EarlierEntryIn(const Message& request) const {
    std::set<std::string> texts;
    CollectTexts(request, texts);
    for (const std::string& name : written_) {
      for (const std::string& text : texts) {
        if (text == name || absl::StartsWith(text, absl::StrCat(name, "/"))) return name;
      }
    }
    return "";
  }

  static void Add(std::vector<Change> changes, const std::string& prefix, Rehearsed& result) {
    for (Change& change : changes) {
      change.path.insert(0, prefix);
      result.changes.push_back(std::move(change));
    }
  }

  static void AddStep(const Verb& verb, Rehearsed& result) {
    const std::string resource = verb.method->output_type()->name();
    result.steps.push_back(
        absl::StrCat(verb.method->name().substr(0, verb.method->name().size() - resource.size()), " (", verb.as, ")"));
  }

  Calls& calls_;
  const Language language_;
  std::vector<std::string> written_;
};

Words HeadOf(Rehearsed::Verdict verdict) {
  switch (verdict) {
    case Rehearsed::Verdict::kCreated:
      return {.en = "would be created", .fa = "ساخته می‌شود"};
    case Rehearsed::Verdict::kChanged:
      return {.en = "would be changed", .fa = "تغییر می‌کند"};
    case Rehearsed::Verdict::kSent:
      return {
          .en = "would be sent; what it changes only the service knows",
          .fa =
              "فرستاده می‌شود؛ آنچه تغییر می‌دهد را تنها سامانه می‌داند"};
    case Rehearsed::Verdict::kUnchanged:
      break;
  }
  return {.en = "unchanged", .fa = "بی‌تغییر"};
}

}  // namespace

std::vector<Rehearsed> Rehearse(Calls& calls, absl::Span<const Entry> entries, Language language) {
  Rehearsal rehearsal(calls, language);
  std::vector<Rehearsed> results;
  for (const Entry& entry : entries) {
    results.push_back(rehearsal.Run(entry));
    // The next ones would be waited for in vain.
    const absl::StatusCode code = results.back().refused.code();
    if (code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded) break;
  }
  return results;
}

bool Differs(const Rehearsed& entry) {
  return entry.verdict == Rehearsed::Verdict::kCreated || entry.verdict == Rehearsed::Verdict::kChanged;
}

std::string DifferenceText(const Rehearsed& entry, Language language, const Dress& dress) {
  if (entry.verdict == Rehearsed::Verdict::kUnchanged) return "";
  const bool created = entry.verdict == Rehearsed::Verdict::kCreated;
  std::string text = absl::StrCat(Coloured(created ? "+" : "~", created ? Colour::kGreen : Colour::kYellow, dress), " ",
                                  Coloured(entry.name, Colour::kBold, dress), "  ",
                                  Isolated(HeadOf(entry.verdict).In(language), dress), " (", entry.as, ")\n");
  for (const Change& change : entry.changes) absl::StrAppend(&text, ChangeText(change, dress));
  for (const std::string& step : entry.steps) {
    absl::StrAppend(&text, "    ", Coloured("»", Colour::kYellow, dress), " ", step, "\n");
  }
  if (!entry.rests_on.empty()) {
    const Words words = {
        .en = absl::StrCat("the service can judge this only when ", entry.rests_on, " is there"),
        .fa = absl::StrCat("سامانه تنها پس از بودن ", entry.rests_on, " می‌تواند داوری کند")};
    absl::StrAppend(&text, "    ? ", Isolated(words.In(language), dress), "\n");
  }
  return text;
}

std::string SummaryOf(absl::Span<const Rehearsed> entries, Language language) {
  const auto count = [&](Rehearsed::Verdict verdict) {
    return Digits(absl::StrCat(absl::c_count_if(entries, [&](const Rehearsed& e) { return e.verdict == verdict; })),
                  language);
  };
  const std::string created = count(Rehearsed::Verdict::kCreated);
  const std::string changed = count(Rehearsed::Verdict::kChanged);
  const std::string unchanged = count(Rehearsed::Verdict::kUnchanged);
  return Words{.en = absl::StrCat(created, " to create, ", changed, " to change, ", unchanged, " unchanged"),
               .fa = absl::StrCat(created, " برای ساختن، ", changed, " برای تغییر، ", unchanged, " بی‌تغییر")}
      .In(language);
}

}  // namespace mosbat::ctl
