// get, list and call: everything that the protos have, by their descriptors.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/yaml.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kPageSize = 200;

struct Wanted {
  std::string what;  // a name, a collection or a method
  std::string json = "{}";
  std::string as;
  std::string service;
  std::string output;
};

absl::StatusOr<MessagePtr> RequestOf(const Method& method, const Wanted& wanted) {
  MOSBAT_ASSIGN_OR_RETURN(const nlohmann::json value, ParseJson("-d", wanted.json));
  MessagePtr request = NewMessage(*method.input_type());
  MOSBAT_RETURN_IF_ERROR(FromJson(value, "", *request));
  return request;
}

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void PrintOne(const Message& message, const Wanted& wanted, Language language) {
  if (wanted.output == "json") {
    Print(absl::StrCat(ToJson(message), "\n"));
  } else if (wanted.output == "yaml") {
    Print(ToYaml(nlohmann::ordered_json::parse(ToJson(message, /*compact=*/true))));
  } else {
    Print(Lines(message, language));
  }
}

absl::Status Get(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Method* const method, GetMethodOf(wanted.what));
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient());
  const MessagePtr request = NewMessage(*method->input_type());
  SetText(*request, "name", wanted.what);
  const MessagePtr response = NewMessage(*method->output_type());
  MOSBAT_RETURN_IF_ERROR(
      client->Invoke(wanted.as.empty() ? client->UsualCaller(*method) : wanted.as, *request, *response));
  PrintOne(*response, wanted, line.language());
  return absl::OkStatus();
}

absl::Status List(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Collection collection, FindCollection(wanted.what));
  const Method& method = *collection.method;
  MOSBAT_ASSIGN_OR_RETURN(const MessagePtr request, RequestOf(method, wanted));
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient({.named_service = wanted.service}));
  if (!collection.parent.empty()) SetText(*request, "parent", collection.parent);
  const FieldDescriptor* const size = method.input_type()->FindFieldByName("page_size");
  if (size != nullptr && request->GetReflection()->GetInt32(*request, size) == 0) {
    request->GetReflection()->SetInt32(request.get(), size, kPageSize);
  }
  const FieldDescriptor* const items = ItemsOf(*method.output_type());
  const FieldDescriptor* const next = method.output_type()->FindFieldByName("next_page_token");
  const std::string as = wanted.as.empty() ? client->UsualCaller(method) : wanted.as;
  // One message with the items of all pages.
  const MessagePtr all = NewMessage(*method.output_type());
  for (bool more = true; more;) {
    const MessagePtr page = NewMessage(*method.output_type());
    MOSBAT_RETURN_IF_ERROR(client->Invoke(as, *request, *page));
    const std::string token = page->GetReflection()->GetString(*page, next);
    page->GetReflection()->ClearField(page.get(), next);
    all->MergeFrom(*page);
    SetText(*request, "page_token", token);
    more = !token.empty();
  }
  if (wanted.output != "table" || items == nullptr) {
    PrintOne(*all, wanted, line.language());
    return absl::OkStatus();
  }
  std::vector<const Message*> rows;
  for (int i = 0; i < all->GetReflection()->FieldSize(*all, items); ++i) {
    rows.push_back(&all->GetReflection()->GetRepeatedMessage(*all, items, i));
  }
  Print(Table(rows, line.language(), DressOf(STDOUT_FILENO)));
  return absl::OkStatus();
}

absl::Status CallMethod(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Method* const method, FindMethod(wanted.what));
  MOSBAT_ASSIGN_OR_RETURN(const MessagePtr request, RequestOf(*method, wanted));
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient({.named_service = wanted.service}));
  const MessagePtr response = NewMessage(*method->output_type());
  MOSBAT_RETURN_IF_ERROR(
      client->Invoke(wanted.as.empty() ? client->UsualCaller(*method) : wanted.as, *request, *response));
  PrintOne(*response, wanted, line.language());
  return absl::OkStatus();
}

using Command = absl::Status (*)(const Wanted& wanted, const CommandLine& line);

std::shared_ptr<Wanted> AddShared(CLI::App& command, CommandLine& line, const char* what, const char* help,
                                  const char* output, Command run) {
  const auto wanted = std::make_shared<Wanted>();
  wanted->output = output;
  command.add_option(what, wanted->what, help)->required();
  command.add_option("--as", wanted->as, "in whose name: steering, deputyship:prevention, centre-manager:centres/…");
  command.add_option("-o,--output", wanted->output, "how it is printed")
      ->check(CLI::IsMember({"table", "json", "yaml"}))
      ->capture_default_str();
  command.callback([wanted, &line, run] {
    if (const absl::Status status = run(*wanted, line); !status.ok()) line.Report(status);
  });
  return wanted;
}

void AddRequest(CLI::App& command, Wanted& wanted, const char* help) {
  command.add_option("-d,--data", wanted.json, help)->capture_default_str();
  command.add_option("--service", wanted.service,
                     "whose audit trail: guideline, catalog, registry, casefile, purchasing");
}

}  // namespace

void AddGetCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = *app.add_subcommand("get", "Show one resource by its name.");
  AddShared(command, line, "name", "its name", "table", &Get);
  command.footer(
      "Examples:\n  mosbatctl get directives/two\n  mosbatctl get serviceTypes/vision-screening -o yaml\n"
      "  mosbatctl get subGuidelines/vision-screening/revisions/1 -o json");
}

void AddListCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = *app.add_subcommand("list", "List a collection, all its pages.");
  const auto wanted = AddShared(command, line, "collection", "serviceTypes, provinces/30/counties, …", "table", &List);
  AddRequest(command, *wanted, "the request's other fields, as JSON");
  command.footer(
      "Examples:\n  mosbatctl list serviceTypes\n  mosbatctl list provinces/30/counties --lang en\n"
      "  mosbatctl list serviceTypes -d '{\"state\": \"ACTIVE\", \"text\": \"بینایی\"}'\n"
      "  mosbatctl list entrustments -d '{\"serviceType\": \"serviceTypes/vision-screening\"}' -o json");
}

void AddCallCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = *app.add_subcommand("call", "Call any method with a request in JSON.");
  const auto wanted = AddShared(command, line, "method", "SERVICE/METHOD", "json", &CallMethod);
  AddRequest(command, *wanted, "the request, as JSON");
  command.footer(
      "Examples:\n  mosbatctl call GuidelineService/ResolveDirective -d '{}'\n"
      "  mosbatctl call CatalogService/SuspendServiceType --as deputyship:prevention \\\n"
      "    -d '{\"name\": \"serviceTypes/vision-screening\", \"reason\": \"…\"}'");
}

}  // namespace mosbat::ctl
