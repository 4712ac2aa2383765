// Messages that tests begin with: what the other services say in their feeds, and a household. Linked by tests only.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::casefile::examples {

inline constexpr char kCounty[] = "provinces/30/counties/3001";
inline constexpr char kCentre[] = "centres/mehr";
inline constexpr char kWorker[] = "centres/mehr/staff/mina";
inline constexpr char kType[] = "serviceTypes/vision-screening";
inline constexpr char kRevision[] = "serviceTypes/vision-screening/revisions/1";
inline constexpr char kSubGuideline[] = "subGuidelines/vision-screening/revisions/1";

// 1405-01-01, the day on which testing::FakeClock stands.
inline constexpr absl::CivilDay kToday(2026, 3, 21);

// OPERATING for long, and licensed for long.
registry::v1::Centre Centre(int cap, int64_t version = 1, const std::string& name = kCentre);
registry::v1::Centre SuspendedFrom(absl::CivilDay day, registry::v1::Centre centre);
// A social worker for long.
registry::v1::StaffMember Worker(int cap, int64_t version = 1, const std::string& name = kWorker);

// In force from `from`; late entries up to 30 days.
guideline::v1::Directive Directive(absl::string_view id, absl::CivilDay from, int64_t version = 1);
guideline::v1::SubGuidelineRevision SubGuideline(absl::CivilDay from, int64_t version = 1);
guideline::v1::SubGuidelineRevision Withdrawn(guideline::v1::SubGuidelineRevision revision, absl::CivilDay day,
                                              int64_t version = 2);
catalog::v1::ServiceType ServiceType(int64_t version = 1);
// Vision screening: for members of 3 to 6 years of an open file (clause 3-2), once in 12 months (clause 5); asked with
// a reason, delivered with the acuity of each eye.
catalog::v1::ServiceTypeRevision Revision(absl::CivilDay from, int number = 1);
// Of the type to the county.
catalog::v1::Entrustment Entrustment(absl::CivilDay from, int64_t version = 1);

feed::v1::Event EventOf(const google::protobuf::Message& resource);

// A valid national id; another for each number from 1 to 999,999.
std::string NationalId(int number);

v1::Member Member(int person, v1::Member::Relation relation, absl::CivilDay born);
// A mother and a child of 4 years, whose national ids are those of `person` and `person` + 1.
v1::CaseFile Household(int person);

// Ends the test process if it is no JSON object.
google::protobuf::Struct Json(absl::string_view text);

}  // namespace mosbat::casefile::examples
