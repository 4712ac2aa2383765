#include "tests/integration/foreign_rows.h"

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/demo/cast.h"
#include "clients/mosbatctl/demo/credit.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"

namespace mosbat::testing {
namespace {

using Of = ForeignRow;

constexpr char kOtherProvince[] = "provinces/08";

}  // namespace

const std::map<std::string, ForeignRow>& ForeignRows() {
  static const auto* const rows = new std::map<std::string, ForeignRow>{
      {"GuidelineService/CreateSubGuideline", {Of::kDeputyship, Of::kRefused, R"(sub_guideline_id: "foreign"
          sub_guideline { title { fa: "متن" } deputyship: "<deputyship>" } revision { clauses { number: "1" } })"}},
      {"GuidelineService/UpdateSubGuidelineRevision",
       {Of::kDeputyship, Of::kRefused, R"(sub_guideline_revision { name: "<text>" clauses { number: "1" } })"}},
      {"GuidelineService/SubmitSubGuidelineRevision", {Of::kDeputyship, Of::kRefused, R"(name: "<text>")"}},

      {"CatalogService/RegisterServiceType", {Of::kDeputyship, Of::kRefused, R"(service_type_id: "foreign"
          service_type { title { fa: "نوع" } owner: "<deputyship>" })"}},
      {"CatalogService/UpdateServiceType",
       {Of::kDeputyship, Of::kRefused, R"(service_type { name: "<type>" title { fa: "نوع" } }
          update_mask { paths: "title" })"}},
      {"CatalogService/ActivateServiceType", {Of::kDeputyship, Of::kRefused, R"(name: "<type>")"}},
      {"CatalogService/SuspendServiceType", {Of::kDeputyship, Of::kRefused, R"(name: "<type>" reason: "۱")"}},
      {"CatalogService/RetireServiceType", {Of::kDeputyship, Of::kRefused, R"(name: "<type>" reason: "۱")"}},
      {"CatalogService/RollbackServiceType",
       {Of::kDeputyship, Of::kRefused, R"(name: "<type>" revision: "<type>/revisions/1" reason: "۱")"}},
      {"CatalogService/ProposeEntrustment",
       {Of::kDeputyship, Of::kRefused, R"(entrustment { service_type: "<type>" area { country: true }
          start_date { year: 2100 month: 1 day: 1 } })"}},
      {"CatalogService/ActivateEntrustment", {Of::kDeputyship, Of::kRefused, R"(name: "<entrustment>")"}},
      {"CatalogService/SuspendEntrustment", {Of::kDeputyship, Of::kRefused, R"(name: "<entrustment>" reason: "۱")"}},
      {"CatalogService/EndEntrustment", {Of::kDeputyship, Of::kRefused, R"(name: "<entrustment>" reason: "۱")"}},

      {"LicensingService/WithdrawApplication", {Of::kArea, Of::kRefused, R"(name: "<application>")"}},
      {"LicensingService/GetApplication", {Of::kArea, Of::kRefused, R"(name: "<application>")"}},
      {"LicensingService/ListApplications", {Of::kArea, Of::kNotSeen, R"(call: "<call>")"}},
      {"LicensingService/RecordReview", {Of::kArea, Of::kRefused, R"(name: "<application>" opinion: FOR text: "۱")"}},
      {"LicensingService/DecideApplication", {Of::kArea, Of::kRefused, R"(name: "<application>" outcome: AGREE)"}},
      {"LicensingService/IssueLicence", {Of::kCentre, Of::kRefused, R"(licence { kind: ACTIVITY centre: "<centre>"
          holder { person { national_id: "0012345679" } display_name: "کسی" } })"}},
      {"LicensingService/GetLicence", {Of::kCentre, Of::kRefused, R"(name: "<licence>")"}},
      {"LicensingService/ListLicences", {Of::kCentre, Of::kNotSeen, R"(centre: "<centre>")"}},
      {"LicensingService/SuspendLicence", {Of::kCentre, Of::kRefused, R"(name: "<licence>" reason: "۱")"}},
      {"LicensingService/ReinstateLicence", {Of::kCentre, Of::kRefused, R"(name: "<licence>" reason: "۱")"}},
      {"LicensingService/RevokeLicence", {Of::kCentre, Of::kRefused, R"(name: "<licence>" reason: "۱")"}},
      {"CentreService/EstablishCentre",
       {Of::kArea, Of::kRefused, R"(centre { title { fa: "مرکز" } number: 7654321 county: "<county>" }
          agreement: "<agreement>")"}},
      {"CentreService/AddStaffMember",
       {Of::kCentre, Of::kRefused, R"(parent: "<centre>" staff_member { identity { national_id: "0012345679" }
          given_name: "کسی" family_name: "کسی" position: OFFICE degree: BACHELOR })"}},
      {"CentreService/RemoveStaffMember", {Of::kCentre, Of::kRefused, R"(name: "<worker>" reason: "۱")"}},
      {"CentreService/GetStaffMember", {Of::kCentre, Of::kRefused, R"(name: "<worker>")"}},
      {"CentreService/ListStaffMembers", {Of::kCentre, Of::kNotSeen, R"(parent: "<centre>")"}},

      {"CaseFileService/OpenCaseFile",
       {Of::kCentre, Of::kRefused, R"(case_file { centre: "<centre>" members { identity { national_id: "0012345679" }
          given_name: "کسی" family_name: "کسی" birth_date { year: 1980 month: 1 day: 1 } sex: MALE relation: HEAD } })"}},
      {"CaseFileService/GetCaseFile", {Of::kWorker, Of::kRefused, R"(name: "<file>")"}},
      {"CaseFileService/ListCaseFiles", {Of::kWorker, Of::kNotSeen, R"(centre: "<centre>" social_worker: "<worker>")"}},
      {"CaseFileService/SearchCaseFiles", {Of::kWorker, Of::kNotSeen, R"(identity { national_id: "<national_id>" })"}},
      {"CaseFileService/AssignCaseFile",
       {Of::kWorker, Of::kRefused, R"(name: "<file>" social_worker: "<other_worker>")"}},
      {"CaseFileService/CloseCaseFile", {Of::kWorker, Of::kRefused, R"(name: "<file>" reason: "۱")"}},
      {"CaseFileService/ReopenCaseFile", {Of::kWorker, Of::kRefused, R"(name: "<file>")"}},
      {"CaseFileService/AddMember",
       {Of::kWorker, Of::kRefused, R"(parent: "<file>" member { identity { national_id: "0012345679" }
          given_name: "کسی" family_name: "کسی" birth_date { year: 2010 month: 1 day: 1 } sex: MALE relation: CHILD })"}},
      {"CaseFileService/CountCaseFiles", {Of::kCentre, Of::kNotSeen, R"(area { county: "<county>" })"}},
      {"CaseFileService/ListWaitlist", {Of::kCentre, Of::kRefused, R"(parent: "<centre>")"}},

      {"CareService/RequestService",
       {Of::kWorker, Of::kRefused, R"(service_request { service_type: "<type>" centre: "<centre>"
          social_worker: "<worker>" member: "<member>"
          answers { fields { key: "consent" value { bool_value: true } }
                    fields { key: "reason" value { string_value: "سردرد" } } } })"}},
      {"CareService/GetServiceRequest", {Of::kWorker, Of::kRefused, R"(name: "<request>")"}},
      {"CareService/ListServiceRequests", {Of::kWorker, Of::kNotSeen, R"(case_file: "<file>")"}},
      {"CareService/CancelServiceRequest", {Of::kWorker, Of::kRefused, R"(name: "<request>" reason: "۱")"}},
      {"CareService/ReplayDecision", {Of::kWorker, Of::kRefused, R"(name: "<request>")"}},
      {"CareService/ListDecisions", {Of::kCentre, Of::kNotSeen, R"(sub_guideline: "<sub_guideline>")"}},
      {"CareService/AppealDecision", {Of::kWorker, Of::kRefused, R"(name: "<request>" reason: "۱")"}},
      {"CareService/DecideAppeal", {Of::kWorker, Of::kRefused, R"(name: "<request>" outcome: GRANTED reason: "۱")"}},
      {"CareService/CountOpenRequests", {Of::kArea, Of::kNotSeen, R"(service_type: "<type>")"}},
      {"CareService/PreviewRules", {Of::kArea, Of::kNotSeen, R"(service_type: "<type>" rule { schema {} })"}},
      {"CareService/CheckReadiness", {Of::kCentre, Of::kRefused, R"(centre: "<centre>" service_type: "<type>")"}},
      {"CareService/RecordDelivery",
       {Of::kWorker, Of::kRefused, R"(delivery { service_request: "<request>" worker: "<worker>" quantity: 1
          occurred_on { year: 2026 month: 1 day: 1 } })"}},
      {"CareService/GetDelivery", {Of::kWorker, Of::kRefused, R"(name: "<delivery>")"}},
      {"CareService/ListDeliveries", {Of::kCentre, Of::kNotSeen, R"(centre: "<centre>")"}},

      {"CreditService/GetCredit", {Of::kArea, Of::kRefused, R"(name: "<credit>")"}},
      {"CreditService/ListCredits", {Of::kArea, Of::kNotSeen, ""}},
      {"CreditService/ReserveCommitment", {Of::kArea, Of::kRefused, R"(parent: "<credit>"
          commitment { amount { amount: 1 currency_version: 1 } subject: "calls/foreign" })"}},
      {"CreditService/ReleaseCommitment", {Of::kArea, Of::kRefused, R"(name: "<commitment>")"}},
      {"SettlementService/GetClaim", {Of::kCentre, Of::kRefused, R"(name: "<claim>")"}},
      {"SettlementService/ListClaims", {Of::kCentre, Of::kNotSeen, R"(centre: "<centre>")"}},
      {"SettlementService/ReviewClaim", {Of::kCentre, Of::kRefused, R"(name: "<claim>" outcome: REJECT reason: "۱")"}},
      {"SettlementService/ObjectClaim", {Of::kCentre, Of::kRefused, R"(name: "<claim>" objection: "۱")"}},
      {"SettlementService/ApproveClaims", {Of::kCentre, Of::kRefused, R"(centre: "<centre>" month: "<month>")"}},
      {"SettlementService/PrepareStatement", {Of::kCentre, Of::kRefused, R"(centre: "<centre>" month: "<month>")"}},
      {"SettlementService/ApproveStatement", {Of::kCentre, Of::kRefused, R"(name: "<statement>")"}},
      {"SettlementService/GetStatement", {Of::kCentre, Of::kRefused, R"(name: "<statement>")"}},
      {"SettlementService/ListStatements", {Of::kCentre, Of::kNotSeen, R"(centre: "<centre>")"}},
      {"SettlementService/CreatePaymentBatch",
       {Of::kArea, Of::kRefused, R"(payment_batch { statements: "<statement>" })"}},
      {"SettlementService/ApprovePaymentBatch", {Of::kArea, Of::kRefused, R"(name: "<batch>")"}},
      {"SettlementService/ConfirmPaymentBatch", {Of::kArea, Of::kRefused, R"(name: "<batch>" bank_reference: "۱")"}},
      {"SettlementService/GetPaymentBatch", {Of::kArea, Of::kRefused, R"(name: "<batch>")"}},
      {"SettlementService/ListPaymentBatches", {Of::kArea, Of::kNotSeen, ""}},
      {"SettlementService/TracePayment", {Of::kCentre, Of::kRefused, R"(name: "<claim>")"}},
  };
  return *rows;
}

absl::StatusOr<std::map<std::string, std::string>> NamesOfRows(ctl::Calls& calls, const story::Made& made) {
  catalog::v1::ListEntrustmentsRequest entrustments;
  entrustments.set_service_type(made.type.name());
  MOSBAT_ASSIGN_OR_RETURN(const auto entrusted,
                          calls.Call<catalog::v1::ListEntrustmentsResponse>(story::kSteering, entrustments));
  registry::v1::ListLicencesRequest licences;
  licences.set_centre(made.centre.name());
  MOSBAT_ASSIGN_OR_RETURN(const auto papers,
                          calls.Call<registry::v1::ListLicencesResponse>(story::kSteering, licences));
  MOSBAT_ASSIGN_OR_RETURN(const auto credits, calls.Call<purchasing::v1::ListCreditsResponse>(
                                                  story::kFinance, purchasing::v1::ListCreditsRequest()));
  purchasing::v1::ReserveCommitmentRequest reserve;
  reserve.set_parent(credits.credits(0).name());
  reserve.mutable_commitment()->set_subject(made.application.call());
  *reserve.mutable_commitment()->mutable_amount() = story::InRials(1);
  MOSBAT_ASSIGN_OR_RETURN(const auto commitment, calls.Call<purchasing::v1::Commitment>(story::kFinance, reserve));
  const std::string& text = made.text.name();
  const casefile::v1::CaseFile& file = made.households.front();
  return std::map<std::string, std::string>{
      {"<deputyship>", story::kDeputyship},
      {"<text>", text},
      {"<sub_guideline>", text.substr(0, text.find("/revisions/"))},
      {"<type>", made.type.name()},
      {"<entrustment>", entrusted.entrustments(0).name()},
      {"<call>", made.application.call()},
      {"<application>", made.application.name()},
      {"<agreement>", made.centre.agreement()},
      {"<licence>", papers.licences(0).name()},
      {"<county>", made.centre.county()},
      {"<centre>", made.centre.name()},
      {"<worker>", made.worker()},
      {"<other_worker>", made.second_worker()},
      {"<file>", file.name()},
      {"<member>", file.members(0).name()},
      {"<national_id>", file.members(0).identity().national_id()},
      {"<request>", made.requests.front().name()},
      {"<delivery>", absl::StrCat("deliveries/", made.requests.front().name().substr(sizeof("serviceRequests/") - 1))},
      {"<credit>", reserve.parent()},
      {"<commitment>", commitment.name()},
      {"<claim>", made.owed.front().claim},
      {"<month>", made.month},
      {"<statement>", made.statement.name()},
      {"<batch>", made.batch.name()},
  };
}

std::vector<std::string> ForeignersOf(const ctl::Method& method, ForeignRow::Of of, const story::Made& made) {
  std::vector<std::string> foreigners;
  for (const std::string& role : ctl::RolesOf(method)) {
    if (role == "deputyship") {
      // To it the whole country is open; what has an owner is that owner's.
      if (of == ForeignRow::kDeputyship) foreigners.push_back("deputyship:social-affairs@other");
      continue;
    }
    if (role == "applicant" || role == "licence-holder") {
      foreigners.push_back(absl::StrCat(role, ":self@other"));
    } else if (role == "centre-manager") {
      foreigners.push_back(story::ManagerOf(made.neighbour.name()));
    } else if (role == "social-worker") {
      foreigners.push_back(story::SocialWorker(made.neighbour_file.social_worker()));
      if (of == ForeignRow::kWorker) foreigners.push_back(story::SocialWorker(made.second_worker()));
    } else {
      foreigners.push_back(absl::StrCat(role, ":", kOtherProvince, "@other"));
      // And from the next county of the same province.
      if (role == "county") foreigners.push_back(absl::StrCat(role, ":", story::kOtherCounty, "@neighbour"));
    }
  }
  return foreigners;
}

}  // namespace mosbat::testing
