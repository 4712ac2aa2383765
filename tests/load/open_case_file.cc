// OpenCaseFile at the case file service, through gRPC: callers fill fresh centres of 600 one after another, in all
// rounds up to the cap and never beyond it. Held against the same calls without the place step, and against a bare
// program that runs the very SQL that the service ran (it is recorded first) through the same connector and the same
// group commit.
//
// Every round of every contestant begins with a fresh database. Client and server share one process; MariaDB is a
// private server in another.
#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "CLI/CLI.hpp"
#include "common/testing/mariadb_server.h"
#include "common/testing/temp_folder.h"
#include "mosbat/casefile/v1/case_file_service.grpc.pb.h"
#include "services/casefile/casefile_server.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/place_store.h"
#include "services/casefile/store/registry_copies.h"
#include "tests/load/closed_loop.h"
#include "tests/load/measure.h"
#include "tests/load/service.h"
#include "tests/load/sql_taps.h"

namespace mosbat::load {
namespace {

using casefile::v1::CaseFile;
using casefile::v1::CaseFileService;
using casefile::v1::OpenCaseFileRequest;

constexpr size_t kChannels = 4;

struct Options {
  int rounds = 7;
  int centres = 2;
  int cap = 600;
  size_t callers = 32;
  std::string store = "all";
  bool is_short = false;
};

std::string CentreName(int number) { return absl::StrCat("centres/load-", number); }

std::vector<db::MigrationSet> Schema() { return rpc::SchemaOf("casefile", casefile::Migrations()); }

struct Store {
  std::string name;
  // The address of the n-th database of this run.
  std::function<std::string(int n)> address;
};

// A fresh database that knows the centres, as the feed of the registry would have told it.
std::unique_ptr<db::Database> NewStore(const Store& store, int centres, int cap) {
  static int databases = 0;
  std::unique_ptr<db::Database> database = NewDatabase(store.address(++databases), Schema());
  const casefile::PlaceStore places;
  const casefile::RegistryCopies registry(places);
  for (int i = 0; i < centres; ++i) {
    const auto centre = casefile::examples::Centre(cap, 1, CentreName(i));
    Require(database->Transact(
                [&](db::Session& session) { return registry.Apply(session, casefile::examples::EventOf(centre)); }),
            "cannot make a centre");
  }
  return database;
}

// So many households at each centre, centre after centre.
std::vector<OpenCaseFileRequest> Requests(int centres, int files_per_centre) {
  const SystemClock clock;
  SystemIds ids;
  std::vector<OpenCaseFileRequest> requests;
  for (int i = 0; i < centres * files_per_centre; ++i) {
    OpenCaseFileRequest& request = requests.emplace_back();
    *request.mutable_case_file() = casefile::examples::Household(2 * i + 1);
    request.mutable_case_file()->set_centre(CentreName(i / files_per_centre));
    request.set_request_id(ids.NewUuid(clock.Now()));
  }
  return requests;
}

struct Filled {
  double calls_per_second = 0;
  int64_t open = 0;
  int64_t waiting = 0;
};

// Opens the households at the service.
Filled Fill(const Service& service, const std::vector<OpenCaseFileRequest>& requests, size_t callers) {
  std::vector<std::unique_ptr<CaseFileService::Stub>> stubs;
  for (size_t i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    const auto channel = grpc::CreateCustomChannel(service.address(), grpc::InsecureChannelCredentials(), arguments);
    channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10));
    stubs.push_back(CaseFileService::NewStub(channel));
  }
  std::atomic<size_t> next = 0;
  std::atomic<int64_t> open = 0;
  std::atomic<int64_t> waiting = 0;
  const ClosedLoop<OpenCaseFileRequest, CaseFile> loop = {
      .authorization = service.Authorization(
          {.id = "county officer", .role = access::v1::COUNTY, .scope = {.area = casefile::examples::kCounty}}),
      .next =
          [&] {
            const size_t i = next++;
            return i < requests.size() ? &requests[i] : nullptr;
          },
      .send =
          [&](size_t caller, grpc::ClientContext* context, const OpenCaseFileRequest* request, CaseFile* response,
              std::function<void(grpc::Status)> done) {
            stubs[caller % stubs.size()]->async()->OpenCaseFile(context, request, response, std::move(done));
          },
      .answered =
          [&](const grpc::Status& status, const CaseFile& file) {
            if (!status.ok()) Fail(absl::StrCat("OpenCaseFile: ", status.error_message()));
            ++(file.state() == CaseFile::OPEN ? open : waiting);
          }};
  const absl::Time begin = absl::Now();
  loop.Run(callers);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  return {.calls_per_second = static_cast<double>(requests.size()) / seconds, .open = open, .waiting = waiting};
}

int64_t Count(db::Database& database, const char* sql, const std::string& centre) {
  int64_t count = 0;
  Require(database.Read([&](db::Session& session) {
    const absl::StatusOr<std::vector<db::Row>> rows = session.Query(sql, {centre});
    if (rows.ok()) count = rows->front().Int(0);
    return rows.status();
  }),
          "cannot count");
  return count;
}

// Every centre holds as many open files as its cap, by the files and by the places, and so many wait.
void RequireFull(db::Database& database, int centres, int64_t cap, int64_t waiting) {
  for (int i = 0; i < centres; ++i) {
    const std::string centre = CentreName(i);
    const int64_t open = Count(database, "SELECT COUNT(*) FROM case_files WHERE centre = ? AND state = 'OPEN'", centre);
    const int64_t held =
        Count(database, "SELECT COUNT(*) FROM places WHERE owner = ? AND case_file IS NOT NULL", centre);
    const int64_t queue =
        Count(database, "SELECT COUNT(*) FROM case_files WHERE centre = ? AND state = 'WAITING'", centre);
    if (open != cap || held != cap || queue != waiting) {
      Fail(
          absl::StrCat(centre, " of ", cap, " has ", open, " open files, ", held, " places held, ", queue, " waiting"));
    }
  }
}

std::unique_ptr<Service> Serve(std::unique_ptr<db::Database> database) {
  return std::make_unique<Service>(rpc::BackendOptions{.service = "casefile", .schema = Schema()}, std::move(database),
                                   casefile::NewCasefileRole);
}

// More households than places, by as many as there are callers: the cap is exact, and who comes after it waits.
void ProveCap(const Store& store, const Options& options) {
  const auto over = static_cast<int>(options.callers);
  const std::unique_ptr<Service> service = Serve(NewStore(store, 1, options.cap));
  const Filled filled = Fill(*service, Requests(1, options.cap + over), options.callers);
  if (filled.open != options.cap || filled.waiting != over) {
    Fail(absl::StrCat(filled.open, " files were opened in ", options.cap, " places, ", filled.waiting, " wait"));
  }
  RequireFull(service->database(), 1, options.cap, over);
}

class Contest {
 public:
  Contest(const Store& store, const Options& options)
      : store_(store), options_(options), requests_(Requests(options.centres, options.cap)) {
    Recorded recorded;
    Served(Recording(Fresh(), recorded));
    transactions_ = recorded.WithStatement("INSERT INTO case_files ");
    if (transactions_.size() != requests_.size()) Fail("not every call was recorded");
    for (const Transaction& transaction : transactions_) {
      bool takes = false;
      for (const Statement& statement : transaction) takes |= statement.sql.rfind("UPDATE places ", 0) == 0;
      if (!takes) Fail("a file was opened without taking a place");
    }
  }

  double Served() const { return Served(Fresh()); }

  double ServedWithoutPlaces() const {
    const std::unique_ptr<Service> service = Serve(WithoutPlaceStep(Fresh()));
    return Fill(*service, requests_, options_.callers).calls_per_second;
  }

  double Bare(bool with_place_step) const {
    const std::unique_ptr<db::Database> database = Fresh();
    std::atomic<size_t> next = 0;
    const absl::Time begin = absl::Now();
    std::vector<std::thread> callers;
    for (size_t i = 0; i < options_.callers; ++i) {
      callers.emplace_back([&] {
        for (size_t n = next++; n < transactions_.size(); n = next++) {
          Require(database->Transact(
                      [&](db::Session& session) { return Replay(session, transactions_[n], with_place_step); }),
                  "the bare program");
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    if (with_place_step) RequireFull(*database, options_.centres, options_.cap, 0);
    return static_cast<double>(transactions_.size()) / seconds;
  }

 private:
  std::unique_ptr<db::Database> Fresh() const { return NewStore(store_, options_.centres, options_.cap); }

  double Served(std::unique_ptr<db::Database> database) const {
    const std::unique_ptr<Service> service = Serve(std::move(database));
    const Filled filled = Fill(*service, requests_, options_.callers);
    if (filled.waiting != 0) Fail("a file waits though its centre has free places");
    RequireFull(service->database(), options_.centres, options_.cap, 0);
    return filled.calls_per_second;
  }

  const Store& store_;
  const Options& options_;
  const std::vector<OpenCaseFileRequest> requests_;
  std::vector<Transaction> transactions_;
};

void Measure(const Store& store, const Options& options) {
  ProveCap(store, options);
  const Contest contest(store, options);
  const std::vector<Contestant> contestants = {
      {.name = "OpenCaseFile", .run = [&] { return contest.Served(); }},
      {.name = "the same calls without the place step", .run = [&] { return contest.ServedWithoutPlaces(); }},
      {.name = "bare SQL of the call", .run = [&] { return contest.Bare(/*with_place_step=*/true); }},
      {.name = "bare SQL without the place step", .run = [&] { return contest.Bare(/*with_place_step=*/false); }}};
  const Rates rates = RunInTurn(contestants, options.rounds);
  std::printf("OpenCaseFile on %s, durable commits: %zu callers fill %d centres of %d, one after another\n",
              store.name.c_str(), options.callers, options.centres, options.cap);
  std::printf("%s; the cap held exactly: of %zu calls too many all went to the waitlist\n",
              Circumstances(options.rounds).c_str(), options.callers);
  PrintRates(contestants, rates);
  PrintRatios({{.name = "OpenCaseFile / without the place step", .over = 0, .under = 1, .target = 0.5},
               {.name = "OpenCaseFile / bare SQL of the call", .over = 0, .under = 2, .target = 0.3},
               {.name = "OpenCaseFile / bare SQL without the place step", .over = 0, .under = 3},
               {.name = "bare SQL / without the place step", .over = 2, .under = 3}},
              rates);
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Measures OpenCaseFile on SQLite and MariaDB against the bare SQL that it runs. SQLite files and the private "
      "MariaDB server stand in $TMPDIR or /tmp, which should be on a disk.");
  app.add_option("--rounds", options.rounds, "Rounds")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--centres", options.centres, "Centres filled in a round")
      ->check(CLI::Range(1, 800))
      ->capture_default_str();
  app.add_option("--callers", options.callers, "Calls under way")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option("--store", options.store, "all, sqlite or mariadb")
      ->check(CLI::IsMember({"all", "sqlite", "mariadb"}))
      ->capture_default_str();
  app.add_flag("--short", options.is_short, "One short round: whether it runs and the cap holds, no figure to go by");
  CLI11_PARSE(app, argc, argv);
  if (options.is_short) {
    options.rounds = 1;
    options.centres = 2;
    options.cap = 40;
  }
  if (options.store != "mariadb") {
    const testing::TempFolder folder;
    Measure({.name = "SQLite", .address = [&](int n) { return absl::StrCat("sqlite:", folder.path(), "/", n); }},
            options);
  }
  if (options.store == "sqlite") return 0;
  if (!testing::MariaDbServer::IsInstalled()) {
    std::printf("MariaDB is not installed\n");
    return 0;
  }
  const auto server = Require(testing::MariaDbServer::Start(testing::Durability::kFull), "MariaDB does not start");
  Measure({.name = "MariaDB", .address = [&](int n) { return server->Address(absl::StrCat("load", n)); }}, options);
  return 0;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
