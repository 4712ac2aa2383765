#include "tests/load/publication.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/json_util.h"

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "tests/load/measure.h"

namespace mosbat::load {
namespace {

constexpr char kDeputyship[] = "deputyship:prevention";
constexpr char kSteering[] = "steering";

// $0 the id, $1 the rule.
constexpr char kDraft[] = R"({
  "subGuidelineId": "$0",
  "subGuideline": {"title": {"fa": "فعالیت $0"}, "deputyship": "deputyships/prevention"},
  "revision": {
    "clauses": [{"number": "1", "title": "فعالیت", "text": "برای اعضای بزرگسال خانوار."}],
    "terms": {
      "kind": {"kind": "ACTIVITY", "clause": "1"},
      "recipient": {"recipient": "MEMBER", "clause": "1"},
      "eligibility": {"clause": "1", "rule": {"illustrative": true, "schema": $1}},
      "form": {"clause": "1", "rule": {"illustrative": true, "schema": {
        "properties": {"note": {"title": "توضیح", "type": "string", "maxLength": 1000}}}}},
      "paymentUnit": {"unit": "DELIVERY", "clause": "1"}
    }
  }
})";

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, &message);
  if (!parsed.ok()) Fail(absl::StrCat(parsed.ToString(), ": ", json));
  return message;
}

}  // namespace

google::protobuf::Struct SchemaOf(absl::string_view json) {
  return FromJson<google::protobuf::Struct>(std::string(json));
}

Publication::Publication(Doors& doors, int replica, std::string id)
    : doors_(doors),
      replica_(replica),
      id_(std::move(id)),
      type_(absl::StrCat("serviceTypes/", id_)),
      text_(absl::StrCat("subGuidelines/", id_, "/revisions/1")) {}

absl::Status Publication::ApproveText(absl::string_view rule) {
  const auto draft = FromJson<guideline::v1::CreateSubGuidelineRequest>(absl::Substitute(kDraft, id_, rule));
  MOSBAT_RETURN_IF_ERROR(doors_.Call<guideline::v1::SubGuideline>(replica_, kDeputyship, draft, &seen_).status());
  guideline::v1::SubmitSubGuidelineRevisionRequest submit;
  submit.set_name(text_);
  MOSBAT_RETURN_IF_ERROR(
      doors_.Call<guideline::v1::SubGuidelineRevision>(replica_, kDeputyship, submit, &seen_).status());
  guideline::v1::ApproveSubGuidelineRevisionRequest approve;
  approve.set_name(text_);
  *approve.mutable_effective_date() = iran::ToDate(iran::TehranDay(absl::Now()));
  return doors_.Call<guideline::v1::SubGuidelineRevision>(replica_, kSteering, approve, &seen_).status();
}

absl::Status Publication::Register() {
  catalog::v1::RegisterServiceTypeRequest request;
  request.set_service_type_id(id_);
  catalog::v1::ServiceType& type = *request.mutable_service_type();
  type.mutable_title()->set_fa(absl::StrCat("فعالیت ", id_));
  type.set_level(1);
  type.add_domains(catalog::v1::ServiceType::PREVENTION);
  type.set_owner("deputyships/prevention");
  type.set_rests_on(text_);
  MOSBAT_RETURN_IF_ERROR(doors_.Call<catalog::v1::ServiceType>(replica_, kDeputyship, request, &seen_).status());
  catalog::v1::ProposeEntrustmentRequest propose;
  propose.mutable_entrustment()->set_service_type(type_);
  propose.mutable_entrustment()->mutable_area()->set_country(true);
  *propose.mutable_entrustment()->mutable_start_date() = iran::ToDate(iran::TehranDay(absl::Now()));
  MOSBAT_ASSIGN_OR_RETURN(const auto proposed,
                          doors_.Call<catalog::v1::Entrustment>(replica_, kDeputyship, propose, &seen_));
  entrustment_ = proposed.name();
  return absl::OkStatus();
}

absl::StatusOr<catalog::v1::ServiceType> Publication::Activate() {
  catalog::v1::ActivateServiceTypeRequest request;
  request.set_name(type_);
  return doors_.Call<catalog::v1::ServiceType>(replica_, kDeputyship, request, &seen_);
}

absl::Status Publication::ActivateEntrustment() {
  catalog::v1::ActivateEntrustmentRequest request;
  request.set_name(entrustment_);
  return doors_.Call<catalog::v1::Entrustment>(replica_, kDeputyship, request, &seen_).status();
}

}  // namespace mosbat::load
