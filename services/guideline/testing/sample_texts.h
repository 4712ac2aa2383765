// Texts for tests: complete ones, to be changed by the test that needs another.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "mosbat/guideline/v1/deputyship.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::testing {

template <typename Message>
Message FromJson(absl::string_view json) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(json), &message);
  EXPECT_TRUE(status.ok()) << status;
  return message;
}

inline google::type::Date Date(int year, int month, int day) { return iran::ToDate(absl::CivilDay(year, month, day)); }

// As a caller writes it: in force from 2026-03-21, the first day of a FakeClock.
inline v1::Directive SampleDirective() {
  return FromJson<v1::Directive>(R"({
    "title": {"fa": "دستورالعمل مراکز مثبت زندگی", "en": "Directive of the centres"},
    "number": "1405/2",
    "legalBasis": "بند ۴ ماده ۲۶ قانون تنظیم بخشی از مقررات مالی دولت",
    "effectiveDate": {"year": 2026, "month": 3, "day": 21},
    "articles": [
      {"number": "1", "title": "تعاریف", "text": "…", "notes": [{"number": "1", "text": "…"}]},
      {"number": "9", "title": "فعالیت‌ها", "text": "…"},
      {"number": "12", "title": "ظرفیت", "text": "…"}
    ],
    "provisions": {
      "filesPerCentre": {"value": 600, "article": "12"},
      "filesPerWorker": {"value": 200, "article": "12"},
      "minimumStaff": {"value": 5, "article": "12"},
      "entrustment": {"mode": "OPEN", "article": "9"},
      "callWindow": {"period": {"n": 15, "unit": "CALENDAR_DAYS"}, "article": "1"},
      "naturalApplicant": {
        "rule": {
          "schema": {"type": "object", "properties": {"degree": {"enum": ["bachelor", "master"]}}},
          "clauses": {"/properties/degree": "1"}
        },
        "article": "1"
      },
      "requiredDocuments": [
        {"paper": "FOUNDER", "code": "deed", "title": {"fa": "سند"}, "article": "1"},
        {"paper": "ACTIVITY", "code": "deed", "title": {"fa": "سند"}, "article": "1"}
      ],
      "fieldsOfStudy": [
        {"holder": "APPLICANT", "code": "management", "title": {"fa": "مدیریت"}, "article": "1"},
        {"holder": "STAFF", "code": "social-work", "title": {"fa": "مددکاری اجتماعی"}, "article": "1"}
      ],
      "evaluationIndex": {
        "criteria": [
          {"code": "experience", "title": {"fa": "سابقه کار"}, "weight": 60},
          {"code": "degree", "title": {"fa": "مدرک تحصیلی"}, "weight": 40}
        ],
        "minimum": 50,
        "article": "1"
      },
      "reviewSteps": [
        {"code": "county", "title": {"fa": "بهزیستی شهرستان"}, "reviewer": "COUNTY",
         "deadline": {"n": 7, "unit": "CALENDAR_DAYS"}, "article": "1"},
        {"code": "security", "title": {"fa": "حراست"}, "reviewer": "SECURITY_REVIEWER",
         "deadline": {"n": 20, "unit": "CALENDAR_DAYS"}, "extensions": 1, "article": "1"}
      ],
      "holidays": {
        "days": [{"date": {"year": 2026, "month": 3, "day": 21}, "title": {"fa": "نوروز"}}],
        "article": "1"
      }
    }
  })");
}

inline v1::Deputyship SampleDeputyship() {
  return FromJson<v1::Deputyship>(R"({"title": {"fa": "معاونت امور توانبخشی", "en": "Rehabilitation"}})");
}

inline v1::SubGuideline SampleSubGuideline() {
  return FromJson<v1::SubGuideline>(R"({
    "title": {"fa": "غربالگری بینایی", "en": "Vision screening"},
    "deputyship": "deputyships/prevention"
  })");
}

// Clauses and terms, complete, as a caller writes them.
inline v1::SubGuidelineRevision SampleText() {
  return FromJson<v1::SubGuidelineRevision>(R"({
    "clauses": [
      {"number": "1", "title": "کلیات", "text": "…"},
      {"number": "2", "title": "گروه هدف", "text": "کودکان ۳ تا ۶ سال", "notes": [{"number": "1", "text": "…"}]},
      {"number": "3-1", "title": "شیوه اجرا", "text": "…"}
    ],
    "terms": {
      "kind": {"kind": "ACTIVITY", "clause": "1"},
      "recipient": {"recipient": "MEMBER", "clause": "2"},
      "eligibility": {
        "rule": {
          "schema": {
            "type": "object",
            "properties": {"age_years": {"type": "integer", "minimum": 3, "maximum": 6}},
            "required": ["age_years"]
          },
          "clauses": {"/properties/age_years": "2"}
        },
        "clause": "2"
      },
      "form": {
        "rule": {"schema": {"type": "object", "properties": {
          "right_eye": {"type": "number"}, "result": {"enum": ["normal", "suspicious"]}}}},
        "clause": "3-1"
      },
      "providerRequirements": [
        {"kind": "PERMIT", "code": "screener", "title": {"fa": "مجوز غربالگر"},
         "validity": {"n": 24, "unit": "MONTHS"}, "clause": "3-1"}
      ],
      "frequency": {"atMost": 1, "per": {"n": 12, "unit": "MONTHS"}, "clause": "3-1"},
      "paymentUnit": {"unit": "DELIVERY", "clause": "1"},
      "deadline": {"within": {"n": 30, "unit": "CALENDAR_DAYS"}, "clause": "3-1"},
      "resultClasses": [
        {"code": "normal", "title": {"fa": "طبیعی"}, "clause": "3-1"},
        {"code": "suspicious", "title": {"fa": "مشکوک"}, "referral": {"fa": "چشم‌پزشک"}, "clause": "3-1"}
      ],
      "evidence": [{"code": "consent", "title": {"fa": "رضایت‌نامه"}, "clause": "1"}]
    }
  })");
}

}  // namespace mosbat::guideline::testing
