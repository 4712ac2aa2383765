#include "clients/mosbatctl/apply/rehearsal.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/forecast.h"
#include "clients/mosbatctl/apply/lookup.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/show.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/access/v1/access.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Message;

// Whether what a service says against a request may be cured by what stands before it in the files: something is not
// there yet, or not yet in the state that it needs.
bool MayBeCured(const Method& method, const absl::Status& status) {
  static constexpr const char* kFinal[] = {"APPROVER_IS_AUTHOR",
                                           "EFFECTIVE_DATE_NOT_LATER",
                                           "EFFECTIVE_DATE_BEFORE_LAST",
                                           "ENTRUSTMENT_OVER",
                                           "FACT_UNKNOWN",
                                           "SCHEME_OVER",
                                           "SERVICE_TYPE_RETIRED",
                                           "TARIFF_DAY_TAKEN"};
  const std::string reason = ReasonOf(status);
  if (absl::c_linear_search(kFinal, reason)) return false;
  // A scope that the request itself names is judged from the request alone.
  if (reason == "NOT_IN_SCOPE") return method.options().GetExtension(access::v1::access).scope().from_row();
  // Of the malformed, those that name what is not there yet.
  static constexpr const char* kNamed[] = {"AMENDED_NOT_ISSUED", "PROVINCE_NOT_FOUND", "COUNTY_NOT_FOUND",
                                           "CENTRE_NOT_FOUND"};
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status) || absl::c_linear_search(kNamed, reason);
}

std::string VerbWord(const Verb& verb) {
  const std::string& method = verb.method->name();
  return method.substr(0, method.size() - verb.method->output_type()->name().size());
}

class Rehearsal {
 public:
  Rehearsal(Calls& calls, absl::Span<const Entry> entries, Language language)
      : calls_(calls), language_(language), forecast_(calls, entries) {}

  Rehearsed Run(const Entry& entry) {
    Rehearsed result{.as = entry.as};
    if (entry.resource == nullptr) {
      result.verdict = Rehearsed::Verdict::kSent;
      result.name = MethodOf(*entry.request->GetDescriptor())->name();
      return result;
    }
    result.name = entry.name().empty() ? entry.resource->message_type()->name() : entry.name();
    result.held_back_by = NamedIn(entry, different_);
    if (!result.held_back_by.empty()) {
      different_.push_back(result.name);
      return result;
    }
    if (absl::Status status = Look(entry, result); !status.ok()) result.refused.push_back(std::move(status));
    if (Differs(result)) written_.push_back(result.name);
    if (is_different_) different_.push_back(result.name);
    is_different_ = false;
    return result;
  }

 private:
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
      LookAtSteps(entry, *resource, result);
      return absl::OkStatus();
    }
    MOSBAT_ASSIGN_OR_RETURN(const MessagePtr revision, FindRevision(calls_, entry, name));
    if (revision == nullptr) return absl::OkStatus();
    const ResourceMethods of_revision = MethodsOf(*entry.revision->message_type());
    LookAtUpdate(entry, of_revision.update, *revision, entry.revision_message(), Below(entry.path, "revision"), result);
    LookAtSteps(entry, *revision, result);
    return absl::OkStatus();
  }

  void LookAtMissing(const Entry& entry, Rehearsed& result) {
    result.verdict = Rehearsed::Verdict::kCreated;
    const auto nothing = [](const Message& message) { return NewMessage(*message.GetDescriptor()); };
    result.changes = Changes(entry.resource_message(), *nothing(entry.resource_message()), language_);
    if (entry.revision != nullptr) {
      const Message& text = entry.revision_message();
      Add(Changes(text, *nothing(text), language_), "revision.", result);
    }
    LookAtNames(entry, result);
    const absl::Status status = Ask(entry.as, *entry.request);
    // That something is not there is said of the line that names it.
    if (result.refused.empty() || !absl::IsNotFound(status)) {
      Weigh(entry, *MethodOf(*entry.request->GetDescriptor()), entry.path, PathsOfCreate(entry), status, "", result);
    }
    const Message& made = entry.revision != nullptr ? entry.revision_message() : entry.resource_message();
    const MessagePtr acting = CopyOf(made);
    if (entry.revision != nullptr) SetText(*acting, "name", absl::StrCat(entry.name(), "/revisions/1"));
    for (const Verb& verb : entry.then) LookAtLaterStep(entry, verb, *acting, result);
  }

  void LookAtNames(const Entry& entry, Rehearsed& result) {
    for (absl::Status& fault : forecast_.Against(entry)) AddRefusal(std::move(fault), result);
    if (std::optional<Words> doubt = forecast_.Doubt(entry); doubt.has_value()) {
      result.doubts.push_back(*std::move(doubt));
    }
  }

  // What differs; `method` is nullptr where it may not be changed at all.
  void LookAtUpdate(const Entry& entry, const Method* method, const Message& current, const Message& wanted,
                    const std::string& path, Rehearsed& result) {
    const std::vector<std::string> fields = Differences(wanted, current);
    if (fields.empty()) return;
    result.verdict = Rehearsed::Verdict::kChanged;
    Add(Changes(wanted, current, language_), "", result);
    if (absl::Status older = RefuseOlderText(entry, current, wanted); !older.ok()) {
      is_different_ = true;
      return AddRefusal(std::move(older), result);
    }
    absl::Status status;
    if (method != nullptr) {
      const MessagePtr request = UpdateRequest(*method, current, wanted, fields);
      const std::string& field = FieldOfType(*method->input_type(), *wanted.GetDescriptor())->name();
      status = Ask(entry.as, *request);
      if (!absl::IsFailedPrecondition(status)) {
        LookAtNames(entry, result);
        Weigh(entry, *method, path, {{field, path}}, status, "", result);
        return;
      }
    }
    is_different_ = true;
    AddRefusal(Different(entry, result.name, path, fields, status), result);
  }

  // The first step that is due is judged by its service; the others begin where it leads.
  void LookAtSteps(const Entry& entry, const Message& acting, Rehearsed& result) {
    // What stays as it is because it is approved takes no step either.
    if (is_different_) return;
    const std::string state = StateOf(acting);
    auto verb = absl::c_find_if(entry.then, [&](const Verb& each) { return absl::c_linear_search(each.when, state); });
    if (verb == entry.then.end()) return;
    if (result.verdict == Rehearsed::Verdict::kUnchanged) {
      const absl::Status status = Ask(verb->as, *StepRequest(*verb, acting));
      if (IsSoAlready(status)) return;
      result.verdict = Rehearsed::Verdict::kChanged;
      AddStep(*verb, result);
      if (!Weigh(entry, *verb->method, verb->path, {{"", Below(verb->path, "with")}}, status, VerbWord(*verb),
                 result)) {
        LookAtFiles(entry, *verb, result);
      }
      ++verb;
    }
    for (; verb != entry.then.end(); ++verb) LookAtLaterStep(entry, *verb, acting, result);
  }

  // A step whose resource is not yet in the state for it, or not yet there.
  void LookAtLaterStep(const Entry& entry, const Verb& verb, const Message& acting, Rehearsed& result) {
    AddStep(verb, result);
    LookAtFiles(entry, verb, result);
    const MessagePtr request = StepRequest(verb, acting);
    SetText(*request, "etag", "");  // it changes with each step
    // Where the server makes the name there is nothing to ask about.
    const bool named = !TextOf(*request, "name").empty();
    const absl::Status status = named ? Ask(verb.as, *request) : absl::NotFoundError("");
    if (status.ok()) return;
    if (ReasonOf(status) == "TOKEN_MISSING") {
      return AddOpen(
          VerbWord(verb),
          {.en = absl::StrCat("this context does not speak for ", verb.as,
                              "; apply stops there, and goes on when it is run again after that"),
           .fa = absl::StrCat(
               "این زمینه از سوی ", verb.as,
               " سخن نمی‌گوید؛ apply آنجا می‌ایستد و پس از آن، با اجرای دوباره ادامه می‌دهد")},
          result);
    }
    if (!MayBeCured(*verb.method, status)) {
      return AddRefusal(At(*entry.source, verb.path, result.name, {{"", Below(verb.path, "with")}}, status), result);
    }
    AddOpen(VerbWord(verb), OnlyAfter(), result);
  }

  void LookAtFiles(const Entry& entry, const Verb& verb, Rehearsed& result) {
    for (absl::Status& fault : forecast_.AgainstStep(entry, verb)) AddRefusal(std::move(fault), result);
  }

  // Asks the service with validate_only; OK where it has none.
  absl::Status Ask(const std::string& as, const Message& request) {
    if (request.GetDescriptor()->FindFieldByName("validate_only") == nullptr) return absl::OkStatus();
    const Method& method = *MethodOf(*request.GetDescriptor());
    const MessagePtr asked = CopyOf(request);
    SetFlag(*asked, "validate_only", true);
    const MessagePtr answer = NewMessage(*method.output_type());
    return calls_.Invoke(as, *asked, *answer);
  }

  // Notes what the service said; false if an earlier entry may cure it, and so nothing is known yet.
  bool Weigh(const Entry& entry, const Method& method, const std::string& path, const std::vector<PathMap>& maps,
             const absl::Status& status, const std::string& step, Rehearsed& result) {
    if (status.ok()) return true;
    const std::string rests_on = NamedIn(entry, written_);
    if (!rests_on.empty() && MayBeCured(method, status)) {
      AddOpen(step, OnlyWhenThere(rests_on), result);
      return false;
    }
    AddRefusal(At(*entry.source, path, result.name, maps, status), result);
    return true;
  }

  static Words OnlyWhenThere(const std::string& name) {
    return {.en = absl::StrCat("the service can judge this only when ", name, " is there"),
            .fa = absl::StrCat("سامانه تنها پس از بودن ", name, " می‌تواند داوری کند")};
  }

  static Words OnlyAfter() {
    return {
        .en = "the service can judge this only after what stands above it here",
        .fa =
            "سامانه تنها پس از انجام آنچه بالاتر آمده می‌تواند داوری کند"};
  }

  static void AddOpen(const std::string& step, Words why, Rehearsed& result) {
    if (result.open.empty() || result.open.back().why.en != why.en) result.open.push_back({.why = std::move(why)});
    if (!step.empty()) result.open.back().steps.push_back(step);
  }

  // What is said of a line is said once, by whom it was said first.
  static void AddRefusal(absl::Status refusal, Rehearsed& result) {
    const auto lines = [](const absl::Status& status) { return FaultsOf(status, Language::kEnglish); };
    const auto faults = lines(refusal);
    const bool said = !faults.empty() && absl::c_any_of(result.refused, [&](const absl::Status& other) {
      return absl::c_any_of(lines(other), [&](const auto& fault) { return fault.first == faults.front().first; });
    });
    if (!said) result.refused.push_back(std::move(refusal));
  }

  static void Add(std::vector<Change> changes, const std::string& prefix, Rehearsed& result) {
    for (Change& change : changes) {
      change.path.insert(0, prefix);
      result.changes.push_back(std::move(change));
    }
  }

  static void AddStep(const Verb& verb, Rehearsed& result) {
    result.steps.push_back(absl::StrCat(VerbWord(verb), " (", verb.as, ")"));
  }

  Calls& calls_;
  const Language language_;
  Forecast forecast_;
  std::vector<std::string> written_;
  std::vector<std::string> different_;  // and what rests on it
  bool is_different_ = false;           // the present one
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

bool Differs(const Rehearsed& entry) {
  return entry.verdict == Rehearsed::Verdict::kCreated || entry.verdict == Rehearsed::Verdict::kChanged;
}

std::string DifferenceText(const Rehearsed& entry, Language language, const Dress& dress) {
  if (!entry.held_back_by.empty()) {
    return absl::StrCat(Coloured("!", Colour::kRed, dress), " ", Coloured(entry.name, Colour::kBold, dress), "  ",
                        Isolated(HeldBackWords(entry.held_back_by).In(language), dress), "\n");
  }
  if (entry.verdict == Rehearsed::Verdict::kUnchanged) return "";
  const bool created = entry.verdict == Rehearsed::Verdict::kCreated;
  std::string text = absl::StrCat(Coloured(created ? "+" : "~", created ? Colour::kGreen : Colour::kYellow, dress), " ",
                                  Coloured(entry.name, Colour::kBold, dress), "  ",
                                  Isolated(HeadOf(entry.verdict).In(language), dress), " (", entry.as, ")\n");
  for (const Change& change : entry.changes) absl::StrAppend(&text, ChangeText(change, dress));
  for (const std::string& step : entry.steps) {
    absl::StrAppend(&text, "    ", Coloured("»", Colour::kYellow, dress), " ", step, "\n");
  }
  for (const Rehearsed::Open& open : entry.open) {
    const std::string of = absl::StrCat(absl::StrJoin(open.steps, ", "), open.steps.empty() ? "" : ": ");
    absl::StrAppend(&text, "    ? ", of, Isolated(open.why.In(language), dress), "\n");
  }
  for (const Words& doubt : entry.doubts) {
    absl::StrAppend(&text, "    ! ", Isolated(doubt.In(language), dress), "\n");
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
