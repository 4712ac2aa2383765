#include "clients/mosbatctl/apply/plan.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/apply/entry_reader.h"
#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/yaml.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/entrustment.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Message;
using nlohmann::json;

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

absl::StatusOr<std::string> TextIn(const std::string& file) {
  std::stringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  std::error_code error;
  std::ifstream stream(file);
  if (!stream || std::filesystem::is_directory(file, error)) return Unreadable(file);
  // Of an empty file nothing is read, which is no failure of reading.
  if (stream.peek() != std::ifstream::traits_type::eof()) text << stream.rdbuf();
  return text.str();
}

void AddFile(const std::string& file, const std::string& text, bool historical, Plan& plan) {
  std::vector<absl::StatusOr<json>> documents;
  if (IsJson(file, text)) {
    documents.push_back(ParseJson(file, text));
  } else {
    documents = ParseYamlDocuments(file, text);
  }
  if (documents.empty()) documents.emplace_back(json());  // an empty file
  const auto source = std::make_shared<const Source>(Source{.file = file, .text = text});
  for (size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].ok()) {
      const std::string path = documents.size() == 1 ? "" : absl::StrCat("document[", i, "]");
      ReadDocument(source, *documents[i], path, historical, plan);
    } else {
      plan.faults.push_back(documents[i].status());
    }
  }
}

// The entrustment that the entry makes; nullptr where it makes something else.
const catalog::v1::Entrustment* EntrustmentOf(const Entry& entry) {
  if (entry.resource == nullptr) return nullptr;
  return dynamic_cast<const catalog::v1::Entrustment*>(&entry.resource_message());
}

// The catalog activates no other entrustment of a type before its pilots: those others come behind the last of them,
// which they may, because nothing in a file names an entrustment.
void PutPilotsFirst(std::vector<Entry>& entries) {
  for (auto end = entries.size(); end > 0; --end) {
    const catalog::v1::Entrustment* const pilot = EntrustmentOf(entries[end - 1]);
    if (pilot == nullptr || !pilot->pilot()) continue;
    const std::string type = pilot->service_type();
    const auto goes_before = [&](const Entry& entry) {
      const catalog::v1::Entrustment* const one = EntrustmentOf(entry);
      return one == nullptr || one->pilot() || one->service_type() != type;
    };
    std::stable_partition(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(end), goes_before);
  }
}

}  // namespace

const Message& Entry::resource_message() const { return request->GetReflection()->GetMessage(*request, resource); }

const Message& Entry::revision_message() const { return request->GetReflection()->GetMessage(*request, revision); }

std::string Entry::name() const { return resource == nullptr ? "" : TextOf(resource_message(), "name"); }

absl::StatusOr<std::vector<Entry>> Plan::ToEntries() && {
  if (!faults.empty()) return std::move(faults.front());
  return std::move(entries);
}

absl::StatusOr<std::vector<Entry>> ParsePlan(const std::string& file, const std::string& text, bool historical) {
  Plan plan;
  AddFile(file, text, historical, plan);
  PutPilotsFirst(plan.entries);
  return std::move(plan).ToEntries();
}

Plan ReadFiles(const std::string& file_or_folder, bool historical) {
  Plan plan;
  const absl::StatusOr<std::vector<std::string>> files = FilesOf(file_or_folder);
  if (!files.ok()) return {.faults = {files.status()}};
  for (const std::string& file : *files) {
    const absl::StatusOr<std::string> text = TextIn(file);
    if (text.ok()) {
      AddFile(file == "-" ? "stdin" : file, *text, historical, plan);
    } else {
      plan.faults.push_back(text.status());
    }
  }
  // Of a package that lacks a document more would be said than is wrong.
  if (plan.faults.empty()) plan.faults = CheckPackage(plan.entries);
  PutPilotsFirst(plan.entries);
  return plan;
}

absl::StatusOr<std::vector<Entry>> ReadPlan(const std::string& file_or_folder, bool historical) {
  return ReadFiles(file_or_folder, historical).ToEntries();
}

}  // namespace mosbat::ctl
