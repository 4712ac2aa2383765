#include "clients/mosbatctl/apply/rehearsal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/forecast.h"
#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/apply/refusals.h"
#include "clients/mosbatctl/apply/steps.h"
#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/denial.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Message;

// What an entry acts on.
struct Acted {
  const Message* there = nullptr;  // as it is, nullptr where it is not there
  const Message& after;            // as the entry leaves it, before the steps
};

bool HasClosedList(const guideline::v1::Directive& directive) {
  return directive.provisions().entrustment().mode() == guideline::v1::Directive::Entrustment::CLOSED_LIST;
}

class Rehearsal {
 public:
  Rehearsal(Calls& calls, absl::Span<const Entry> entries, Language language)
      : calls_(calls), language_(language), forecast_(calls, entries), areas_(CallsAs(calls, ""), language) {}

  Rehearsed Run(const Entry& entry) {
    Rehearsed result{.as = entry.as};
    if (entry.resource == nullptr) {
      LookAtImport(entry, result);
      if (Differs(result)) absl::c_move(NamesMadeBy(entry), std::back_inserter(written_));
      return result;
    }
    result.name = entry.name().empty() ? entry.resource->message_type()->name() : entry.name();
    result.held_back_by = NamedIn(entry, different_);
    if (!result.held_back_by.empty()) {
      different_.push_back(result.name);
      return result;
    }
    if (absl::Status status = Look(entry, result); !status.ok()) result.refused.push_back(std::move(status));
    if (Differs(result)) {
      written_.push_back(result.name);
      absl::c_move(forecast_.Doubts(entry), std::back_inserter(result.doubts));
    }
    const auto takes = [&](absl::string_view verb) {
      return absl::c_any_of(result.steps, [&](const Rehearsed::Taken& step) { return step.verb == verb; });
    };
    const auto* const entrusted = dynamic_cast<const catalog::v1::Entrustment*>(&entry.resource_message());
    if (entrusted != nullptr && takes("End")) {
      ended_.push_back(result.name);
    } else if (entrusted != nullptr && entrusted->pilot()) {
      NotePilot(entry, takes("Activate"), result);
    }
    const auto* const issued = dynamic_cast<const guideline::v1::Directive*>(&entry.resource_message());
    if (issued != nullptr && takes("Issue") && HasClosedList(*issued)) closed_lists_.push_back(result.name);
    if (takes("Approve")) approved_.push_back(result.name);
    if (takes("Suspend") || takes("Retire") || takes("Withdraw")) ended_.push_back(result.name);
    if (result.verdict == Rehearsed::Verdict::kDifferent) different_.push_back(result.name);
    return result;
  }

 private:
  void NotePilot(const Entry& entry, bool activated, const Rehearsed& result) {
    if (activated) {
      pilots_.activated.push_back(&entry);
      pilots_.begun.push_back(result.name);
    } else if (result.verdict == Rehearsed::Verdict::kCreated) {
      pilots_.proposed.push_back(&entry);
    }
  }

  absl::Status Look(const Entry& entry, Rehearsed& result) {
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr resource, FindResource(calls_, entry));
    if (resource == nullptr) {
      LookAtMissing(entry, result);
      return absl::OkStatus();
    }
    const std::string name = TextOf(*resource, "name");
    result.name = name;
    const ResourceMethods methods = MethodsOf(*entry.resource->message_type());
    LookAtUpdate(entry, methods.update, *resource, entry.resource_message(), Below(entry.path, "resource"), result);
    if (entry.revision == nullptr) {
      LookAtSteps(entry, {.there = resource.get(), .after = *Updated(*resource, entry.resource_message())}, result);
      return absl::OkStatus();
    }
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr revision, FindRevision(calls_, entry, name));
    if (revision == nullptr) return absl::OkStatus();
    const ResourceMethods of_revision = MethodsOf(*entry.revision->message_type());
    LookAtUpdate(entry, of_revision.update, *revision, entry.revision_message(), Below(entry.path, "revision"), result);
    LookAtSteps(entry, {.there = revision.get(), .after = *Updated(*revision, entry.revision_message())}, result);
    return absl::OkStatus();
  }

  void LookAtImport(const Entry& entry, Rehearsed& result) {
    const Method& method = *MethodOf(*entry.request->GetDescriptor());
    result.name = method.name();
    const MessagePtr answer = NewMessage(*method.output_type());
    const absl::Status status = Ask(entry.as, *entry.request, *answer);
    if (!status.ok()) {
      result.verdict = Rehearsed::Verdict::kCreated;
      Weigh(entry, method, entry.path, {{"", Below(entry.path, "resource")}}, status, "", result);
      return;
    }
    result.imported = {.created = NumberOf(*answer, "added"),
                       .changed = NumberOf(*answer, "changed"),
                       .unchanged = NumberOf(*answer, "unchanged")};
    if (result.imported->changed > 0) result.verdict = Rehearsed::Verdict::kChanged;
    if (result.imported->created > 0) result.verdict = Rehearsed::Verdict::kCreated;
  }

  void LookAtMissing(const Entry& entry, Rehearsed& result) {
    result.verdict = Rehearsed::Verdict::kCreated;
    AddChanges(entry.resource_message(), *NewMessage(*entry.resource->message_type()), "", result);
    if (entry.revision != nullptr) {
      AddChanges(entry.revision_message(), *NewMessage(*entry.revision->message_type()), "revision.", result);
    }
    LookAtNames(entry, result);
    const absl::Status status = Ask(entry.as, *entry.request);
    // That something is not there is said of the line that names it, also where that is the caller or the owner.
    if (result.refused.empty() || !(absl::IsNotFound(status) || IsDenial(status))) {
      Weigh(entry, *MethodOf(*entry.request->GetDescriptor()), PathOfRefusal(entry, status), PathsOfCreate(entry),
            status, "", result);
    }
    for (absl::Status& fault : forecast_.AgainstCreate(entry)) AddRefusal(std::move(fault), result);
    const Message& made = entry.revision != nullptr ? entry.revision_message() : entry.resource_message();
    const MessagePtr acting = CopyOf(made);
    if (entry.revision != nullptr) SetText(*acting, "name", absl::StrCat(entry.name(), "/revisions/1"));
    LookAtSteps(entry, {.after = *acting}, result);
  }

  void LookAtNames(const Entry& entry, Rehearsed& result) {
    for (absl::Status& fault : forecast_.Against(entry)) AddRefusal(std::move(fault), result);
  }

  // What differs; `method` is nullptr where it may not be changed at all.
  void LookAtUpdate(const Entry& entry, const Method* method, const Message& current, const Message& wanted,
                    const std::string& path, Rehearsed& result) {
    const std::vector<std::string> fields = Differences(wanted, current);
    if (fields.empty()) return;
    if (result.verdict != Rehearsed::Verdict::kDifferent) result.verdict = Rehearsed::Verdict::kChanged;
    AddChanges(wanted, current, "", result);
    if (absl::Status older = RefuseOlderText(calls_, entry, current, wanted); !older.ok()) {
      result.verdict = Rehearsed::Verdict::kDifferent;
      return AddRefusal(std::move(older), result);
    }
    absl::Status status;
    if (method != nullptr) {
      LookAtNames(entry, result);
      const MessagePtr request = UpdateRequest(*method, current, wanted, fields);
      const std::string& field = FieldOfType(*method->input_type(), *wanted.GetDescriptor())->name();
      status = Ask(entry.as, *request);
      const bool may_be_cured = !IsClosed(status) && !NamedIn(entry, written_).empty();
      if (!result.refused.empty() || !absl::IsFailedPrecondition(status) || may_be_cured) {
        Weigh(entry, *method, path, {{field, path}}, status, "", result);
        return;
      }
    }
    result.verdict = Rehearsed::Verdict::kDifferent;
    AddRefusal(Different(entry, result.name, path, fields, status), result);
  }

  // The first step that is due is judged by its service; the others begin where it leads.
  void LookAtSteps(const Entry& entry, const Acted& acted, Rehearsed& result) {
    // What stays as it is because it is approved takes no step either.
    if (result.verdict == Rehearsed::Verdict::kDifferent) return;
    const bool is_new = acted.there == nullptr;
    std::string state = is_new ? FirstState(*acted.after.GetDescriptor()) : StateOf(*acted.there);
    bool is_due = !is_new && Differences(acted.after, *acted.there).empty();
    std::vector<std::string> writers;
    if (!is_due) writers.push_back(entry.as);
    for (const Verb& verb : entry.then) {
      if (!IsTakenIn(verb, state)) {
        if (is_new) result.doubts.push_back(NeverTaken(entry, verb, state));
        continue;
      }
      const bool taken = is_due ? LookAtDueStep(entry, verb, acted, writers, result)
                                : LookAtLaterStep(entry, verb, acted, writers, result);
      if (!taken) continue;
      LookAtEarlier(entry, verb, acted.after, result);
      is_due = false;
      state = StateAfter(verb);
      if (state == "SUBMITTED") writers.push_back(verb.as);
    }
    if (!is_new) DoubtWhatStays(entry, acted, result);
  }

  // What no step moves from the state in which it is.
  void DoubtWhatStays(const Entry& entry, const Acted& acted, Rehearsed& result) {
    if (!result.steps.empty()) return;
    const std::string state = StateOf(*acted.there);
    const std::string rests_on = TextOf(acted.after, "rests_on");
    if (state == "ACTIVE" && TextOf(*acted.there, "rests_on") != rests_on &&
        !forecast_.RestsOnLast(entry, acted.after)) {
      result.doubts.push_back(NeverActivated(entry, rests_on));
    }
    const std::string name = TextOf(acted.after, "name");
    if (state == "WITHDRAWN" && !forecast_.MakesOtherText(name)) result.doubts.push_back(IsWithdrawn(name));
  }

  // Both say whether there is something for the step to do.
  bool LookAtDueStep(const Entry& entry, const Verb& verb, const Acted& acted, const std::vector<std::string>& writers,
                     Rehearsed& result) {
    const absl::Status status = Ask(verb.as, *StepRequest(verb, *acted.there));
    if (IsSoAlready(status)) return false;
    if (IsTokenMissing(status)) forecast_.LeaveToOthers(verb);
    result.verdict = Rehearsed::Verdict::kChanged;
    AddStep(verb, result);
    if (!Weigh(entry, *verb.method, verb.path, PathsOfStep(entry, verb), status, VerbWord(verb), result)) {
      LookAtFiles(entry, {verb, acted.after, writers}, result);
    }
    return true;
  }

  // A step whose resource is not yet in the state for it, or not yet there.
  bool LookAtLaterStep(const Entry& entry, const Verb& verb, const Acted& acted,
                       const std::vector<std::string>& writers, Rehearsed& result) {
    const MessagePtr request = StepRequest(verb, acted.after);
    SetText(*request, "etag", "");  // it changes with each step
    // Where the server makes the name there is nothing to ask about.
    const bool named = !TextOf(*request, "name").empty();
    const absl::Status status = named ? Ask(verb.as, *request) : absl::NotFoundError("");
    const std::string rests_on = TextOf(acted.after, "rests_on");
    const bool rests_as_before =
        acted.there != nullptr && !rests_on.empty() && TextOf(*acted.there, "rests_on") == rests_on;
    if (rests_as_before && IsSoAlready(status)) return false;
    AddStep(verb, result);
    if (rests_as_before && status.ok()) return true;
    const bool goes_back = acted.there != nullptr && !rests_as_before && forecast_.RestsOnLast(entry, acted.after);
    if (!goes_back) {
      LookAtFiles(entry, {verb, acted.after, writers}, result);
      if (ReasonOf(status) != "HISTORICAL_NOT_ALLOWED") {
        for (absl::Status& fault : Forecast::AgainstRole(entry, verb)) AddRefusal(std::move(fault), result);
      }
    }
    if (status.ok()) {
      // That was said of the old text.
      if (acted.there != nullptr && !rests_on.empty()) AddOpen(VerbWord(verb), OnlyAfter(), result);
      return true;
    }
    if (IsTokenMissing(status)) {
      forecast_.LeaveToOthers(verb);
      AddOpen(VerbWord(verb), WithoutToken(verb.as), result);
      return true;
    }
    // Of what the entry updates the service sees only the old.
    const bool updated = acted.there != nullptr && !Differences(acted.after, *acted.there).empty();
    const bool of_request = absl::IsPermissionDenied(status) || IsOfRequest(*verb.method, status);
    const bool of_day = absl::StartsWith(ReasonOf(status), "HISTORICAL_");  // the day of a revision, if one is made
    const bool of_old = updated && (!of_request || (goes_back && of_day));
    if (of_old || MayBeCured(*verb.method, status)) {
      AddOpen(VerbWord(verb), OnlyAfter(), result);
    } else {
      AddRefusal(At(*entry.source, verb.path, result.name, PathsOfStep(entry, verb), status), result);
    }
    return true;
  }

  // What the service would take now may be gone by then: an earlier entry suspends or ends what this one names, or
  // approves the text that follows the one by which a service type is activated, issues a directive whose list may lack
  // the activity.
  void LookAtEarlier(const Entry& entry, const Verb& verb, const Message& acting, Rehearsed& result) {
    if (const std::string ended = NamedIn(entry, ended_); !ended.empty()) {
      AddOpen(VerbWord(verb), OnlyWhenThere(ended), result);
    }
    const std::string& method = verb.method->name();
    const bool needs_list = method == "ApproveSubGuidelineRevision" || method == "ActivateServiceType";
    if (needs_list && !closed_lists_.empty()) AddOpen(VerbWord(verb), OnlyWhenThere(closed_lists_.back()), result);
    if (method == "ActivateEntrustment") {
      LookAtPilots(entry, verb, dynamic_cast<const catalog::v1::Entrustment&>(acting), result);
    }
    const std::string rests_on = TextOf(acting, "rests_on");
    if (rests_on.empty() || method != "ActivateServiceType") return;
    const std::string siblings = rests_on.substr(0, rests_on.rfind('/') + 1);
    for (const std::string& name : approved_) {
      if (name == rests_on || !absl::StartsWith(name, siblings)) continue;
      return AddOpen(VerbWord(verb), OnlyWhenThere(name), result);
    }
  }

  // Pilots are to begin before other entrustments of their type.
  void LookAtPilots(const Entry& entry, const Verb& verb, const catalog::v1::Entrustment& given, Rehearsed& result) {
    if (given.pilot() || given.state() == catalog::v1::Entrustment::SUSPENDED) return;
    std::vector<absl::Status> faults = forecast_.AgainstPilots(entry, given, pilots_, ended_);
    const bool may_wait = absl::c_any_of(pilots_.activated, [&](const Entry* pilot) {
      return ResourceAs<catalog::v1::Entrustment>(*pilot)->service_type() == given.service_type();
    });
    if (faults.empty() && may_wait) AddOpen(VerbWord(verb), OnlyAfter(), result);
    // Of one that is there the service may have said it.
    if (absl::c_any_of(result.refused, [](const auto& status) { return ReasonOf(status) == "PILOT_FIRST"; })) return;
    for (absl::Status& fault : faults) AddRefusal(std::move(fault), result);
  }

  void LookAtFiles(const Entry& entry, const Step& step, Rehearsed& result) {
    for (absl::Status& fault : forecast_.AgainstStep(entry, step)) AddRefusal(std::move(fault), result);
  }

  // Asks the service with validate_only; OK where it has none.
  absl::Status Ask(const std::string& as, const Message& request) {
    return Ask(as, request, *NewMessage(*MethodOf(*request.GetDescriptor())->output_type()));
  }

  absl::Status Ask(const std::string& as, const Message& request, Message& answer) {
    if (request.GetDescriptor()->FindFieldByName("validate_only") == nullptr) return absl::OkStatus();
    const MessagePtr asked = CopyOf(request);
    SetFlag(*asked, "validate_only", true);
    return calls_.Invoke(as, *asked, answer);
  }

  // What an earlier entry writes and this one waits for: it names it, or the service does. Of directives nobody needs
  // to know the name; "" if there is nothing.
  std::string CureOf(const Entry& entry, const absl::Status& status) const {
    std::string cure = NamedIn(entry, written_);
    if (!cure.empty()) return cure;
    const ErrorMetadata metadata = MetadataOf(status);
    const std::string reason = ReasonOf(status);
    const bool of_directive = reason == "DIRECTIVE_NOT_IN_FORCE" || reason == "ACTIVITY_OUTSIDE_DIRECTIVE";
    for (const std::string& name : written_) {
      const bool said = absl::c_any_of(metadata, [&](const auto& each) { return each.second == name; });
      if (said || (of_directive && absl::StartsWith(name, "directives/"))) return name;
    }
    return "";
  }

  // Notes what the service said; false if an earlier entry may cure it, and so nothing is known yet.
  bool Weigh(const Entry& entry, const Method& method, const std::string& path, const std::vector<PathMap>& maps,
             const absl::Status& status, const std::string& step, Rehearsed& result) {
    if (status.ok()) return true;
    const std::string cure = MayBeCured(method, status) ? CureOf(entry, status) : "";
    if (!cure.empty()) {
      AddOpen(step, OnlyWhenThere(cure), result);
      return false;
    }
    AddRefusal(At(*entry.source, path, result.name, maps, status), result);
    return true;
  }

  static void AddOpen(const std::string& step, Words why, Rehearsed& result) {
    if (result.open.empty() || result.open.back().why.en != why.en) result.open.push_back({.why = std::move(why)});
    std::vector<std::string>& steps = result.open.back().steps;
    if (!step.empty() && (steps.empty() || steps.back() != step)) steps.push_back(step);
  }

  // What is said of a line is said once, by whom it was said first; of a refusal the other faults remain.
  static void AddRefusal(absl::Status refusal, Rehearsed& result) {
    std::vector<FieldFault> faults = FieldFaultsOf(refusal);
    const size_t count = faults.size();
    const auto is_said = [&](const FieldFault& fault) {
      return absl::c_any_of(result.refused, [&](const absl::Status& other) {
        return absl::c_any_of(FieldFaultsOf(other), [&](const auto& each) { return each.field == fault.field; });
      });
    };
    faults.erase(std::remove_if(faults.begin(), faults.end(), is_said), faults.end());
    if (faults.size() == count) return result.refused.push_back(std::move(refusal));
    if (faults.empty()) return;
    // Its own words count the faults and name the first.
    const Words words = faults.front().words;
    result.refused.push_back(
        MakeFieldErrors(refusal.code(), ReasonOf(refusal), words, std::move(faults), MetadataOf(refusal)));
  }

  // Provinces and counties with their names.
  void AddChanges(const Message& wanted, const Message& current, const std::string& prefix, Rehearsed& result) {
    const MessagePtr to = CopyOf(wanted);
    const MessagePtr from = CopyOf(current);
    areas_.InMessage(*to);
    areas_.InMessage(*from);
    for (Change& change : Changes(*to, *from, language_)) {
      change.path.insert(0, prefix);
      result.changes.push_back(std::move(change));
    }
  }

  static void AddStep(const Verb& verb, Rehearsed& result) {
    result.steps.push_back({.verb = VerbWord(verb), .as = verb.as});
  }

  Calls& calls_;
  const Language language_;
  Forecast forecast_;
  AreaNames areas_;
  std::vector<std::string> written_;
  std::vector<std::string> approved_;  // of them
  std::vector<std::string> ended_;
  std::vector<std::string> closed_lists_;  // directives that are issued
  Pilots pilots_;
  std::vector<std::string> different_;  // and what rests on it
};

}  // namespace

std::vector<Rehearsed> Rehearse(Calls& calls, absl::Span<const Entry> entries, Language language) {
  Rehearsal rehearsal(calls, entries, language);
  std::vector<Rehearsed> results;
  for (const Entry& entry : entries) {
    results.push_back(rehearsal.Run(entry));
    // The next ones would be waited for in vain.
    if (absl::c_any_of(results.back().refused, [](const absl::Status& status) {
          return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
        })) {
      break;
    }
  }
  return results;
}

std::vector<absl::Status> SureToFail(absl::Span<const Rehearsed> entries) {
  std::vector<absl::Status> sure;
  for (const Rehearsed& entry : entries) absl::c_copy_if(entry.refused, std::back_inserter(sure), &StopsForGood);
  return sure;
}

bool Differs(const Rehearsed& entry) { return entry.verdict != Rehearsed::Verdict::kUnchanged; }

}  // namespace mosbat::ctl
