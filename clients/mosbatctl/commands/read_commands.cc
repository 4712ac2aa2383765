// get, list and call: everything that the protos have, by their descriptors.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/collections.h"
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/methods.h"
#include "clients/mosbatctl/names.h"
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

// In a table provinces and counties are named behind their codes; files of JSON and YAML say what the suite says.
void PrintOne(const Message& message, const Wanted& wanted, CallsAs calls, Language language) {
  if (wanted.output == "json") {
    Print(absl::StrCat(ToJson(message), "\n"));
  } else if (wanted.output == "yaml") {
    Print(ToYaml(nlohmann::ordered_json::parse(ToJson(message, /*compact=*/true))));
  } else {
    const MessagePtr named = CopyOf(message);
    AreaNames(std::move(calls), language).InMessage(*named);
    Print(Lines(*named, language));
  }
}

absl::Status Get(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient());
  CallsAs calls(*client, wanted.as);
  MOSBAT_ASSIGN_OR_RETURN(const MessagePtr found, ReadResource(calls, wanted.what));
  PrintOne(*found, wanted, calls, line.language());
  return absl::OkStatus();
}

absl::Status List(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Collection collection, FindCollection(wanted.what));
  const Method& method = *collection.method;
  MOSBAT_ASSIGN_OR_RETURN(const MessagePtr request, RequestOf(method, wanted));
  MOSBAT_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client, line.OpenClient());
  CallsAs calls(*client, wanted.as);
  if (!collection.parent.empty()) SetText(*request, "parent", collection.parent);
  const FieldDescriptor* const size = method.input_type()->FindFieldByName("page_size");
  if (size != nullptr && request->GetReflection()->GetInt32(*request, size) == 0) {
    request->GetReflection()->SetInt32(request.get(), size, kPageSize);
  }
  const FieldDescriptor* const items = ItemsOf(*method.output_type());
  const FieldDescriptor* const next = method.output_type()->FindFieldByName("next_page_token");
  // One message with the items of all pages.
  const MessagePtr all = NewMessage(*method.output_type());
  for (bool more = true; more;) {
    const MessagePtr page = NewMessage(*method.output_type());
    MOSBAT_RETURN_IF_ERROR(calls.Invoke(*request, *page));
    const std::string token = page->GetReflection()->GetString(*page, next);
    page->GetReflection()->ClearField(page.get(), next);
    all->MergeFrom(*page);
    SetText(*request, "page_token", token);
    more = !token.empty();
  }
  if (wanted.output != "table" || items == nullptr) {
    PrintOne(*all, wanted, calls, line.language());
    return absl::OkStatus();
  }
  AreaNames(calls, line.language()).InMessage(*all);
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
  CallsAs calls(*client, wanted.as);
  const MessagePtr response = NewMessage(*method->output_type());
  MOSBAT_RETURN_IF_ERROR(calls.Invoke(*request, *response));
  PrintOne(*response, wanted, calls, line.language());
  return absl::OkStatus();
}

using Command = absl::Status (*)(const Wanted& wanted, const CommandLine& line);

std::shared_ptr<Wanted> AddShared(CLI::App& command, CommandLine& line, const char* what, const Words& help,
                                  const char* output, Command run) {
  const auto wanted = std::make_shared<Wanted>();
  wanted->output = output;
  command.add_option(what, wanted->what, line.In(help))->required();
  line.AddAs(command, wanted->as);
  line.AddOutput(command, wanted->output);
  command.callback([wanted, &line, run] {
    if (const absl::Status status = run(*wanted, line); !status.ok()) line.Report(status);
  });
  return wanted;
}

}  // namespace

void AddGetCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "get",
      {.en = "Show one resource by its name.", .fa = "یک منبع را با نامش نشان می‌دهد."}, {},
      {{.what = {.en = "a directive", .fa = "یک دستورالعمل"}, .command = "mosbatctl get directives/two"},
       {.what = {.en = "a service type with every field, as YAML", .fa = "یک نوع خدمت با همهٔ فیلدها، به شکل YAML"},
        .command = "mosbatctl get serviceTypes/vision-screening -o yaml"},
       {.what = {.en = "a text of a sub-guideline", .fa = "یک ویرایش شیوه‌نامه"},
        .command = "mosbatctl get subGuidelines/vision-screening/revisions/1"},
       {.what = {.en = "a county", .fa = "یک شهرستان"}, .command = "mosbatctl get provinces/30/counties/3001"}});
  AddShared(command, line, "name",
            {.en = "its name, serviceTypes/vision-screening", .fa = "نام آن، مانند serviceTypes/vision-screening"},
            "table", &Get);
}

void AddListCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "list",
      {.en = "List a collection, all its pages.",
       .fa = "یک مجموعه را تا پایان فهرست می‌کند."},
      {.en = CollectionsText(Language::kEnglish), .fa = CollectionsText(Language::kPersian)},
      {{.what = {.en = "all service types", .fa = "همهٔ انواع خدمت"}, .command = "mosbatctl list serviceTypes"},
       {.what = {.en = "the counties of Alborz", .fa = "شهرستان‌های البرز"},
        .command = "mosbatctl list provinces/30/counties"},
       {.what = {.en = "only some: by the other fields of the request", .fa = "تنها برخی: با فیلدهای دیگر درخواست"},
        .command = "mosbatctl list serviceTypes -d '{\"state\": \"ACTIVE\", \"text\": \"بینایی\"}'"},
       {.what = {.en = "to whom a service is entrusted, for a script",
                 .fa = "واگذاری‌های یک خدمت، برای اسکریپت"},
        .command = "mosbatctl list entrustments -d '{\"serviceType\": \"serviceTypes/vision-screening\"}' -o json"}});
  const auto wanted =
      AddShared(command, line, "collection",
                {.en = "what is listed, like serviceTypes or provinces/30/counties",
                 .fa = "آنچه فهرست می‌شود، مانند serviceTypes یا provinces/30/counties"},
                "table", &List);
  command
      .add_option("-d,--data", wanted->json,
                  line.In({.en = "the request's other fields, as JSON", .fa = "فیلدهای دیگر درخواست، به JSON"}))
      ->capture_default_str();
}

void AddCallCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "call",
      {.en = "Call any method with a request in JSON.",
       .fa = "هر متدی را با درخواستی به JSON اجرا می‌کند."},
      {},
      {{.what = {.en = "which directive is in force today", .fa = "دستورالعمل مجری امروز"},
        .command = "mosbatctl call ResolveDirective"},
       {.what = {.en = "suspend a service type, in the name of its deputyship",
                 .fa = "تعلیق یک نوع خدمت، به نام معاونت متولی"},
        .command = "mosbatctl call SuspendServiceType --as deputyship:prevention \\\n"
                   "    -d '{\"name\": \"serviceTypes/vision-screening\", \"reason\": \"…\"}'"},
       {.what = {.en = "the audit trail of a service",
                 .fa = "سابقهٔ دسترسی‌ها و تغییرهای یک سرویس"},
        .command = "mosbatctl call ListEntries --as auditor --service casefile"},
       {.what = {.en = "events of others that wait in a service, and why",
                 .fa = "رویدادهای دیگران که در یک سرویس متوقف مانده، و علت آن"},
        .command = "mosbatctl call ListParkedEvents --as operator --service casefile -d '{\"feed\": \"catalog\"}'"}});
  const auto wanted =
      AddShared(command, line, "method", {.en = "its name, or SERVICE/METHOD", .fa = "نام آن، یا SERVICE/METHOD"},
                "json", &CallMethod);
  command.add_option("-d,--data", wanted->json, line.In({.en = "the request, as JSON", .fa = "درخواست، به JSON"}))
      ->capture_default_str();
  command
      .add_option("--service", wanted->service,
                  line.In({.en = "which service answers what each of them has: audit trail, feed, parked events",
                           .fa = "کدام سرویس به آنچه همه دارند پاسخ دهد: سابقه، خوراک، رویدادهای متوقف"}))
      ->check(OneOf({"guideline", "catalog", "registry", "casefile", "purchasing"}, line.language()));
}

}  // namespace mosbat::ctl
