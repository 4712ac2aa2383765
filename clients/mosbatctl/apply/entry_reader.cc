#include "clients/mosbatctl/apply/entry_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "clients/mosbatctl/apply/steps.h"
#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "common/base/status_macros.h"
#include "mosbat/access/v1/access.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

const std::vector<std::string>& EntryKeys() {
  static const auto* const keys = new std::vector<std::string>{"about", "as", "resource", "with", "revision", "then"};
  return *keys;
}

// Whether a document is one entry; else it says `apply`, a list of them.
bool IsEntry(const json& document) {
  if (!document.is_object() || document.contains("apply")) return false;
  for (const auto& [key, value] : document.items()) {
    if (key != "about" && std::find(EntryKeys().begin(), EntryKeys().end(), key) != EntryKeys().end()) return true;
  }
  return false;
}

bool IsImport(const Method& method) { return absl::StartsWith(method.name(), "Import"); }

// What updates a resource and, asked to, makes it; nullptr where there is no such method.
const Method* CreatingUpdate(const ResourceMethods& methods) {
  const bool creates =
      methods.update != nullptr && methods.update->input_type()->FindFieldByName("allow_missing") != nullptr;
  return creates ? methods.update : nullptr;
}

// What makes a resource that can be looked for before; nullptr where there is no such method.
const Method* MakerOf(const Descriptor& resource) {
  const ResourceMethods methods = MethodsOf(resource);
  if (methods.get == nullptr && methods.list == nullptr) return nullptr;
  return methods.create != nullptr ? methods.create : CreatingUpdate(methods);
}

// The full names of what can stand in a file: the resources that can be made, and imports.
std::vector<std::string> KnownTypes() {
  std::vector<std::string> types;
  for (const auto* const service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const Method& method = *service->method(i);
      if (MakerOf(*method.output_type()) == &method) types.push_back(method.output_type()->full_name());
      if (IsImport(method)) types.push_back(method.input_type()->full_name());
    }
  }
  return types;
}

// "serviceTypes/…": how resources of a type are called.
std::string FormOf(const Descriptor& resource) {
  for (const std::string& form : ResourceForms()) {
    const absl::StatusOr<const Method*> get = GetMethodOf(form);
    if (get.ok() && (*get)->output_type() == &resource) return absl::StrReplaceAll(form, {{"*", "…"}});
  }
  return "collection/id";
}

// The guess in front of what is right, "" where nothing is near.
Words Guess(const std::string& near) {
  const Words guess = DidYouMean(near);
  return near.empty() ? guess : Words{.en = absl::StrCat(guess.en, " "), .fa = absl::StrCat(guess.fa, " ")};
}

// "centre-manager", as callers begin.
std::vector<std::string> RoleWords() {
  std::vector<std::string> words;
  const auto& roles = *access::v1::Role_descriptor();
  for (int i = 1; i < roles.value_count(); ++i) {
    words.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(roles.value(i)->name()), {{"_", "-"}}));
  }
  return words;
}

// Reads the entries of one file; every error inside names the path, and Read() adds the file.
class Reader {
 public:
  Reader(std::shared_ptr<const Source> source, bool historical) : source_(std::move(source)), historical_(historical) {}

  void Read(const json& document, const std::string& path, Plan& plan) const {
    if (IsEntry(document)) return Add(ReadEntry(document, path), plan);
    const std::string at = Below(path, "apply");
    if (absl::Status wrong = CheckList(document, path, at); !wrong.ok()) return Add(std::move(wrong), plan);
    const json& list = document["apply"];
    for (size_t i = 0; i < list.size(); ++i) Add(ReadEntry(list[i], absl::StrCat(at, "[", i, "]")), plan);
  }

 private:
  void Add(absl::StatusOr<Entry> entry, Plan& plan) const {
    if (entry.ok()) {
      plan.entries.push_back(*std::move(entry));
    } else {
      plan.faults.push_back(WithLines(*source_, entry.status()));
    }
  }

  // That a document which is no entry has a list of them.
  absl::Status CheckList(const json& document, const std::string& path, const std::string& at) const {
    if (document.is_null()) {
      return Wrong(path, {.en = "the file is empty; a document has as, resource and then.",
                          .fa = "پرونده خالی است؛ هر سند as، resource و then دارد."});
    }
    if (document.is_object() && document.contains("examples")) {
      return Wrong(
          Below(path, "examples"),
          {.en = absl::StrCat("these are examples of a package and nothing to be applied; try them: mosbatctl ",
                              "try -f ", source_->file),
           .fa = absl::StrCat(
               "این‌ها نمونه‌های یک بسته‌اند و اعمال نمی‌شوند؛ آن‌ها را بیازمایید: mosbatctl try -f ",
               source_->file)});
    }
    std::vector<std::string> keys = EntryKeys();
    keys.push_back("apply");
    MOSBAT_RETURN_IF_ERROR(RequireKeys(document, path, keys));
    if (document.contains("apply") && document["apply"].is_array()) return absl::OkStatus();
    return Invalid(at, {.en = "a list of entries.", .fa = "فهرستی از سندها."});
  }

  absl::StatusOr<Entry> ReadEntry(const json& value, const std::string& path) const {
    MOSBAT_RETURN_IF_ERROR(RequireKeys(value, path, EntryKeys()));
    Entry entry{.source = source_, .path = path};
    MOSBAT_ASSIGN_OR_RETURN(entry.as, CallerOf(value, path, ""));
    const std::string at = Below(path, "resource");
    if (!value.contains("resource")) {
      return Wrong(at, {.en = "the resource is missing: resource: {\"@type\": …, name: …}.",
                        .fa = "منبع نیامده است: resource: {\"@type\": …, name: …}."});
    }
    MOSBAT_ASSIGN_OR_RETURN(const Descriptor* const type, TypeOf(value, at));
    json body = value["resource"];
    body.erase("@type");
    if (const Method* const method = MethodOf(*type); method != nullptr && IsImport(*method)) {
      MOSBAT_RETURN_IF_ERROR(RequireKeys(value, path, {"about", "as", "resource"}));
      entry.request = NewMessage(*type);
      MOSBAT_RETURN_IF_ERROR(FromJson(body, at, *entry.request));
      return entry;
    }
    const Method* const create = MakerOf(*type);
    if (create == nullptr) {
      const std::string known = absl::StrJoin(KnownTypes(), ", ");
      return Wrong(
          absl::StrCat(at, ".@type"),
          {.en = absl::StrCat(type->name(), " cannot be applied; single calls are made by mosbatctl call. ",
                              "There may be ", known, "."),
           .fa = absl::StrCat(
               type->name(),
               " اعمال‌شدنی نیست؛ درخواست‌های تکی را mosbatctl call می‌فرستد. این‌ها می‌تواند بیاید: ",
               known, ".")});
    }
    entry.request = NewMessage(*create->input_type());
    if (value.contains("with")) {
      MOSBAT_RETURN_IF_ERROR(FromJson(value["with"], Below(path, "with"), *entry.request));
      MOSBAT_RETURN_IF_ERROR(RequireHistoricalAsked(*entry.request, path));
    }
    SetFlag(*entry.request, "allow_missing", true);
    entry.resource = FieldOfType(*create->input_type(), *type);
    Message& resource = *entry.request->GetReflection()->MutableMessage(entry.request.get(), entry.resource);
    MOSBAT_RETURN_IF_ERROR(FromJson(body, at, resource));
    MOSBAT_RETURN_IF_ERROR(FillIds(entry, absl::StrCat(at, ".name")));
    if (value.contains("revision")) MOSBAT_RETURN_IF_ERROR(ReadRevision(value["revision"], entry));
    if (value.contains("then")) MOSBAT_RETURN_IF_ERROR(ReadVerbs(value["then"], entry));
    return entry;
  }

  // The id and parent of a create request, from the resource's name.
  absl::Status FillIds(Entry& entry, const std::string& path) const {
    const Descriptor& request = *entry.request->GetDescriptor();
    const FieldDescriptor* const id = request.FindFieldByName(absl::StrCat(entry.resource->name(), "_id"));
    // The server makes the name, unless the resource is made by an update.
    if (id == nullptr && request.FindFieldByName("allow_missing") == nullptr) return absl::OkStatus();
    const absl::StatusOr<const Method*> get = GetMethodOf(entry.name());
    if (!get.ok() || (*get)->output_type() != entry.resource->message_type()) {
      const std::string form = FormOf(*entry.resource->message_type());
      return Invalid(path, {.en = absl::StrCat("the name of a ", entry.resource->message_type()->name(), ", ", form,
                                               "; \"", entry.name(), "\" is none."),
                            .fa = absl::StrCat("نام ", entry.resource->message_type()->name(), "، به شکل ", form, "؛ «",
                                               entry.name(), "» چنین نیست.")});
    }
    const std::vector<std::string> parts = absl::StrSplit(entry.name(), '/');
    if (id == nullptr) return absl::OkStatus();
    entry.request->GetReflection()->SetString(entry.request.get(), id, parts.back());
    if (const FieldDescriptor* const parent = request.FindFieldByName("parent"); parent != nullptr) {
      entry.request->GetReflection()->SetString(entry.request.get(), parent,
                                                absl::StrJoin(parts.begin(), parts.end() - 2, "/"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadRevision(const json& value, Entry& entry) const {
    const std::string at = Below(entry.path, "revision");
    entry.revision = entry.request->GetDescriptor()->FindFieldByName("revision");
    if (entry.revision == nullptr || entry.revision->message_type() == nullptr) {
      return Wrong(at, {.en = "this resource has no revision; leave it out.", .fa = "این منبع ویرایش ندارد؛ حذف شود."});
    }
    return FromJson(value, at, *entry.request->GetReflection()->MutableMessage(entry.request.get(), entry.revision));
  }

  absl::Status ReadVerbs(const json& list, Entry& entry) const {
    const std::string at = Below(entry.path, "then");
    if (!list.is_array()) return Invalid(at, {.en = "a list of steps.", .fa = "فهرستی از گام‌ها."});
    for (size_t i = 0; i < list.size(); ++i) {
      MOSBAT_ASSIGN_OR_RETURN(Verb verb, ReadVerb(list[i], absl::StrCat(at, "[", i, "]"), entry));
      entry.then.push_back(std::move(verb));
    }
    return CheckOrder(entry);
  }

  // A step that waits for a state to which only a later one leads, and after which that one is not taken: no run takes
  // both, so what the later one makes possible would be done by the next apply. A resource that is in the state already
  // may well go out of it and come back: Suspend when [ACTIVE], Activate when [SUSPENDED].
  absl::Status CheckOrder(const Entry& entry) const {
    for (size_t i = 0; i < entry.then.size(); ++i) {
      const Verb& verb = entry.then[i];
      const auto leads_to_it = [&](const Verb& other) { return absl::c_linear_search(verb.when, StateAfter(other)); };
      const auto here = entry.then.begin() + static_cast<std::ptrdiff_t>(i);
      const auto later = std::find_if(here + 1, entry.then.end(), leads_to_it);
      if (verb.when.size() != 1 || later == entry.then.end() || std::any_of(entry.then.begin(), here, leads_to_it) ||
          absl::c_linear_search(StepsFrom(entry, verb.when.front()), &*later)) {
        continue;
      }
      return Wrong(
          verb.path,
          {.en = absl::StrCat(VerbWord(verb), " is taken in ", verb.when.front(), ", to which ", VerbWord(*later),
                              " leads only behind it: put ", VerbWord(*later), " first."),
           .fa = absl::StrCat(
               VerbWord(verb), " در حالت ", verb.when.front(), " انجام می‌شود و گام ", VerbWord(*later),
               "، که به این حالت می‌رساند، پس از آن آمده است؛ نخست ",
               VerbWord(*later), " را بیاورید.")});
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Verb> ReadVerb(const json& value, const std::string& path, const Entry& entry) const {
    MOSBAT_RETURN_IF_ERROR(RequireKeys(value, path, {"as", "do", "when", "with"}));
    Verb verb{.path = path};
    MOSBAT_ASSIGN_OR_RETURN(verb.as, CallerOf(value, path, entry.as));
    const Descriptor& type = *(entry.revision != nullptr ? entry.revision : entry.resource)->message_type();
    const std::string word = value.contains("do") && value["do"].is_string() ? value["do"].get<std::string>() : "";
    verb.method = VerbOf(type, word);
    if (verb.method == nullptr || verb.method->input_type()->FindFieldByName("name") == nullptr) {
      std::vector<std::string> verbs;
      for (const Method* const each : VerbsOf(type)) {
        if (each->input_type()->FindFieldByName("name") == nullptr) continue;  // an update is no step
        verbs.push_back(each->name().substr(0, each->name().size() - type.name().size()));
      }
      const std::string list = absl::StrJoin(verbs, ", ");
      const Words guess = Guess(NearestTo(word, verbs));
      return Invalid(absl::StrCat(path, ".do"),
                     {.en = absl::StrCat("a verb of ", type.name(), "; ", guess.en, list, "."),
                      .fa = absl::StrCat("فعلی از ", type.name(), "؛ ", guess.fa, list, ".")});
    }
    MOSBAT_ASSIGN_OR_RETURN(verb.when, StatesOf(value, absl::StrCat(path, ".when"), *verb.method));
    verb.request = NewMessage(*verb.method->input_type());
    if (value.contains("with")) {
      MOSBAT_RETURN_IF_ERROR(FromJson(value["with"], Below(path, "with"), *verb.request));
      MOSBAT_RETURN_IF_ERROR(RequireHistoricalAsked(*verb.request, path));
    }
    return verb;
  }

  absl::Status RequireHistoricalAsked(const Message& request, const std::string& path) const {
    if (historical_ || !FlagOf(request, "historical")) return absl::OkStatus();
    const std::string at = Below(path, "with");
    Words words = {.en = absl::StrCat(at, " is about days before today."),
                   .fa = absl::StrCat(at, " دربارهٔ روزهای پیش از امروز است.")};
    return MakeFieldErrors(absl::StatusCode::kFailedPrecondition, "HISTORICAL_NOT_ASKED", words,
                           {{.field = at, .words = words}});
  }

  // The states in which a step is taken: those that its service takes it in, as far as that is known, else any.
  absl::StatusOr<std::vector<std::string>> StatesOf(const json& value, const std::string& path,
                                                    const Method& method) const {
    std::vector<std::string> known = StatesTaking(method);
    const FieldDescriptor* const state = method.output_type()->FindFieldByName("state");
    const bool may_be_any = known.empty() && state != nullptr;
    for (int i = 1; may_be_any && i < state->enum_type()->value_count(); ++i) {
      known.push_back(state->enum_type()->value(i)->name());
    }
    const std::string example = absl::StrCat("when: [", absl::StrJoin(known, ", "), "]");
    if (!value.contains("when") || !value["when"].is_array() || value["when"].empty()) {
      return Invalid(path,
                     {.en = absl::StrCat("the states in which the step is taken, ", example, "."),
                      .fa = absl::StrCat("حالت‌هایی که گام در آن‌ها انجام می‌شود، ",
                                         example, ".")});
    }
    std::vector<std::string> states;
    for (const json& word : value["when"]) {
      const std::string text = word.is_string() ? word.get<std::string>() : word.dump();
      if (!absl::c_linear_search(known, text)) {
        const Words guess = Guess(NearestTo(text, known));
        return Invalid(path, {.en = absl::StrCat("states in which the step can be taken, ", example, "; ", guess.en,
                                                 text, " is none."),
                              .fa = absl::StrCat("حالت‌هایی که گام در آن‌ها شدنی است، ",
                                                 example, "؛ ", guess.fa, text, " چنین نیست.")});
      }
      states.push_back(text);
    }
    return states;
  }

  absl::StatusOr<std::string> CallerOf(const json& value, const std::string& path, const std::string& otherwise) const {
    const std::string at = Below(path, "as");
    if (!value.contains("as")) {
      if (!otherwise.empty()) return otherwise;
      return Wrong(
          at,
          {.en = "it is missing; it says who makes the call, as: steering or as: deputyship:prevention.",
           .fa =
               "نیامده است؛ می‌گوید درخواست به نام کیست: as: steering یا as: deputyship:prevention."});
    }
    const std::string text = value["as"].is_string() ? value["as"].get<std::string>() : "";
    const absl::Status status = ParseCaller(text).status();
    if (status.ok()) return text;
    const Words guess = Guess(NearestTo(text.substr(0, text.find_first_of(":@")), RoleWords()));
    return Wrong(at, {.en = absl::StrCat(guess.en, WordsOf(status, Language::kEnglish)),
                      .fa = absl::StrCat(guess.fa, WordsOf(status, Language::kPersian))});
  }

  absl::StatusOr<const Descriptor*> TypeOf(const json& value, const std::string& path) const {
    const bool there = value.contains("resource") && value["resource"].is_object() &&
                       value["resource"].value("@type", json()).is_string();
    const Descriptor* const type =
        there ? DescriptorPool::generated_pool()->FindMessageTypeByName(value["resource"]["@type"].get<std::string>())
              : nullptr;
    if (type != nullptr) return type;
    const Words guess =
        Guess(there ? NearestTo(value["resource"]["@type"].get<std::string>(), KnownTypes()) : std::string());
    return Invalid(
        absl::StrCat(path, ".@type"),
        {.en = absl::StrCat("the full name of a message; ", guess.en, "for example mosbat.guideline.v1.SubGuideline."),
         .fa = absl::StrCat("نام کامل پیام؛ ", guess.fa, "برای نمونه mosbat.guideline.v1.SubGuideline.")});
  }

  absl::Status RequireKeys(const json& value, const std::string& path, const std::vector<std::string>& known) const {
    if (!value.is_object()) {
      const std::string example = absl::StrCat("{", absl::StrJoin(known, ": …, "), ": …}.");
      return Invalid(path, {.en = absl::StrCat("an object with some of these: ", example),
                            .fa = absl::StrCat("شیئی با برخی از این‌ها: ", example)});
    }
    for (const auto& [key, inner] : value.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string list = absl::StrJoin(known, ", ");
      const Words guess = Guess(NearestTo(key, known));
      return Wrong(Below(path, key),
                   {.en = absl::StrCat("there is no such key; ", guess.en, "the keys are ", list, "."),
                    .fa = absl::StrCat("چنین کلیدی نیست؛ ", guess.fa, "کلیدها: ", list, ".")});
    }
    return absl::OkStatus();
  }

  absl::Status Invalid(const std::string& path, const Words& must_be) const {
    return Wrong(path,
                 {.en = absl::StrCat("must be ", must_be.en), .fa = absl::StrCat("باید چنین باشد: ", must_be.fa)});
  }

  absl::Status Wrong(const std::string& path, const Words& what) const {
    const std::string where = path.empty() ? "" : absl::StrCat(path, ": ");
    return MakeFieldError(
        "PLAN_INVALID",
        {.field = path, .words = {.en = absl::StrCat(where, what.en), .fa = absl::StrCat(where, what.fa)}});
  }

  const std::shared_ptr<const Source> source_;
  const bool historical_;
};

}  // namespace

void ReadDocument(const std::shared_ptr<const Source>& source, const json& document, const std::string& path,
                  bool historical, Plan& plan) {
  Reader(source, historical).Read(document, path, plan);
}

}  // namespace mosbat::ctl
