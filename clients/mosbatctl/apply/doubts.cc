#include "clients/mosbatctl/apply/doubts.h"

#include <algorithm>
#include <functional>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/message_differencer.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/apply/steps.h"
#include "clients/mosbatctl/messages.h"
#include "clients/mosbatctl/show.h"
#include "clients/mosbatctl/type_standing.h"
#include "common/iran/tehran_day.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::ctl {
namespace {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

// Nobody plans for longer, and nothing of the files is older.
constexpr int kFarYears = 20;
constexpr int kFirstYear = 1900;

Words Said(const Entry& entry, const std::string& path, const Words& what) {
  const std::string where = absl::StrCat(PlaceOf(*entry.source, path), ", ", path, ": ");
  return {.en = absl::StrCat(where, what.en), .fa = absl::StrCat(where, what.fa)};
}

void AddOtherType(const Entry& entry, absl::Span<const Entry> entries, const Makers& makers, References& references,
                  std::vector<Words>& doubts) {
  const auto has_types = [&](const Entry& other) {
    return other.source == entry.source && ResourceAs<ServiceType>(other) != nullptr;
  };
  if (!absl::c_any_of(entries, has_types)) return;
  const std::string path = Below(entry.path, "resource.serviceType");
  for (const Named& named : NamedBy(entry)) {
    if (named.path != path || makers.Of(named.name) != nullptr) continue;
    if (!references.IsThere(entry, named.name)) continue;  // that is refused
    doubts.push_back(Said(
        entry, path,
        {.en = absl::StrCat(named.name, " is there, but is none of this file's service types."),
         .fa = absl::StrCat(
             named.name, " وجود دارد، ولی از نوع خدمت‌های این پرونده نیست.")}));
  }
}

// Whether some day is one of both.
bool ShareDays(const Entrustment& a, const Entrustment& b) {
  const auto ends_before = [](const Entrustment& first, const Entrustment& then) {
    return first.has_end_date() && iran::StoredDay(first.end_date()) <= iran::StoredDay(then.start_date());
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

// Whether a step of its own ends it, at once.
bool IsEndedHere(const Entry& entrustment) {
  return absl::c_any_of(entrustment.then, [](const Verb& verb) {
    return verb.method->output_type() == Entrustment::descriptor() && VerbWord(verb) == "End";
  });
}

bool SamePlaceAndDays(const Entrustment& a, const Entrustment& b) {
  return a.service_type() == b.service_type() && MessageDifferencer::Equals(a.area(), b.area()) &&
         MessageDifferencer::Equals(a.centres(), b.centres()) && ShareDays(a, b);
}

void AddSamePlace(const Entry& entry, absl::Span<const Entry> entries, absl::Span<const Entrustment> there,
                  std::vector<Words>& doubts) {
  const auto* const given = ResourceAs<Entrustment>(entry);
  if (given == nullptr) return;
  const std::string path = Below(entry.path, given->has_centres() ? "resource.centres" : "resource.area");
  for (const Entry& other : entries) {
    if (&other == &entry) break;
    const auto* const before = ResourceAs<Entrustment>(other);
    if (before == nullptr || !SamePlaceAndDays(*before, *given) || IsEndedHere(other)) continue;
    const std::string place = PlaceOf(*other.source, Below(other.path, "resource"));
    doubts.push_back(Said(entry, path,
                          {.en = absl::StrCat("the same place is entrusted at ", place, " for some of these days."),
                           .fa = absl::StrCat("همین محل در ", place, " برای برخی از همین روزها واگذار شده است.")}));
    return;
  }
  if (IsEndedHere(entry)) return;
  for (const Entrustment& other : there) {
    if (SameThing(*given, other) || !SamePlaceAndDays(other, *given)) continue;
    const bool ended = absl::c_any_of(entries, [&](const Entry& each) {
      return ResourceAs<Entrustment>(each) != nullptr && IsEndedHere(each) && SameThing(each.resource_message(), other);
    });
    if (ended) continue;
    doubts.push_back(Said(
        entry, path,
        {.en = absl::StrCat("the suite has ", other.name(),
                            " of the same place for some of these days; this stands beside it unless that is ended."),
         .fa = absl::StrCat(
             "سامانه برای همین محل و برخی از همین روزها ", other.name(),
             " را دارد؛ این در کنار آن می‌ماند، مگر به آن پایان داده شود.")}));
    return;
  }
}

// The day from which the plan makes a service type active, by a step that says it.
const google::type::Date* BeginOf(const Entry& maker) {
  for (const Verb& verb : maker.then) {
    const auto* const activation = dynamic_cast<const catalog::v1::ActivateServiceTypeRequest*>(verb.request.get());
    if (activation != nullptr && activation->has_effective_date()) return &activation->effective_date();
  }
  return nullptr;
}

void AddBeforeItsType(const Entry& entry, const Makers& makers, CallsAs& calls, std::vector<Words>& doubts) {
  const auto* const given = ResourceAs<Entrustment>(entry);
  const Entry* const maker = given == nullptr ? nullptr : makers.Of(given->service_type());
  const google::type::Date* const begin = maker == nullptr ? nullptr : BeginOf(*maker);
  if (begin == nullptr || given->start_date().year() < kFirstYear) return;  // of such a year that is said
  if (iran::StoredDay(given->start_date()) >= iran::StoredDay(*begin)) return;
  catalog::v1::GetServiceTypeRequest request;
  request.set_name(given->service_type());
  const auto there = calls.Ask<ServiceType>(request);
  if (there.ok() && !there->current_revision().empty()) return;  // it has a text until that day
  doubts.push_back(
      Said(entry, Below(entry.path, "resource.startDate"),
           {.en = absl::StrCat(given->service_type(), " begins only on ", DayText(*begin, Language::kEnglish),
                               "; before that day nothing can be delivered."),
            .fa = absl::StrCat(given->service_type(), " تازه از ", DayText(*begin, Language::kPersian),
                               " آغاز می‌شود؛ پیش از آن چیزی ارائه نمی‌شود.")}));
}

// A file that is older than a rollback says what was rolled back.
void AddUndoneRollback(const Entry& entry, CallsAs& calls, std::vector<Words>& doubts) {
  const auto* const wanted = ResourceAs<ServiceType>(entry);
  if (wanted == nullptr || wanted->rests_on().empty()) return;
  catalog::v1::GetServiceTypeRequest request;
  request.set_name(entry.name());
  const auto there = calls.Ask<ServiceType>(request);
  if (!there.ok() || there->rests_on() == wanted->rests_on()) return;
  const auto last = LastRevision(calls, entry.name(), there->revision_count());
  if (!last.has_value() || last->restores().empty()) return;
  const auto undone = LastRevision(calls, entry.name(), last->number() - 1);
  if (!undone.has_value() || undone->sub_guideline_revision() != wanted->rests_on()) return;
  doubts.push_back(Said(
      entry, Below(entry.path, "resource.restsOn"),
      {.en = absl::StrCat("this undoes the rollback to ", last->restores(), ": ", last->reason()),
       .fa = absl::StrCat("با این کار بازگشت به ", last->restores(), " باطل می‌شود: ", last->reason())}));
}

using DateUse = std::function<void(const std::string& path, const google::type::Date& date)>;

// Every day in a message, by its path in the file.
void ForEachDate(const Message& message, const std::string& path, const DateUse& use) {
  if (const auto* const date = dynamic_cast<const google::type::Date*>(&message); date != nullptr) {
    return use(path, *date);
  }
  if (message.GetDescriptor()->file()->package() == "google.protobuf") return;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->message_type() == nullptr || field->is_map()) continue;
    const std::string at = Below(path, field->json_name());
    if (!field->is_repeated()) {
      ForEachDate(message.GetReflection()->GetMessage(message, field), at, use);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      ForEachDate(message.GetReflection()->GetRepeatedMessage(message, field, i), absl::StrCat(at, "[", i, "]"), use);
    }
  }
}

void AddStrangeYears(const Entry& entry, absl::CivilDay today, std::vector<Words>& doubts) {
  const DateUse look = [&](const std::string& path, const google::type::Date& date) {
    if (date.year() < kFirstYear) {
      const std::string day = absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
      doubts.push_back(Said(
          entry, path,
          {.en = absl::StrCat("this is the Gregorian year ", date.year(), "; a Jalali day is written ",
                              "as one text: ", day, "."),
           .fa = absl::StrCat("این سال ", Digits(absl::StrCat(date.year()), Language::kPersian),
                              " میلادی است؛ روز جلالی یک‌جا نوشته می‌شود: ", day,
                              ".")}));
    } else if (date.year() > today.year() + kFarYears) {
      doubts.push_back(
          Said(entry, path,
               {.en = absl::StrCat(DayText(date, Language::kEnglish), " is more than ", kFarYears, " years away."),
                .fa = absl::StrCat(DayText(date, Language::kPersian), " بیش از ",
                                   Digits(absl::StrCat(kFarYears), Language::kPersian), " سال دیگر است.")}));
    }
  };
  ForEachDate(entry.resource_message(), Below(entry.path, "resource"), look);
  if (entry.revision != nullptr) ForEachDate(entry.revision_message(), Below(entry.path, "revision"), look);
  for (const Verb& verb : entry.then) ForEachDate(*verb.request, Below(verb.path, "with"), look);
}

}  // namespace

std::vector<Words> DoubtsOf(const Entry& entry, absl::Span<const Entry> entries, const Makers& makers,
                            References& references, absl::Span<const Entrustment> there, CallsAs calls,
                            absl::CivilDay today) {
  std::vector<Words> doubts;
  AddOtherType(entry, entries, makers, references, doubts);
  AddSamePlace(entry, entries, there, doubts);
  AddBeforeItsType(entry, makers, calls, doubts);
  AddUndoneRollback(entry, calls, doubts);
  AddStrangeYears(entry, today, doubts);
  return doubts;
}

}  // namespace mosbat::ctl
