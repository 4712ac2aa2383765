// Chapter 6: households, up to the cap and never beyond it.
#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/centres.h"
#include "clients/mosbatctl/demo/story.h"
#include "common/base/status_macros.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"

namespace mosbat::story {
namespace {

using casefile::v1::CaseFile;
using casefile::v1::Member;
using registry::v1::Centre;

constexpr int kHouseholds = 3;
constexpr int kRacersCount = 32;
// The caps of the story stand for 600 and 450: there is no need to open hundreds of files to see them kept.
constexpr int kSmallCap = kHouseholds + 1;
constexpr int kLoadThreads = 4;

absl::StatusOr<Centre> SetCap(World& world, absl::string_view step, const std::string& centre, int cap) {
  registry::v1::UpdateCentreRequest request;
  request.mutable_centre()->set_name(centre);
  request.mutable_centre()->set_files_cap(cap);
  request.mutable_update_mask()->add_paths("files_cap");
  return world.Do<Centre>(step, kSteering, request);
}

// Whether nothing has changed the centre since it was answered: what is counted now can be held against its cap.
absl::StatusOr<bool> IsStill(World& world, const Centre& centre) {
  MOSBAT_ASSIGN_OR_RETURN(const Centre now, GetCentre(world, centre.name()));
  return now.etag() == centre.etag();
}

absl::StatusOr<int> Count(World& world, const std::string& centre, CaseFile::State state) {
  const casefile::v1::CountCaseFilesRequest request;  // the manager's scope is the centre
  MOSBAT_ASSIGN_OR_RETURN(const auto page,
                          world.Read<casefile::v1::CountCaseFilesResponse>(ManagerOf(centre), request));
  MOSBAT_RETURN_IF_ERROR(Expect(
      page.counts_size() == 1,
      {.en = "The files of the centre are not counted.", .fa = "پرونده‌های مرکز شمرده نشد."},
      centre));
  const auto& count = page.counts(0);
  return static_cast<int>(state == CaseFile::OPEN ? count.open() : count.waiting());
}

absl::StatusOr<CaseFile> Open(World& world, const std::string& step, CaseFile file) {
  casefile::v1::OpenCaseFileRequest request;
  const std::string manager = ManagerOf(file.centre());
  *request.mutable_case_file() = std::move(file);
  return world.Do<CaseFile>(step, manager, request);
}

absl::StatusOr<CaseFile> Close(World& world, const std::string& step, const CaseFile& file) {
  casefile::v1::CloseCaseFileRequest request;
  request.set_name(file.name());
  request.set_reason("مهاجرت خانوار");
  return world.Do<CaseFile>(step, ManagerOf(file.centre()), request);
}

CaseFile FamilyOf(const World& world, const std::string& centre, int index) {
  CaseFile file = Household(world, centre, kHeads + index);
  *file.add_members() = MemberOf(world, kElders + index, Member::PARENT, absl::CivilDay(1947 + index, 7, 20));
  return file;
}

absl::Status OpenFamilies(World& world, Made& made) {
  for (int index = 0; index < kHouseholds; ++index) {
    CaseFile family = FamilyOf(world, made.centre.name(), index);
    family.set_social_worker(made.worker());
    MOSBAT_ASSIGN_OR_RETURN(CaseFile file, Open(world, absl::StrCat("family ", index), std::move(family)));
    MOSBAT_RETURN_IF_ERROR(Expect(file.state() == CaseFile::OPEN,
                                  {.en = "A household found no place.", .fa = "خانواری جا نیافت."}, file.name()));
    made.households.push_back(std::move(file));
  }
  casefile::v1::AssignCaseFileRequest assign;
  assign.set_name(made.households[1].name());
  assign.set_social_worker(made.second_worker());
  MOSBAT_ASSIGN_OR_RETURN(made.households[1],
                          world.Do<CaseFile>("assign family 1", ManagerOf(made.centre.name()), assign));
  world.narrator().Tell(
      {.en = "$0 households are entered; the second is given to the other social worker.",
       .fa = "$0 خانوار ثبت می‌شوند؛ دومی به مددکار دیگر سپرده می‌شود."},
      {kHouseholds});
  casefile::v1::OpenCaseFileRequest twice;
  *twice.mutable_case_file() = Household(world, made.neighbour.name(), kHeads);
  twice.set_request_id(world.RequestId("person in two files"));
  return world.Refused<CaseFile>(
      {.en = "Nobody is in two open files: the centre of Fardis tries it with one of them.",
       .fa =
           "هیچ‌کس در دو پروندهٔ باز نیست: مرکز فردیس برای یکی از آنان پرونده می‌خواهد."},
      "ALREADY_OPEN_ELSEWHERE", ManagerOf(made.neighbour.name()), twice);
}

// Runs `work` for 0 to `count` - 1, all at once, and returns the first error.
absl::Status AtOnce(int count, const std::function<absl::Status(int)>& work) {
  std::vector<absl::Status> results(static_cast<size_t>(count));
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] { results[static_cast<size_t>(i)] = work(i); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) MOSBAT_RETURN_IF_ERROR(result);
  return absl::OkStatus();
}

absl::Status RaceForTheLastPlace(World& world, Made& made) {
  made.racers.resize(kRacersCount);
  MOSBAT_RETURN_IF_ERROR(AtOnce(kRacersCount, [&](int i) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(made.racers[static_cast<size_t>(i)],
                            Open(world, absl::StrCat("race ", i), Household(world, made.centre.name(), kRacers + i)));
    return absl::OkStatus();
  }));
  const auto winners = std::count_if(made.racers.begin(), made.racers.end(),
                                     [](const CaseFile& file) { return file.state() == CaseFile::OPEN; });
  MOSBAT_RETURN_IF_ERROR(
      Expect(winners == 1, {.en = "The last place has not exactly one winner.", .fa = "آخرین جا دقیقاً یک برنده ندارد."},
             absl::StrCat(winners)));
  world.narrator().Tell(
      {.en = "$0 callers at once want the last free place: $1 gets it, $2 are on the waitlist.",
       .fa =
           "$0 درخواست هم‌زمان برای آخرین جا: $1 برنده، $2 در فهرست انتظار."},
      {kRacersCount, static_cast<int>(winners), kRacersCount - static_cast<int>(winners)});
  return absl::OkStatus();
}

bool WaitsBefore(const CaseFile& a, const CaseFile& b) {
  const auto key = [](const CaseFile& file) {
    return std::tuple(file.queue_time().seconds(), file.queue_time().nanos(), file.name());
  };
  return key(a) < key(b);
}

// The winner of the race leaves; the first of those who wait comes in by itself.
absl::Status LetTheFirstIn(World& world, Made& made) {
  const auto waiting = std::partition(made.racers.begin(), made.racers.end(),
                                      [](const CaseFile& file) { return file.state() == CaseFile::OPEN; });
  std::sort(waiting, made.racers.end(), &WaitsBefore);
  const CaseFile& first = made.racers[1];
  MOSBAT_RETURN_IF_ERROR(Close(world, "winner leaves", made.racers[0]).status());
  casefile::v1::GetCaseFileRequest get;
  get.set_name(first.name());
  MOSBAT_RETURN_IF_ERROR(
      world.Await({.en = "The first of the waitlist did not come in.", .fa = "نفر اول فهرست انتظار وارد نشد."},
                  [&]() -> absl::StatusOr<bool> {
                    MOSBAT_ASSIGN_OR_RETURN(made.promoted, world.Read<CaseFile>(ManagerOf(made.centre.name()), get));
                    return made.promoted.state() == CaseFile::OPEN;
                  }));
  world.narrator().Tell(
      {.en = "The winner's file is closed, and the first of the waitlist comes in by itself.",
       .fa =
           "پروندهٔ برنده بسته می‌شود و نفر اول فهرست انتظار خودبه‌خود وارد می‌شود."});
  return absl::OkStatus();
}

// How many files the load has opened, for who waits until there are so many.
class Progress {
 public:
  void Add() {
    ++opened_;
    opened_.notify_all();
  }
  // The load has failed: nobody waits for it any more.
  void GiveUp() {
    given_up_ = true;
    Add();
  }
  void AwaitOpened(int count) {
    for (int now = opened_; now < count && !given_up_; now = opened_) opened_.wait(now);
  }

 private:
  std::atomic<int> opened_ = 0;
  std::atomic<bool> given_up_ = false;
};

// One of those who open and close while the cap changes: every second of its files it closes again.
absl::Status Load(World& world, const std::string& centre, const CapSwing& swing, int thread, Progress& progress) {
  CaseFile former;
  for (int i = 0; i < swing.files_per_thread; ++i) {
    const int index = thread * swing.files_per_thread + i;
    MOSBAT_ASSIGN_OR_RETURN(CaseFile file,
                            Open(world, absl::StrCat("load ", index), Household(world, centre, kLoad + index)));
    progress.Add();
    if (i % 2 == 1) MOSBAT_RETURN_IF_ERROR(Close(world, absl::StrCat("unload ", index), former).status());
    former = std::move(file);
  }
  return absl::OkStatus();
}

// While it goes on, no look at the centre finds more open files than the higher cap.
absl::Status Watch(World& world, const std::string& centre, int high_cap, const std::atomic<bool>& done, int& looks) {
  for (; !done; ++looks) {
    MOSBAT_ASSIGN_OR_RETURN(const int open, Count(world, centre, CaseFile::OPEN));
    MOSBAT_RETURN_IF_ERROR(Expect(open <= high_cap,
                                  {.en = "More files are open than the cap allows.",
                                   .fa = "پرونده‌های باز از سقف بیشتر است."},
                                  absl::StrCat(open)));
  }
  return absl::OkStatus();
}

// The cap goes down when three quarters of the load's files have been opened, and up again with the last eighth.
absl::StatusOr<Centre> ChangeCapUnderLoad(World& world, const std::string& centre, const CapSwing& swing) {
  MOSBAT_ASSIGN_OR_RETURN(const Centre before, GetCentre(world, centre));
  const bool told_before = before.files_cap() > swing.high;
  const int files = kLoadThreads * swing.files_per_thread;
  Progress progress;
  std::atomic<bool> done = told_before;
  int looks = 0;
  absl::StatusOr<Centre> last = absl::UnknownError("not changed");
  MOSBAT_RETURN_IF_ERROR(AtOnce(2, [&](int which) -> absl::Status {
    if (which == 1) return Watch(world, centre, swing.high, done, looks);
    const absl::Status result = AtOnce(kLoadThreads + 1, [&](int thread) -> absl::Status {
      if (thread < kLoadThreads) {
        const absl::Status loaded = Load(world, centre, swing, thread, progress);
        if (!loaded.ok()) progress.GiveUp();
        return loaded;
      }
      progress.AwaitOpened(files * 3 / 4);
      MOSBAT_RETURN_IF_ERROR(SetCap(world, "cap down", centre, swing.low).status());
      progress.AwaitOpened(files * 7 / 8);
      last = SetCap(world, "cap up again", centre, swing.high);
      return last.status();
    });
    done = true;
    return result;
  }));
  world.narrator().Tell(
      {.en = "While $0 files are opened and half of them closed again, its cap goes from $1 to $2 and back.",
       .fa =
           "هم‌زمان با بازشدن $0 پرونده و بسته‌شدن نیمی از آن‌ها، سقف از $1 به $2 و باز به $1 می‌رود."},
      {files, swing.high, swing.low});
  if (!told_before) {
    world.narrator().Tell(
        {.en = "Meanwhile the centre is looked at $0 times: never more open files than the cap.",
         .fa =
             "در این میان $0 بار به مرکز نگاه شد: پرونده‌های باز هرگز از سقف بیشتر نبود."},
        {looks});
  }
  return last;
}

// In the end every place is taken and nobody else is in.
absl::Status ExpectFull(World& world, const Centre& centre) {
  MOSBAT_ASSIGN_OR_RETURN(const bool still, IsStill(world, centre));
  if (!still) return absl::OkStatus();  // told before
  MOSBAT_RETURN_IF_ERROR(
      world.Await({.en = "The places of the centre did not fill up to its cap.", .fa = "جاهای مرکز تا سقف پر نشد."},
                  [&]() -> absl::StatusOr<bool> {
                    MOSBAT_ASSIGN_OR_RETURN(const int open, Count(world, centre.name(), CaseFile::OPEN));
                    return open == centre.files_cap();
                  }));
  MOSBAT_ASSIGN_OR_RETURN(const int waiting, Count(world, centre.name(), CaseFile::WAITING));
  world.narrator().Tell({.en = "Then $0 of $0 places are taken, and $1 wait.",
                         .fa = "سپس $0 جا از $0 جا پر است و $1 خانوار در انتظارند."},
                        {centre.files_cap(), waiting});
  return absl::OkStatus();
}

absl::Status ExpectNobodyWaits(World& world, const Centre& centre) {
  MOSBAT_RETURN_IF_ERROR(
      world.Await({.en = "Somebody waits while places are free.", .fa = "با وجود جای خالی کسی در انتظار است."},
                  [&]() -> absl::StatusOr<bool> {
                    MOSBAT_ASSIGN_OR_RETURN(const int waiting, Count(world, centre.name(), CaseFile::WAITING));
                    return waiting == 0;
                  }));
  MOSBAT_ASSIGN_OR_RETURN(const int open, Count(world, centre.name(), CaseFile::OPEN));
  world.narrator().Tell(
      {.en = "With the directive's cap of $0 again, everybody comes in: $1 open, nobody waits.",
       .fa =
           "با بازگشت سقف $0 دستورالعمل همه وارد می‌شوند: $1 پروندهٔ باز، هیچ‌کس در انتظار نیست."},
      {centre.files_cap(), open});
  return absl::OkStatus();
}

}  // namespace

absl::Status TellCapSwing(World& world, const std::string& centre, const CapSwing& swing) {
  MOSBAT_ASSIGN_OR_RETURN(const Centre changed, ChangeCapUnderLoad(world, centre, swing));
  return ExpectFull(world, changed);
}

absl::Status TellHouseholds(World& world, Made& made) {
  const std::string& centre = made.centre.name();
  const int cap = made.directive.provisions().files_per_centre().value();
  MOSBAT_RETURN_IF_ERROR(SetCap(world, "small cap", centre, kSmallCap).status());
  world.narrator().Tell(
      {.en = "To see a cap reached, steering sets that of this centre from $0 to $1.",
       .fa =
           "برای دیدن پُرشدن ظرفیت، معاونت راهبری سقف این مرکز را از $0 به $1 می‌آورد."},
      {cap, kSmallCap});
  MOSBAT_RETURN_IF_ERROR(OpenFamilies(world, made));
  MOSBAT_RETURN_IF_ERROR(RaceForTheLastPlace(world, made));
  MOSBAT_RETURN_IF_ERROR(LetTheFirstIn(world, made));
  constexpr CapSwing kSwing = {.high = 40, .low = 30, .files_per_thread = 16};
  MOSBAT_RETURN_IF_ERROR(SetCap(world, "higher cap", centre, kSwing.high).status());
  MOSBAT_RETURN_IF_ERROR(TellCapSwing(world, centre, kSwing));
  MOSBAT_ASSIGN_OR_RETURN(made.centre, SetCap(world, "cap of the directive", centre, cap));
  return ExpectNobodyWaits(world, made.centre);
}

}  // namespace mosbat::story
