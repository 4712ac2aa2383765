#include "services/casefile/domain/replay.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/iran/day_text.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/eligibility.h"

namespace mosbat::casefile::domain {
namespace {

using common::v1::Decision;
using v1::ReplayDifference;

void Add(ReplayDifference::Kind kind, const Words& words, v1::ReplayDecisionResponse& response) {
  ReplayDifference& difference = *response.add_differences();
  difference.set_kind(kind);
  difference.set_text_en(words.en);
  difference.set_text_fa(words.fa);
}

Words NotOfRequestWords(const std::string& revision, const std::string& request) {
  return {.en = absl::StrCat("The decision names \"", revision, "\", which is not known or is not what ", request,
                             " was promised."),
          .fa = absl::StrCat(
              "تصمیم «", revision,
              "» را نام می‌برد که شناخته‌شده نیست یا آن نیست که به ", request,
              " وعده داده شده است.")};
}

Words OtherFactsWords() {
  return {
      .en = "The stored facts are not those on which the decision was made: their hash is another.",
      .fa =
          "اطلاعات ثبت‌شده همان نیست که تصمیم بر پایهٔ آن گرفته شده است: چکیدهٔ آن فرق دارد."};
}

Words OtherTextWords(const std::string& named, const catalog::v1::ServiceTypeRevision& revision) {
  return {.en = absl::StrCat("The decision names \"", named, "\"; ", revision.name(), " rests on ",
                             revision.sub_guideline_revision(), "."),
          .fa = absl::StrCat("تصمیم «", named, "» را نام می‌برد؛ ولی ", revision.name(), " بر ",
                             revision.sub_guideline_revision(), " استوار است.")};
}

Words OtherDirectiveWords(const Decision& stored) {
  const absl::CivilDay day = iran::StoredDay(stored.judged_date());
  return {.en = absl::StrCat("The decision names \"", stored.directive(),
                             "\", which is not known or had not taken effect on ", iran::DayText(day), "."),
          .fa = absl::StrCat("تصمیم «", stored.directive(),
                             "» را نام می‌برد که شناخته‌شده نیست یا در ",
                             iran::JalaliInWords(day, Language::kPersian), " هنوز اجرا نمی‌شد.")};
}

Words OtherJudgementWords() {
  return {
      .en = "The rule gives another outcome or other reasons on the stored facts.",
      .fa =
          "قاعده دربارهٔ اطلاعات ثبت‌شده نتیجه یا دلایل دیگری می‌دهد."};
}

// Its outcome and reasons alone, bit for bit.
std::string JudgementOf(const Decision& decision) {
  Decision judgement;
  judgement.set_outcome(decision.outcome());
  *judgement.mutable_reasons() = decision.reasons();
  return judgement.SerializeAsString();
}

bool HadTakenEffect(const guideline::v1::Directive* directive, const google::type::Date& day) {
  return directive != nullptr && directive->state() == guideline::v1::Directive::ISSUED &&
         iran::StoredDay(directive->effective_date()) <= iran::StoredDay(day);
}

}  // namespace

v1::ReplayDecisionResponse Replay(const v1::ServiceRequest& request, const ReplayTexts& texts) {
  const Decision& stored = request.decision();
  v1::ReplayDecisionResponse response;
  *response.mutable_stored() = stored;
  if (texts.revision == nullptr || stored.service_type_revision() != request.service_type_revision()) {
    Add(ReplayDifference::SERVICE_TYPE_REVISION, NotOfRequestWords(stored.service_type_revision(), request.name()),
        response);
  }
  if (texts.revision == nullptr) return response;
  Decision& replayed = *response.mutable_replayed();
  replayed = stored;
  replayed.set_service_type_revision(texts.revision->name());
  replayed.set_sub_guideline_revision(texts.revision->sub_guideline_revision());
  if (!HadTakenEffect(texts.directive, stored.judged_date())) replayed.clear_directive();
  DecideEligibility(request.facts(), texts.revision->terms(), *texts.rule, replayed);
  if (replayed.facts_sha256() != stored.facts_sha256()) Add(ReplayDifference::FACTS, OtherFactsWords(), response);
  if (replayed.sub_guideline_revision() != stored.sub_guideline_revision()) {
    Add(ReplayDifference::SUB_GUIDELINE_REVISION, OtherTextWords(stored.sub_guideline_revision(), *texts.revision),
        response);
  }
  if (replayed.directive() != stored.directive()) {
    Add(ReplayDifference::DIRECTIVE, OtherDirectiveWords(stored), response);
  }
  if (JudgementOf(replayed) != JudgementOf(stored)) {
    Add(ReplayDifference::JUDGEMENT, OtherJudgementWords(), response);
  }
  response.set_same(replayed.SerializeAsString() == stored.SerializeAsString());
  return response;
}

}  // namespace mosbat::casefile::domain
