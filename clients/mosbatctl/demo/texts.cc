#include "clients/mosbatctl/demo/texts.h"

#include <cstdio>
#include <cstdlib>

#include "google/protobuf/util/json_util.h"

namespace mosbat::story {
namespace {

using guideline::v1::SubGuidelineRevision;

constexpr char kVisit[] = R"({
  "clauses": [
    {"number": "1", "title": "فعالیت", "text": "سنجش فشار خون سالمند در خانه به دست مددکار مرکز، با آموزش خانواده."},
    {"number": "2", "title": "گروه هدف", "text": "عضو شصت‌ساله و بالاتر از خانواری که در مرکز پروندهٔ باز دارد."},
    {"number": "2-1", "title": "رضایت", "text": "سالمند یا سرپرست خانوار پیش از بازدید رضایت می‌دهد."},
    {"number": "3", "title": "فرم", "text": "دو عدد فشار خون و توصیهٔ مددکار ثبت می‌شود."},
    {"number": "4", "title": "دفعات", "text": "هر نفر در هر ماه حداکثر دو بازدید."},
    {"number": "5", "title": "واحد پرداخت", "text": "هر بازدید یک واحد است."}
  ],
  "terms": {
    "kind": {"kind": "ACTIVITY", "clause": "1"},
    "recipient": {"recipient": "MEMBER", "clause": "2"},
    "eligibility": {
      "rule": {
        "schema": {
          "properties": {
            "age_years": {"minimum": 60},
            "file_open": {"const": true},
            "request": {"properties": {"consent": {"const": true}}, "required": ["consent"]}
          },
          "required": ["age_years", "file_open", "request"]
        },
        "clauses": {"/properties/age_years": "2", "/properties/request": "2-1"},
        "illustrative": true
      },
      "clause": "2"
    },
    "requestForm": {
      "rule": {
        "schema": {
          "properties": {"consent": {"type": "boolean"}, "reason": {"type": "string", "minLength": 3}},
          "required": ["consent", "reason"],
          "additionalProperties": false
        }
      },
      "clause": "2-1"
    },
    "form": {
      "rule": {
        "schema": {
          "properties": {
            "systolic": {"type": "integer", "minimum": 60, "maximum": 260},
            "diastolic": {"type": "integer", "minimum": 30, "maximum": 160},
            "advice": {"type": "string", "minLength": 3}
          },
          "required": ["systolic", "diastolic", "advice"],
          "additionalProperties": false
        }
      },
      "clause": "3"
    },
    "frequency": {"atMost": 2, "per": {"n": 1, "unit": "MONTHS"}, "clause": "4"},
    "paymentUnit": {"unit": "VISIT", "clause": "5"}
  }
})";

// What the steering deputyship missed in the first draft.
constexpr char kVisitors[] = R"({
  "clauses": [
    {"number": "6", "title": "شرایط ارائه‌دهنده", "text": "مددکار دورهٔ سنجش فشار خون را گذرانده و مرکز فشارسنج دارد."}
  ],
  "terms": {
    "providerRequirements": [
      {"kind": "TRAINING", "code": "blood-pressure", "clause": "6",
       "title": {"fa": "دورهٔ سنجش فشار خون", "en": "Training in measuring blood pressure"}},
      {"kind": "EQUIPMENT", "code": "sphygmomanometer", "clause": "6",
       "title": {"fa": "فشارسنج", "en": "Sphygmomanometer"}}
    ]
  }
})";

constexpr char kWorkshop[] = R"({
  "clauses": [
    {"number": "1", "title": "فعالیت", "text": "کارگاه تاب‌آوری برای گروهی از مراجعان مرکز."},
    {"number": "2", "title": "واحد پرداخت", "text": "هر نشست یک واحد است."}
  ],
  "terms": {
    "kind": {"kind": "ACTIVITY", "clause": "1"},
    "recipient": {"recipient": "GROUP", "clause": "1"},
    "eligibility": {
      "rule": {"schema": {"properties": {"recipient": {"const": "GROUP"}}}, "illustrative": true},
      "clause": "1"
    },
    "paymentUnit": {"unit": "SESSION", "clause": "2"}
  }
})";

void Parse(absl::string_view json, google::protobuf::Message& message) {
  const auto parsed = google::protobuf::util::JsonStringToMessage(std::string(json), &message);
  if (parsed.ok()) return;
  std::fprintf(stderr, "a text of the story is malformed: %s\n", parsed.ToString().c_str());
  std::abort();
}

}  // namespace

google::protobuf::Struct Json(absl::string_view json) {
  google::protobuf::Struct object;
  Parse(json, object);
  return object;
}

SubGuidelineRevision VisitText(bool first_draft) {
  SubGuidelineRevision text;
  Parse(kVisit, text);
  if (first_draft) return text;
  SubGuidelineRevision added;
  Parse(kVisitors, added);
  text.MergeFrom(added);
  return text;
}

SubGuidelineRevision WorkshopText() {
  SubGuidelineRevision text;
  Parse(kWorkshop, text);
  return text;
}

guideline::v1::Directive EasedDirective(const guideline::v1::Directive& former, absl::string_view number) {
  guideline::v1::Directive eased;
  eased.mutable_title()->set_fa("دستورالعمل نمایشی: دیپلم برای متقاضی کافی است");
  eased.mutable_title()->set_en("Demonstration directive: a diploma is enough for applicants");
  eased.set_number(std::string(number));
  eased.set_legal_basis(former.legal_basis());
  *eased.mutable_articles() = former.articles();
  *eased.mutable_provisions() = former.provisions();
  auto& criteria = *eased.mutable_provisions()->mutable_natural_applicant();
  *criteria.mutable_rule()->mutable_schema() =
      Json(R"({"properties": {"degree_level": {"minimum": 2}, "mental_health_certified": {"const": true}},
               "required": ["degree_level", "mental_health_certified"]})");
  criteria.mutable_rule()->clear_clauses();
  criteria.mutable_rule()->set_illustrative(true);
  return eased;
}

}  // namespace mosbat::story
