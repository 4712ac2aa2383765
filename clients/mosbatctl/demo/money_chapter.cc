// Chapter 8: every delivery becomes one claim, and a month's claims one payment.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/care.h"
#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/credit.h"
#include "clients/mosbatctl/demo/story.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::story {
namespace {

using casefile::v1::Delivery;
using casefile::v1::ServiceRequest;
using purchasing::v1::Claim;
using purchasing::v1::PaymentBatch;
using purchasing::v1::Statement;
using purchasing::v1::Tariff;

constexpr int64_t kVisitTariff = 1'800'000;
constexpr int64_t kHigherVisitTariff = 2'250'000;  // from the 16th of the month on
constexpr int64_t kSessionTariff = 900'000;
constexpr int kDaysToHigherTariff = 15;
// Enough for a session and too little for a visit.
constexpr int64_t kThinCredit = 1'000'000;

absl::StatusOr<Tariff> SetTariff(World& world, const std::string& id, const std::string& type, Tariff::Unit unit,
                                 int64_t amount, absl::CivilDay from) {
  purchasing::v1::CreateTariffRequest request;
  request.set_tariff_id(id);
  Tariff& tariff = *request.mutable_tariff();
  tariff.set_service_type(type);
  tariff.set_unit(unit);
  *tariff.mutable_amount() = InRials(amount);
  *tariff.mutable_effective_date() = iran::ToDate(from);
  tariff.set_legal_basis("بخشنامهٔ نمایشی تعرفه");
  return world.Do<Tariff>(absl::StrCat("tariff ", id), kFinance, request);
}

std::string ClaimOf(absl::string_view delivery) {
  return absl::StrCat("claims/", delivery.substr(delivery.find('/') + 1));
}
// A delivery has the id of its request.
std::string ClaimOf(const ServiceRequest& request) { return ClaimOf(request.name()); }

absl::StatusOr<Claim> GetClaim(World& world, const std::string& name) {
  purchasing::v1::GetClaimRequest request;
  request.set_name(name);
  return world.Read<Claim>(kFinance, request);
}

bool IsHeldFor(const Claim& claim, Claim::HoldReason reason) {
  return claim.state() == Claim::HELD && claim.hold_reason() == reason;
}

Words StateOf(const Claim& claim) {
  if (IsHeldFor(claim, Claim::NO_TARIFF)) {
    return {.en = "held, for want of a tariff", .fa = "معلق به‌سبب نبود تعرفه"};
  }
  if (IsHeldFor(claim, Claim::NO_CREDIT)) {
    return {.en = "held, for want of credit", .fa = "معلق به‌سبب کسری اعتبار"};
  }
  if (claim.state() == Claim::PAID) return {.en = "paid by now", .fa = "اکنون پرداخت‌شده"};
  return {.en = "no longer held", .fa = "دیگر معلق نیست"};
}

// Whether a resource that a later step makes is not there yet.
template <typename Response, typename Request>
absl::StatusOr<bool> IsMissing(World& world, const std::string& name) {
  Request request;
  request.set_name(name);
  const absl::Status found = world.Read<Response>(kFinance, request).status();
  if (found.ok()) return false;
  if (absl::IsNotFound(found)) return true;
  return found;
}

// The claim, once it is there; the feed brings it.
absl::StatusOr<Claim> AwaitClaim(World& world, const std::string& name) {
  absl::StatusOr<Claim> claim = absl::UnknownError("not read");
  MOSBAT_RETURN_IF_ERROR(
      world.Await({.en = "A delivery did not become a claim.", .fa = "ارائهٔ خدمت به مطالبه نینجامید."},
                  [&]() -> absl::StatusOr<bool> {
                    claim = GetClaim(world, name);
                    if (absl::IsNotFound(claim.status())) return false;
                    MOSBAT_RETURN_IF_ERROR(claim.status());
                    return true;
                  }));
  return claim;
}

// Waits until the claim is no longer HELD for `reason`.
absl::Status AwaitRelease(World& world, const std::string& name, Claim::HoldReason reason) {
  return world.Await({.en = "A claim is not released.", .fa = "مطالبه آزاد نشد."}, [&]() -> absl::StatusOr<bool> {
    MOSBAT_ASSIGN_OR_RETURN(const Claim claim, GetClaim(world, name));
    return !IsHeldFor(claim, reason);
  });
}

// What is owed for a delivery of today, by the story's own reckoning.
Owed OwedFor(const ServiceRequest& request, const Tariff& tariff, int64_t quantity) {
  return {.claim = ClaimOf(request),
          .service_type = request.service_type(),
          .tariff = tariff.name(),
          .quantity = quantity,
          .amount = quantity * tariff.amount().amount()};
}

// Of the founding activities the screening has a tariff, and the counselling none, unless somebody has given it one.
absl::StatusOr<Owed> OwedForFounding(World& world, const ServiceRequest& activity) {
  purchasing::v1::ResolveTariffRequest request;
  request.set_service_type(activity.service_type());
  request.set_unit(Tariff::DELIVERY);
  *request.mutable_date() = activity.asked_on();
  const absl::StatusOr<Tariff> tariff = world.Read<Tariff>(kFinance, request);
  if (tariff.ok()) return OwedFor(activity, *tariff, 1);
  if (ReasonOf(tariff.status()) != "NO_TARIFF_ON_DAY") return tariff.status();
  return Owed{.claim = ClaimOf(activity), .service_type = activity.service_type(), .quantity = 1, .fate = Owed::kHeld};
}

// Deliveries of chapter 7 wait for their tariffs, which come after them on the same day.
absl::StatusOr<Tariff> TellTariffs(World& world, Made& made) {
  const std::string visit = ClaimOf(made.requests[0]);
  const std::string workshop = ClaimOf(made.requests[2]);
  MOSBAT_ASSIGN_OR_RETURN(const Claim waiting, AwaitClaim(world, visit));
  MOSBAT_RETURN_IF_ERROR(AwaitClaim(world, workshop).status());
  MOSBAT_RETURN_IF_ERROR(AwaitClaim(world, ClaimOf(made.requests[1])).status());
  MOSBAT_RETURN_IF_ERROR(AwaitClaim(world, ClaimOf(made.requests[3])).status());
  const std::string tariff = absl::StrCat("tariffs/", world.Id());
  MOSBAT_ASSIGN_OR_RETURN(const bool unpriced, (IsMissing<Tariff, purchasing::v1::GetTariffRequest>(world, tariff)));
  MOSBAT_RETURN_IF_ERROR(Expect(!unpriced || IsHeldFor(waiting, Claim::NO_TARIFF),
                                {.en = "A claim without a tariff is not held.", .fa = "مطالبهٔ بدون تعرفه معلق نیست."},
                                waiting.ShortDebugString()));
  world.narrator().Tell({.en = "Each delivery has become one claim; the visit's is $0.",
                         .fa = "هر ارائهٔ خدمت یک مطالبه شده است؛ وضعیت مطالبهٔ بازدید: $0."},
                        {StateOf(waiting)});
  MOSBAT_RETURN_IF_ERROR(ProvideCredit(world, "credit for the month", world.today()));
  MOSBAT_ASSIGN_OR_RETURN(const Tariff first,
                          SetTariff(world, world.Id(), made.type.name(), Tariff::VISIT, kVisitTariff, world.today()));
  MOSBAT_ASSIGN_OR_RETURN(const Tariff session, SetTariff(world, world.Id("group"), made.group_type.name(),
                                                          Tariff::SESSION, kSessionTariff, world.today()));
  const absl::CivilDay later = world.today() + kDaysToHigherTariff;
  MOSBAT_ASSIGN_OR_RETURN(const Tariff higher, SetTariff(world, world.Id("higher"), made.type.name(), Tariff::VISIT,
                                                         kHigherVisitTariff, later));
  world.narrator().Tell(
      {.en = "Finance sets tariffs: $0 for a visit and, from $1 on, $2; $3 for a session.",
       .fa =
           "امور مالی تعرفه می‌گذارد: هر بازدید $0 و از $1 به بعد $2؛ هر نشست $3."},
      {first.amount(), later, higher.amount(), session.amount()});
  MOSBAT_RETURN_IF_ERROR(AwaitRelease(world, visit, Claim::NO_TARIFF));
  MOSBAT_RETURN_IF_ERROR(AwaitRelease(world, workshop, Claim::NO_TARIFF));
  MOSBAT_ASSIGN_OR_RETURN(const Owed screening, OwedForFounding(world, made.requests[1]));
  MOSBAT_ASSIGN_OR_RETURN(const Owed counselling, OwedForFounding(world, made.requests[3]));
  made.owed = {OwedFor(made.requests[0], first, 1), screening, OwedFor(made.requests[2], session, 2), counselling};

  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest doubtful, AskForVisit(world, made, "ask for a doubtful visit", 1));
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver doubtful visit", doubtful, kGoodVisitForm, 1).status());
  made.owed.push_back(OwedFor(doubtful, first, 1));
  made.owed.back().fate = Owed::kRejected;
  return higher;
}

absl::Status TellRejection(World& world, const Owed& doubtful) {
  MOSBAT_RETURN_IF_ERROR(AwaitClaim(world, doubtful.claim).status());
  purchasing::v1::ReviewClaimRequest request;
  request.set_name(doubtful.claim);
  request.set_outcome(purchasing::v1::ReviewClaimRequest::REJECT);
  request.set_reason("خانواده می‌گوید کسی نیامد.");
  MOSBAT_ASSIGN_OR_RETURN(const Claim rejected, world.Do<Claim>("reject claim", kCountyOfficer, request));
  MOSBAT_RETURN_IF_ERROR(Expect(rejected.state() == Claim::REJECTED,
                                {.en = "The claim is not rejected.", .fa = "مطالبه رد نشد."},
                                rejected.ShortDebugString()));
  world.narrator().Tell(
      {.en = "The county looks at the claims and rejects one of them, over $0.",
       .fa = "شهرستان مطالبه‌ها را بررسی و یکی را به مبلغ $0 رد می‌کند."},
      {rejected.amount()});
  return absl::OkStatus();
}

// After the 16th: two visits at the higher tariff within the credit, then a visit that it does not reach, and a session
// behind it that it would reach.
absl::Status TellHeldClaims(World& world, Made& made, const Tariff& higher) {
  MOSBAT_RETURN_IF_ERROR(world.PassDays("the higher tariff", kDaysToHigherTariff));
  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest twice, AskForVisit(world, made, "ask for two visits", 0));
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver two visits", twice, kGoodVisitForm, 2).status());
  made.owed.push_back(OwedFor(twice, higher, 2));
  MOSBAT_ASSIGN_OR_RETURN(const Claim dear, AwaitClaim(world, ClaimOf(twice)));
  MOSBAT_RETURN_IF_ERROR(
      Expect(dear.tariff() == higher.name() && dear.amount().amount() == 2 * kHigherVisitTariff,
             {.en = "A claim has not the tariff of its day.", .fa = "مطالبه تعرفهٔ روز خود را ندارد."},
             dear.ShortDebugString()));
  world.narrator().Tell({.en = "Two visits on one request: $0, at the tariff of the day.",
                         .fa = "دو بازدید در یک درخواست: $0، به تعرفهٔ روز."},
                        {dear.amount()});

  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest third, AskForVisit(world, made, "ask for a third visit", 2));
  MOSBAT_ASSIGN_OR_RETURN(const ServiceRequest session, AskForWorkshop(world, made, "ask for another workshop"));
  const std::string credit = CreditOn(world.today());
  MOSBAT_ASSIGN_OR_RETURN(const bool fresh, (IsMissing<Claim, purchasing::v1::GetClaimRequest>(world, ClaimOf(third))));
  if (fresh) {
    MOSBAT_RETURN_IF_ERROR(LeaveFree(world, credit, kThinCredit));
    world.narrator().Tell(
        {.en = "The province's credit runs low: $0 are left.", .fa = "اعتبار استان رو به پایان است: $0 مانده."},
        {InRials(kThinCredit)});
  }
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver third visit", third, kGoodVisitForm, 1).status());
  MOSBAT_ASSIGN_OR_RETURN(const Claim over, AwaitClaim(world, ClaimOf(third)));
  MOSBAT_RETURN_IF_ERROR(Deliver(world, "deliver another workshop", session, "", 1).status());
  MOSBAT_ASSIGN_OR_RETURN(const Claim behind, AwaitClaim(world, ClaimOf(session)));
  MOSBAT_RETURN_IF_ERROR(Expect(!fresh || (IsHeldFor(over, Claim::NO_CREDIT) && IsHeldFor(behind, Claim::NO_CREDIT)),
                                {.en = "A claim over the credit, or one behind it, is not held.",
                                 .fa = "مطالبهٔ بیش از اعتبار، یا آنکه پشت آن است، معلق نیست."},
                                over.ShortDebugString() + behind.ShortDebugString()));
  Tariff session_tariff;
  session_tariff.set_name(made.owed[2].tariff);
  *session_tariff.mutable_amount() = InRials(kSessionTariff);
  made.owed.push_back(OwedFor(third, higher, 1));
  made.owed.push_back(OwedFor(session, session_tariff, 1));
  world.narrator().Tell(
      {.en = "The next visit, $0, is over the credit: $1. A session, $2, that would fit waits behind it: $3.",
       .fa =
           "بازدید بعدی، $0، بیش از اعتبار است: $1. نشستی به $2 که می‌گنجید پشت آن می‌ماند: $3."},
      {over.amount(), StateOf(over), behind.amount(), StateOf(behind)});
  MOSBAT_RETURN_IF_ERROR(AddToCredit(world, "credit comes", credit));
  MOSBAT_RETURN_IF_ERROR(AwaitRelease(world, over.name(), Claim::NO_CREDIT));
  MOSBAT_RETURN_IF_ERROR(AwaitRelease(world, behind.name(), Claim::NO_CREDIT));
  world.narrator().Tell(
      {.en = "Both are released, in their order.", .fa = "هر دو به نوبت آزاد می‌شوند."});
  return absl::OkStatus();
}

purchasing::v1::PrepareStatementRequest Preparation(const Made& made) {
  purchasing::v1::PrepareStatementRequest request;
  request.set_centre(made.centre.name());
  request.set_month(made.month);
  return request;
}

absl::Status EndTheMonth(World& world, const Made& made) {
  MOSBAT_ASSIGN_OR_RETURN(const bool now, world.IsNow());
  if (now) {
    auto early = Preparation(made);
    early.set_request_id(world.RequestId("statement too early"));
    MOSBAT_RETURN_IF_ERROR(world.Refused<Statement>(
        {.en = "The month's statement cannot be made before the month is over.",
         .fa = "صورت‌وضعیت ماه پیش از پایان آن تهیه نمی‌شود."},
        "MONTH_NOT_OVER", kFinance, early));
  }
  const absl::CivilDay last = iran::LastDayOf(iran::JalaliMonthOf(world.today()));
  return world.PassDays("the month ends", static_cast<int>(last + 1 - world.today()));
}

absl::Status ApproveClaims(World& world, const Made& made) {
  purchasing::v1::ApproveClaimsRequest request;
  request.set_centre(made.centre.name());
  request.set_month(made.month);
  MOSBAT_ASSIGN_OR_RETURN(const auto approved,
                          world.Do<purchasing::v1::ApproveClaimsResponse>("approve claims", kCountyOfficer, request));
  world.narrator().Tell({.en = "The county approves $0 claims, $1.",
                         .fa = "شهرستان $0 مطالبه را تأیید می‌کند: $1."},
                        {approved.approved_count(), approved.approved_amount()});
  return absl::OkStatus();
}

// The sums of those with one fate.
struct Sum {
  int64_t count = 0;
  int64_t amount = 0;
};
Sum SumOf(const std::vector<Owed>& owed, Owed::Fate fate) {
  Sum sum;
  for (const Owed& claim : owed) {
    if (claim.fate != fate) continue;
    ++sum.count;
    sum.amount += claim.amount;
  }
  return sum;
}

bool Equals(const purchasing::v1::StatementSum& stated, const Sum& own) {
  return stated.count() == own.count && stated.amount().amount() == own.amount;
}

// The statement says to the rial what the story has reckoned.
absl::Status ExpectOwnSums(const Statement& statement, const std::vector<Owed>& owed) {
  std::map<std::string, Sum> by_tariff;
  for (const Owed& claim : owed) {
    if (claim.fate != Owed::kStated) continue;
    Sum& line = by_tariff[claim.tariff];
    ++line.count;
    line.amount += claim.amount;
  }
  bool same = Equals(statement.stated(), SumOf(owed, Owed::kStated)) &&
              Equals(statement.held(), SumOf(owed, Owed::kHeld)) &&
              Equals(statement.rejected(), SumOf(owed, Owed::kRejected)) && statement.pending().count() == 0 &&
              static_cast<size_t>(statement.lines_size()) == by_tariff.size();
  for (const auto& line : statement.lines()) {
    const Sum own = by_tariff[line.tariff()];
    same = same && line.count() == own.count && line.amount().amount() == own.amount;
  }
  return Expect(same,
                {.en = "The statement has other sums than those reckoned beside it.",
                 .fa = "جمع صورت‌وضعیت با محاسبهٔ جداگانه نمی‌خواند."},
                statement.ShortDebugString());
}

absl::Status TellStatement(World& world, Made& made) {
  MOSBAT_ASSIGN_OR_RETURN(made.statement, world.Do<Statement>("prepare statement", kFinance, Preparation(made)));
  MOSBAT_RETURN_IF_ERROR(ExpectOwnSums(made.statement, made.owed));
  const Statement& statement = made.statement;
  const iran::JalaliMonth month = *iran::ParseJalaliMonth(made.month);
  world.narrator().Tell(
      {.en =
           "The statement of $0: $1 claims, $2; beside it $3 held and $4 rejected. The sum is the one reckoned by hand.",
       .fa =
           "صورت‌وضعیت $0: $1 مطالبه، $2؛ در کنار آن $3 معلق و $4 ردشده. جمع با محاسبهٔ دستی یکی است."},
      {Words{.en = iran::JalaliInWords(month, Language::kEnglish),
             .fa = iran::JalaliInWords(month, Language::kPersian)},
       statement.stated().count(), statement.stated().amount(), statement.held().count(),
       statement.rejected().count()});

  purchasing::v1::ApproveStatementRequest approve;
  approve.set_name(statement.name());
  purchasing::v1::GetStatementRequest get;
  get.set_name(statement.name());
  MOSBAT_ASSIGN_OR_RETURN(const Statement stored, world.Read<Statement>(kFinance, get));
  if (stored.state() == Statement::CLOSED) {
    approve.set_request_id(world.RequestId("approve own statement"));
    MOSBAT_RETURN_IF_ERROR(
        world.Refused<Statement>({.en = "Who prepared it may not approve it.",
                                  .fa = "تهیه‌کننده نمی‌تواند آن را تأیید کند."},
                                 "APPROVER_IS_PREPARER", kFinance, approve));
  }
  MOSBAT_ASSIGN_OR_RETURN(made.statement, world.Do<Statement>("approve statement", kSecondFinance, approve));
  world.narrator().Tell(
      {.en = "A colleague approves it.", .fa = "همکار دیگری آن را تأیید می‌کند."});
  return absl::OkStatus();
}

absl::Status TellPayment(World& world, Made& made) {
  purchasing::v1::CreatePaymentBatchRequest create;
  create.mutable_payment_batch()->add_statements(made.statement.name());
  MOSBAT_ASSIGN_OR_RETURN(const PaymentBatch draft, world.Do<PaymentBatch>("create batch", kFinance, create));
  purchasing::v1::ApprovePaymentBatchRequest approve;
  approve.set_name(draft.name());
  MOSBAT_RETURN_IF_ERROR(world.Do<PaymentBatch>("approve batch", kSecondFinance, approve).status());
  purchasing::v1::ConfirmPaymentBatchRequest confirm;
  confirm.set_name(draft.name());
  confirm.set_bank_reference(absl::StrCat("bank-", world.Number()));
  MOSBAT_ASSIGN_OR_RETURN(made.batch, world.Do<PaymentBatch>("confirm batch", kFinance, confirm));
  MOSBAT_RETURN_IF_ERROR(Expect(made.batch.state() == PaymentBatch::CONFIRMED &&
                                    made.batch.amount().amount() == SumOf(made.owed, Owed::kStated).amount,
                                {.en = "The payment is not the sum of the statement.",
                                 .fa = "پرداخت با صورت‌وضعیت نمی‌خواند."},
                                made.batch.ShortDebugString()));
  for (const Owed& claim : made.owed) {
    if (claim.fate != Owed::kStated) continue;
    MOSBAT_RETURN_IF_ERROR(world.Await({.en = "A claim of the statement is not paid.",
                                        .fa = "مطالبه‌ای از صورت‌وضعیت پرداخت نشد."},
                                       [&]() -> absl::StatusOr<bool> {
                                         MOSBAT_ASSIGN_OR_RETURN(const Claim stored, GetClaim(world, claim.claim));
                                         return stored.state() == Claim::PAID;
                                       }));
  }
  world.narrator().Tell(
      {.en = "The payment batch is approved, and the bank confirms it: $0 are paid to the centre.",
       .fa =
           "فهرست پرداخت تأیید و از سوی بانک تأیید نهایی می‌شود: $0 به مرکز پرداخت شد."},
      {made.batch.amount()});
  return absl::OkStatus();
}

}  // namespace

absl::Status TellMoney(World& world, Made& made) {
  MOSBAT_ASSIGN_OR_RETURN(const Tariff higher, TellTariffs(world, made));
  MOSBAT_RETURN_IF_ERROR(TellRejection(world, made.owed.back()));
  MOSBAT_RETURN_IF_ERROR(TellHeldClaims(world, made, higher));
  MOSBAT_RETURN_IF_ERROR(EndTheMonth(world, made));
  MOSBAT_RETURN_IF_ERROR(ApproveClaims(world, made));
  MOSBAT_RETURN_IF_ERROR(TellStatement(world, made));
  return TellPayment(world, made);
}

}  // namespace mosbat::story
