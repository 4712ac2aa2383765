#include "clients/mosbatctl/text_standing.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/business_day.h"
#include "clients/mosbatctl/caller.h"
#include "common/iran/jalali.h"

namespace mosbat::ctl {
namespace {

using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

Words StandingWords(Directive::Standing standing) {
  switch (standing) {
    case Directive::IN_FORCE:
      return {.en = "in force", .fa = "مجری"};
    case Directive::NOT_YET_IN_FORCE:
      return {.en = "issued, not yet in force", .fa = "ابلاغ‌شده، هنوز اجرا نشده"};
    case Directive::REPEALED:
      return {.en = "no longer in force", .fa = "دیگر اجرا نمی‌شود"};
    default:
      return StateWords("ISSUED");
  }
}

}  // namespace

std::string CallCommand(absl::string_view method, absl::string_view as, absl::string_view name,
                        absl::string_view more) {
  return absl::StrCat("mosbatctl call ", method, " --as ", as, " -d '{\"name\": \"", name, "\"", more, "}'");
}

bool SayTextWithdrawn(const casefile::v1::ServiceRequest& request, const SubGuidelineRevision& text, Report& report) {
  if (text.state() != SubGuidelineRevision::WITHDRAWN) return false;
  const std::string day = report.Day(text.end_date());
  report.Line({.en = "Withdrawn", .fa = "لغوشده"}, absl::StrCat(text.name(), ", ", day));
  report.Next(
      {.en = absl::StrCat(request.centre(), " records what it delivered before ", day,
                          "; deliveries of later days are refused (RULE_NOT_IN_FORCE), and the request is cancelled:"),
       .fa = absl::StrCat(
           request.centre(), " خدمتی را که پیش از ", day,
           " ارائه داده ثبت می‌کند؛ ارائهٔ روزهای بعد رد (RULE_NOT_IN_FORCE) و درخواست لغو می‌شود:")});
  report.Command(CallCommand("CancelServiceRequest", absl::StrCat("centre-manager:", request.centre()), request.name(),
                             ", \"reason\": \"…\""));
  return true;
}

void TextStanding::Say(const SubGuideline& text) {
  const Words none = {.en = "nothing of it is in force", .fa = "هیچ ویرایشی اجرا نمی‌شود"};
  const Words some = {.en = absl::StrCat("in force by ", text.current_revision()),
                      .fa = absl::StrCat("مجری با ", text.current_revision())};
  report_.Head(text.name(), text.current_revision().empty() ? none : some);
  report_.Line({.en = "Title", .fa = "عنوان"}, report_.Title(text.title()));
  report_.Line({.en = "Written by", .fa = "نویسنده"}, text.deputyship());
  report_.Line({.en = "Pending", .fa = "در دست"}, text.pending_revision());
  if (!text.pending_revision().empty()) return SayRevision(RevisionOf(text.pending_revision()), text);
  for (const auto& span : text.in_force()) {
    if (span.revision() == text.current_revision()) continue;
    report_.Line({.en = "Also", .fa = "همچنین"},
                 absl::StrCat(span.revision(), ", ", report_.Day(span.effective_date()),
                              span.has_end_date() ? " – " : "", report_.Day(span.end_date()),
                              span.withdrawn() ? report_.In({.en = ", withdrawn", .fa = "، لغوشده"}) : ""));
  }
  // A text that has no end waits for its day.
  const bool waits = absl::c_any_of(text.in_force(), [](const auto& span) { return !span.has_end_date(); });
  if (text.current_revision().empty() && !waits) return SayNoneInForce(text);
  report_.Next(
      {.en = "nothing waits; a change is the next revision.", .fa = "چیزی در انتظار نیست؛ تغییر با ویرایش بعدی است."});
}

void TextStanding::Say(const SubGuidelineRevision& text) {
  report_.Head(text.name(), StateWords(SubGuidelineRevision::State_Name(text.state())));
  SayRevision(text, SubGuidelineOf(text.name()));
}

void TextStanding::SayRevision(const SubGuidelineRevision& text, const SubGuideline& whole) {
  const std::string writer = CallerOfDeputyship(whole.deputyship());
  switch (text.state()) {
    case SubGuidelineRevision::DRAFT:
      report_.Next({.en = absl::StrCat(whole.deputyship(), " finishes the text and submits it."),
                    .fa = absl::StrCat(whole.deputyship(), " متن را کامل و ارسال می‌کند.")});
      return report_.Command(CallCommand("SubmitSubGuidelineRevision", writer, text.name()));
    case SubGuidelineRevision::RETURNED:
      for (const auto& comment : text.return_comments()) {
        const std::string clause = comment.clause().empty() ? "" : absl::StrCat(comment.clause(), ": ");
        report_.Point(absl::StrCat(clause, comment.text()));
      }
      report_.Next({.en = absl::StrCat(whole.deputyship(), " mends what the comments say and submits it again."),
                    .fa = absl::StrCat(
                        whole.deputyship(),
                        " آنچه را یادآوری شده اصلاح و دوباره ارسال می‌کند.")});
      return report_.Command(CallCommand("SubmitSubGuidelineRevision", writer, text.name()));
    case SubGuidelineRevision::SUBMITTED:
      report_.Line({.en = "Submitted by", .fa = "ارسال‌کننده"}, text.submitted_by());
      report_.Line({.en = "Authors", .fa = "نویسندگان"}, absl::StrJoin(text.authors(), ", "));
      report_.Next(
          {.en = "steering approves it with an effective date, or returns it with comments; not an author.",
           .fa =
               "معاونت راهبری آن را با تاریخ اجرا تأیید می‌کند یا با یادداشت برمی‌گرداند؛ نویسندهٔ متن مجاز نیست."});
      return CommandFromTomorrow("ApproveSubGuidelineRevision", "steering", text.name());
    case SubGuidelineRevision::APPROVED:
      report_.Line({.en = "In force from", .fa = "اجرا از"}, report_.Day(text.effective_date()));
      report_.Line({.en = "Until", .fa = "تا"}, report_.Day(text.end_date()));
      report_.Line({.en = "Under", .fa = "به استناد"}, text.directive());
      if (whole.current_revision() == text.name()) return SayNothingWaits();
      return report_.Next({.en = "nobody acts: it waits for its day.", .fa = "کاری لازم نیست: در انتظار روز اجراست."});
    default:
      report_.Line({.en = "Ended", .fa = "پایان"}, report_.Day(text.end_date()));
      report_.Line({.en = "Why", .fa = "علت"}, text.withdraw_reason());
      if (text.state() == SubGuidelineRevision::WITHDRAWN && whole.current_revision().empty()) {
        return SayNoneInForce(whole);
      }
      return report_.Next({.en = "nothing: it stays readable for ever.",
                           .fa = "کاری لازم نیست؛ متن همیشه خواندنی می‌ماند."});
  }
}

void TextStanding::Say(const Directive& text) {
  const bool draft = text.state() == Directive::DRAFT;
  report_.Head(text.name(), draft ? StateWords("DRAFT") : StandingWords(text.standing()));
  report_.Line({.en = "Title", .fa = "عنوان"}, report_.Title(text.title()));
  report_.Line({.en = "Effective", .fa = "اجرا از"}, report_.Day(text.effective_date()));
  report_.Line({.en = "Repealed", .fa = "لغو از"}, report_.Day(text.repeal_date()));
  for (const auto& pending : text.pending_amendments()) {
    report_.Line({.en = "Amendment", .fa = "اصلاحیه"},
                 absl::StrCat(pending.directive(), " ", report_.Day(pending.effective_date())));
  }
  if (!draft) {
    return report_.Next(
        {.en = "nothing waits; it is amended by another directive.",
         .fa = "چیزی در انتظار نیست؛ با دستورالعمل دیگری اصلاح می‌شود."});
  }
  report_.Next({.en = "steering issues it.", .fa = "معاونت راهبری آن را ابلاغ می‌کند."});
  report_.Command(CallCommand("IssueDirective", "steering", text.name()));
}

void TextStanding::SayNoneInForce(const SubGuideline& whole) {
  if (!whole.pending_revision().empty()) {
    report_.Next(
        {.en = "no text is in force; the next one is in hand:", .fa = "هیچ متنی مجری نیست؛ متن بعدی در دست است:"});
    return report_.Command(absl::StrCat("mosbatctl status ", whole.pending_revision()));
  }
  report_.Next(
      {.en = absl::StrCat("no text is in force: ", whole.deputyship(),
                          " writes the next revision, and steering approves it; the service types that rest "
                          "on a withdrawn one then rest on that."),
       .fa = absl::StrCat(
           "هیچ متنی مجری نیست: ", whole.deputyship(),
           " ویرایش بعدی را می‌نویسد و معاونت راهبری تأیید می‌کند؛ سپس مبنای نوع خدمت‌هایی که بر "
           "متن لغوشده استوارند همان می‌شود.")});
}

void TextStanding::SayNothingWaits() { report_.Next({.en = "nothing waits.", .fa = "چیزی در انتظار نیست."}); }

void TextStanding::CommandFromTomorrow(absl::string_view method, absl::string_view as, absl::string_view name) {
  const std::optional<absl::CivilDay> today = KnownBusinessDay(calls_.calls());
  const std::string day = today.has_value() ? iran::FormatJalali(*today + 1) : "…";
  report_.Command(CallCommand(method, as, name, absl::StrCat(", \"effectiveDate\": \"", day, "\"")));
  if (today.has_value()) return;
  report_.Detail(report_.In(
      {.en = "in place of … a day after the suite's own: it is in trial mode, and this context may not read its clock.",
       .fa =
           "به جای … روزی پس از امروزِ سامانه بنویسید: حالت آزمایشی است و این زمینه ساعت سامانه را نمی‌بیند."}));
}

SubGuidelineRevision TextStanding::RevisionOf(const std::string& name) {
  guideline::v1::GetSubGuidelineRevisionRequest request;
  request.set_name(name);
  return calls_.Ask<SubGuidelineRevision>(request).value_or(SubGuidelineRevision());
}

SubGuideline TextStanding::SubGuidelineOf(const std::string& revision) {
  guideline::v1::GetSubGuidelineRequest request;
  request.set_name(revision.substr(0, revision.find("/revisions/")));
  return calls_.Ask<SubGuideline>(request).value_or(SubGuideline());
}

std::string TextStanding::InForceBeside(const std::string& revision) {
  const std::string current = SubGuidelineOf(revision).current_revision();
  return current == revision ? "" : current;
}

}  // namespace mosbat::ctl
