#include "tests/story/outcome.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/demo/cast.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"

namespace mosbat::story {
namespace {

using purchasing::v1::Claim;
using testing::IsOk;
using ::testing::UnorderedElementsAreArray;

constexpr int kWholePage = 1000;

template <typename Response, typename Request>
Response Ask(ctl::Calls& calls, absl::string_view as, const Request& request) {
  absl::StatusOr<Response> response = calls.Call<Response>(as, request);
  EXPECT_THAT(response, IsOk());
  return std::move(response).value_or(Response());
}

// Of the whole country where no centre is named.
purchasing::v1::ListClaimsResponse ClaimsOf(ctl::Calls& calls, const std::string& centre) {
  purchasing::v1::ListClaimsRequest request;
  request.set_centre(centre);
  request.set_page_size(kWholePage);
  return Ask<purchasing::v1::ListClaimsResponse>(calls, kFinance, request);
}

casefile::v1::ListDeliveriesResponse DeliveriesOf(ctl::Calls& calls, const std::string& centre) {
  casefile::v1::ListDeliveriesRequest request;
  request.set_centre(centre);
  return Ask<casefile::v1::ListDeliveriesResponse>(calls, kFinance, request);
}

}  // namespace

Numbers Count(ctl::Calls& calls, const Made& made) {
  Numbers numbers;
  const std::string& centre = made.centre.name();
  casefile::v1::ListCaseFilesRequest files;
  files.set_centre(centre);
  files.set_page_size(kWholePage);
  const auto all = Ask<casefile::v1::ListCaseFilesResponse>(calls, kProvinceOfficer, files);
  for (const casefile::v1::CaseFile& file : all.case_files()) {
    ++numbers[casefile::v1::CaseFile::State_Name(file.state())];
  }
  casefile::v1::ListServiceRequestsRequest requests;
  requests.set_centre(centre);
  numbers["requests"] =
      Ask<casefile::v1::ListServiceRequestsResponse>(calls, kProvinceOfficer, requests).service_requests_size();
  numbers["deliveries"] = DeliveriesOf(calls, centre).deliveries_size();
  const auto owed = ClaimsOf(calls, centre);
  for (const Claim& claim : owed.claims()) {
    ++numbers[absl::StrCat("claims ", Claim::State_Name(claim.state()))];
  }
  purchasing::v1::ListStatementsRequest statements;
  statements.set_centre(centre);
  numbers["statements"] = Ask<purchasing::v1::ListStatementsResponse>(calls, kFinance, statements).statements_size();
  purchasing::v1::ListPaymentBatchesRequest batches;
  batches.set_page_size(kWholePage);
  numbers["batches"] = Ask<purchasing::v1::ListPaymentBatchesResponse>(calls, kFinance, batches).payment_batches_size();
  registry::v1::ListStaffMembersRequest staff;
  staff.set_parent(centre);
  numbers["staff"] = Ask<registry::v1::ListStaffMembersResponse>(calls, kSteering, staff).staff_members_size();
  registry::v1::ListLicencesRequest licences;
  licences.set_page_size(kWholePage);
  numbers["licences"] = Ask<registry::v1::ListLicencesResponse>(calls, kSteering, licences).licences_size();
  registry::v1::ListApplicationsRequest applications;
  applications.set_page_size(kWholePage);
  numbers["applications"] =
      Ask<registry::v1::ListApplicationsResponse>(calls, kSteering, applications).applications_size();
  return numbers;
}

Numbers ExpectedNumbers(int runs) {
  return {{"OPEN", 66},       {"CLOSED", 33},     {"requests", 9},        {"deliveries", 8},
          {"claims PAID", 6}, {"claims HELD", 1}, {"claims REJECTED", 1}, {"statements", 1},
          {"batches", runs},  {"staff", 5},       {"licences", 7 * runs}, {"applications", 2 * runs}};
}

void ExpectBalanced(ctl::Calls& calls, const Made& made) {
  for (const Owed& delivered : made.owed) {
    purchasing::v1::TracePaymentRequest request;
    request.set_name(delivered.claim);
    std::map<std::string, int64_t> movements;
    const auto trace = Ask<purchasing::v1::TracePaymentResponse>(calls, kFinance, request);
    for (const auto& posting : trace.postings()) movements[posting.movement()] += posting.amount().amount();
    for (const auto& [movement, sum] : movements) EXPECT_EQ(sum, 0) << movement;
    EXPECT_EQ(trace.claim().tariff(), delivered.tariff) << delivered.claim;
    EXPECT_EQ(trace.payment_batch().name(), delivered.fate == Owed::kStated ? made.batch.name() : "")
        << delivered.claim;
  }
  std::map<std::string, int64_t> spent;
  const auto owed = ClaimsOf(calls, /*centre=*/"");
  for (const Claim& claim : owed.claims()) {
    if (claim.state() != Claim::HELD && claim.state() != Claim::REJECTED) {
      spent[claim.credit()] += claim.amount().amount();
    }
  }
  const auto page = Ask<purchasing::v1::ListCreditsResponse>(calls, kFinance, purchasing::v1::ListCreditsRequest());
  for (const purchasing::v1::Credit& credit : page.credits()) {
    EXPECT_EQ(credit.allocated().amount(),
              credit.spent().amount() + credit.reserved().amount() + credit.free().amount());
    EXPECT_EQ(credit.spent().amount(), spent[credit.name()]) << credit.name();
    EXPECT_GE(credit.free().amount(), 0);
    EXPECT_EQ(credit.waiting_count(), 0);
  }
}

void ExpectClaimedAndPaidOnce(ctl::Calls& calls, const Made& made) {
  std::vector<std::string> deliveries;
  const auto delivered = DeliveriesOf(calls, made.centre.name());
  for (const casefile::v1::Delivery& delivery : delivered.deliveries()) deliveries.push_back(delivery.name());
  std::vector<std::string> causes;
  int64_t paid = 0;
  const auto owed = ClaimsOf(calls, made.centre.name());
  for (const Claim& claim : owed.claims()) {
    causes.push_back(claim.cause());
    if (claim.state() == Claim::PAID) paid += claim.amount().amount();
  }
  EXPECT_THAT(causes, UnorderedElementsAreArray(deliveries));
  EXPECT_EQ(made.statement.stated().amount().amount(), paid);
  EXPECT_EQ(made.batch.amount().amount(), paid);
}

void ExpectOutcome(ctl::Calls& calls, const Made& made, int runs) {
  EXPECT_EQ(Count(calls, made), ExpectedNumbers(runs));
  ExpectBalanced(calls, made);
  ExpectClaimedAndPaidOnce(calls, made);
}

}  // namespace mosbat::story
