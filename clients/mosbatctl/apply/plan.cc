#include "clients/mosbatctl/apply/plan.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/yaml.h"
#include "common/base/error.h"
#include "common/base/nearest.h"
#include "common/base/status_macros.h"

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

// The full names of what can stand in a file: the resources that can be made, and imports.
std::vector<std::string> KnownTypes() {
  std::vector<std::string> types;
  for (const auto* const service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const Method& method = *service->method(i);
      if (MethodsOf(*method.output_type()).create == &method) types.push_back(method.output_type()->full_name());
      if (absl::StartsWith(method.name(), "Import")) types.push_back(method.input_type()->full_name());
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
Words DidYouMean(const std::string& near) {
  if (near.empty()) return {};
  return {.en = absl::StrCat("did you mean ", near, "? "), .fa = absl::StrCat("منظورتان ", near, " است؟ ")};
}

// What updates a resource and, asked to, makes it; nullptr where there is no such method.
const Method* CreatingUpdate(const ResourceMethods& methods) {
  const bool creates =
      methods.update != nullptr && methods.update->input_type()->FindFieldByName("allow_missing") != nullptr;
  return creates ? methods.update : nullptr;
}

// Reads the entries of one file; every error it returns names the path, and the caller adds the file.
class Reader {
 public:
  Reader(std::shared_ptr<const Source> source, bool historical) : source_(std::move(source)), historical_(historical) {}

  // `path` of the document: "" where it is the only one.
  absl::Status Read(const json& document, const std::string& path, std::vector<Entry>& entries) const {
    if (IsEntry(document)) {
      MOSBAT_ASSIGN_OR_RETURN(Entry entry, ReadEntry(document, path));
      entries.push_back(std::move(entry));
      return absl::OkStatus();
    }
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
    const auto list = document.find("apply");
    const std::string at = Below(path, "apply");
    if (list == document.end() || !list->is_array()) {
      return Invalid(at, {.en = "a list of entries.", .fa = "فهرستی از سندها."});
    }
    for (size_t i = 0; i < list->size(); ++i) {
      MOSBAT_ASSIGN_OR_RETURN(Entry entry, ReadEntry((*list)[i], absl::StrCat(at, "[", i, "]")));
      entries.push_back(std::move(entry));
    }
    return absl::OkStatus();
  }

 private:
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
    if (MethodOf(*type) != nullptr) {
      entry.request = NewMessage(*type);
      MOSBAT_RETURN_IF_ERROR(FromJson(body, at, *entry.request));
      return entry;
    }
    const ResourceMethods methods = MethodsOf(*type);
    const Method* const create = methods.create != nullptr ? methods.create : CreatingUpdate(methods);
    if (create == nullptr || (methods.get == nullptr && methods.list == nullptr)) {
      return Invalid(absl::StrCat(at, ".@type"),
                     {.en = absl::StrCat("a type that can be applied; ", type->name(), " cannot."),
                      .fa = absl::StrCat("نوعی که بتوان ساخت؛ ", type->name(), " چنین نیست.")});
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
      return Invalid(at, {.en = "left out: this resource has no revision.", .fa = "حذف شود: این منبع ویرایش ندارد."});
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
      const Words guess = DidYouMean(NearestTo(word, verbs));
      return Invalid(absl::StrCat(path, ".do"),
                     {.en = absl::StrCat("a verb of ", type.name(), "; ", guess.en, list, "."),
                      .fa = absl::StrCat("فعلی از ", type.name(), "؛ ", guess.fa, list, ".")});
    }
    MOSBAT_ASSIGN_OR_RETURN(verb.when, StatesOf(value, absl::StrCat(path, ".when"), type));
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

  absl::StatusOr<std::vector<std::string>> StatesOf(const json& value, const std::string& path,
                                                    const Descriptor& type) const {
    std::vector<std::string> states;
    const FieldDescriptor* const state = type.FindFieldByName("state");
    if (!value.contains("when") || !value["when"].is_array() || value["when"].empty() || state == nullptr) {
      return Invalid(path, {.en = "the states in which the step is taken.",
                            .fa = "حالت‌هایی که گام در آن‌ها انجام می‌شود."});
    }
    for (const json& word : value["when"]) {
      if (!word.is_string() || state->enum_type()->FindValueByName(word.get<std::string>()) == nullptr) {
        return Invalid(path, {.en = absl::StrCat("states of ", type.name(), "; ", word.dump(), " is none."),
                              .fa = absl::StrCat("حالت‌های ", type.name(), "؛ ", word.dump(), " چنین نیست.")});
      }
      states.push_back(word.get<std::string>());
    }
    return states;
  }

  absl::StatusOr<std::string> CallerOf(const json& value, const std::string& path, const std::string& otherwise) const {
    const std::string at = Below(path, "as");
    if (!value.contains("as") && !otherwise.empty()) return otherwise;
    if (!value.contains("as") || !value["as"].is_string() || !ParseCaller(value["as"].get<std::string>()).ok()) {
      return Invalid(at, {.en = "who makes the call: steering, deputyship:prevention …",
                          .fa = "درخواست‌کننده: steering، deputyship:prevention و مانند آن."});
    }
    return value["as"].get<std::string>();
  }

  absl::StatusOr<const Descriptor*> TypeOf(const json& value, const std::string& path) const {
    const bool there = value.contains("resource") && value["resource"].is_object() &&
                       value["resource"].value("@type", json()).is_string();
    const Descriptor* const type =
        there ? DescriptorPool::generated_pool()->FindMessageTypeByName(value["resource"]["@type"].get<std::string>())
              : nullptr;
    if (type != nullptr) return type;
    const Words guess =
        DidYouMean(there ? NearestTo(value["resource"]["@type"].get<std::string>(), KnownTypes()) : std::string());
    return Invalid(
        absl::StrCat(path, ".@type"),
        {.en = absl::StrCat("the full name of a message; ", guess.en, "for example mosbat.guideline.v1.SubGuideline."),
         .fa = absl::StrCat("نام کامل پیام؛ ", guess.fa, "برای نمونه mosbat.guideline.v1.SubGuideline.")});
  }

  absl::Status RequireKeys(const json& value, const std::string& path, const std::vector<std::string>& known) const {
    if (!value.is_object()) return Invalid(path, {.en = "a JSON object.", .fa = "شیء JSON."});
    for (const auto& [key, inner] : value.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      const std::string list = absl::StrJoin(known, ", ");
      const Words guess = DidYouMean(NearestTo(key, known));
      return Wrong(Below(path, key),
                   {.en = absl::StrCat("there is no such key; ", guess.en, "There may be ", list, "."),
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

// The same error with file and line in front of its words.
absl::Status InFile(const Source& source, const absl::Status& status) {
  std::vector<FieldFault> faults;
  const auto english = FaultsOf(status, Language::kEnglish);
  const auto persian = FaultsOf(status, Language::kPersian);
  for (size_t i = 0; i < english.size(); ++i) {
    const std::string place = PlaceOf(source, english[i].first);
    faults.push_back({.field = english[i].first,
                      .words = {.en = absl::StrCat(place, ": ", english[i].second),
                                .fa = absl::StrCat(place, ": ", persian[i].second)}});
  }
  const std::string place = faults.empty() ? source.file : PlaceOf(source, faults.front().field);
  ErrorMetadata metadata = MetadataOf(status);
  metadata.emplace_back("file", source.file);
  return MakeFieldErrors(status.code(), ReasonOf(status),
                         {.en = absl::StrCat(place, ": ", WordsOf(status, Language::kEnglish)),
                          .fa = absl::StrCat(place, ": ", WordsOf(status, Language::kPersian))},
                         std::move(faults), std::move(metadata));
}

absl::Status Unreadable(const std::string& file) {
  return MakeError(
      absl::StatusCode::kInvalidArgument, "FILE_UNREADABLE",
      {.en = absl::StrCat(file, " cannot be read, or is a folder without a *.json, *.yaml or *.yml file."),
       .fa = absl::StrCat(
           file,
           " خواندنی نیست، یا پوشه‌ای بی‌پروندهٔ *.json، *.yaml یا *.yml است.")},
      {{"file", file}});
}

absl::StatusOr<std::vector<std::string>> FilesOf(const std::string& file_or_folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(file_or_folder, error)) return std::vector<std::string>{file_or_folder};
  static const auto* const kEndings = new std::set<std::string>{".json", ".yaml", ".yml"};
  std::vector<std::string> files;
  fs::recursive_directory_iterator entry(file_or_folder, error);
  if (error) return Unreadable(file_or_folder);
  while (entry != fs::recursive_directory_iterator()) {
    const fs::path path = entry->path();
    const bool examples = path.stem().extension() == ".examples";
    if (kEndings->count(path.extension().string()) > 0 && !examples) files.push_back(path.string());
    entry.increment(error);  // opens the folder that it stands on
    if (error) return Unreadable(path.string());
  }
  if (files.empty()) return Unreadable(file_or_folder);
  std::sort(files.begin(), files.end());
  return files;
}

bool IsJson(const std::string& file, const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return absl::EndsWith(file, ".json") || (first != std::string::npos && text[first] == '{');
}

}  // namespace

const Message& Entry::resource_message() const { return request->GetReflection()->GetMessage(*request, resource); }

const Message& Entry::revision_message() const { return request->GetReflection()->GetMessage(*request, revision); }

std::string Entry::name() const { return resource == nullptr ? "" : TextOf(resource_message(), "name"); }

absl::StatusOr<std::vector<Entry>> ParsePlan(const std::string& file, const std::string& text, bool historical) {
  std::vector<json> documents;
  if (IsJson(file, text)) {
    MOSBAT_ASSIGN_OR_RETURN(json document, ParseJson(file, text));
    documents.push_back(std::move(document));
  } else {
    MOSBAT_ASSIGN_OR_RETURN(documents, ParseYaml(file, text));
  }
  if (documents.empty()) documents.emplace_back();  // an empty file
  const auto source = std::make_shared<const Source>(Source{.file = file, .text = text});
  const Reader reader(source, historical);
  std::vector<Entry> entries;
  for (size_t i = 0; i < documents.size(); ++i) {
    const std::string path = documents.size() == 1 ? "" : absl::StrCat("document[", i, "]");
    if (absl::Status status = reader.Read(documents[i], path, entries); !status.ok()) return InFile(*source, status);
  }
  return entries;
}

absl::StatusOr<std::vector<Entry>> ReadPlan(const std::string& file_or_folder, bool historical) {
  std::vector<Entry> all;
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesOf(file_or_folder));
  for (const std::string& file : files) {
    std::stringstream text;
    if (file == "-") {
      text << std::cin.rdbuf();
    } else {
      std::error_code error;
      std::ifstream stream(file);
      if (!stream || std::filesystem::is_directory(file, error)) return Unreadable(file);
      // Of an empty file nothing is read, which is no failure of reading.
      if (stream.peek() != std::ifstream::traits_type::eof()) text << stream.rdbuf();
    }
    MOSBAT_ASSIGN_OR_RETURN(std::vector<Entry> entries,
                            ParsePlan(file == "-" ? "stdin" : file, text.str(), historical));
    std::move(entries.begin(), entries.end(), std::back_inserter(all));
  }
  MOSBAT_RETURN_IF_ERROR(CheckPackage(all));
  return all;
}

}  // namespace mosbat::ctl
