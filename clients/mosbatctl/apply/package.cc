#include "clients/mosbatctl/apply/package.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::util::MessageDifferencer;
using guideline::v1::PaymentUnitTerm;
using guideline::v1::SubGuidelineRevision;
using purchasing::v1::Tariff;

absl::Status Wrong(const Entry& entry, const std::string& key, absl::string_view reason, const Words& words) {
  const std::string path = Below(entry.path, key);
  return At(*entry.source, path, entry.name(), {}, MakeFieldError(reason, {.field = path, .words = words}));
}

std::string PlaceOfResource(const Entry& entry) { return PlaceOf(*entry.source, Below(entry.path, "resource")); }

absl::Status Repeated(const Entry& entry, const Entry& other) {
  const std::string first = PlaceOfResource(other);
  return Wrong(entry, entry.name().empty() ? "resource" : "resource.name", "DOCUMENT_REPEATED",
               {.en = absl::StrCat("the same stands at ", first, " already: make the two documents one."),
                .fa = absl::StrCat("همین در ", first, " هم آمده است: دو سند را یکی کنید.")});
}

// Where the server makes the names, two entries are of one resource if they say the same.
absl::Status RequireNew(const Entry& entry, std::vector<const Entry*>& nameless) {
  for (const Entry* const other : nameless) {
    const bool alike = other->resource->message_type() == entry.resource->message_type();
    if (alike && SameThing(other->resource_message(), entry.resource_message())) return Repeated(entry, *other);
  }
  nameless.push_back(&entry);
  return absl::OkStatus();
}

// The units by which the texts of a service type pay, all of them: a tariff of the past stands beside the text of its
// day. None where the plan does not have every text up to the one that the type rests on.
std::set<std::string> UnitsOf(absl::Span<const Entry> entries, const Makers& makers, const std::string& service_type) {
  const Entry* const maker = makers.Of(service_type);
  const auto* const type = maker == nullptr ? nullptr : ResourceAs<catalog::v1::ServiceType>(*maker);
  if (type == nullptr) return {};
  const std::pair<std::string, std::string> rests_on =
      absl::StrSplit(type->rests_on(), absl::MaxSplits("/revisions/", 1));
  int last = 0;
  if (!absl::SimpleAtoi(rests_on.second, &last)) return {};
  for (int number = 1; number <= last; ++number) {
    const Entry* const text = makers.Of(absl::StrCat(rests_on.first, "/revisions/", number));
    if (text == nullptr || TextOf(*text) == nullptr || !TextOf(*text)->terms().has_payment_unit()) return {};
  }
  std::set<std::string> units;
  for (const Entry& entry : entries) {
    const SubGuidelineRevision* const text = TextOf(entry);
    const std::string name = entry.name();
    const bool is_of_it = name == rests_on.first || absl::StartsWith(name, absl::StrCat(rests_on.first, "/"));
    if (text == nullptr || !is_of_it) continue;
    units.insert(PaymentUnitTerm::PaymentUnit_Name(text->terms().payment_unit().unit()));
  }
  return units;
}

absl::Status CheckTariff(const Entry& entry, absl::Span<const Entry> entries, const Makers& makers) {
  const Tariff& tariff = *ResourceAs<Tariff>(entry);
  const std::set<std::string> units = UnitsOf(entries, makers, tariff.service_type());
  const std::string& unit = Tariff::Unit_Name(tariff.unit());
  if (units.empty() || tariff.unit() == Tariff::UNIT_UNSPECIFIED || units.count(unit) > 0) return absl::OkStatus();
  const std::string paid = absl::StrJoin(units, ", ");
  return Wrong(
      entry, "resource.unit", "PACKAGE_CONTRADICTORY",
      {.en = absl::StrCat("the text of ", tariff.service_type(), " is paid by ", paid, " (terms.paymentUnit), ",
                          "a tariff of ", unit, " would never be used."),
       .fa = absl::StrCat("واحد پرداخت در متن ", tariff.service_type(), "، ", paid, " است (terms.paymentUnit)؛ تعرفهٔ ",
                          unit, " هرگز به کار نمی‌آید.")});
}

// A type and unit have one tariff from a day on.
absl::Status RequireDayOfItsOwn(const Entry& entry, std::vector<const Entry*>& tariffs) {
  const Tariff& tariff = *ResourceAs<Tariff>(entry);
  if (!tariff.has_effective_date()) return absl::OkStatus();  // its service says that it is missing
  for (const Entry* const each : tariffs) {
    const Tariff& other = *ResourceAs<Tariff>(*each);
    if (other.service_type() != tariff.service_type() || other.unit() != tariff.unit()) continue;
    if (!MessageDifferencer::Equals(other.effective_date(), tariff.effective_date())) continue;
    const std::string place = PlaceOf(*each->source, Below(each->path, "resource.effectiveDate"));
    return Wrong(
        entry, "resource.effectiveDate", "PACKAGE_CONTRADICTORY",
        {.en = absl::StrCat(each->name(), " at ", place, " already holds from this day on for the same type and ",
                            "unit: give one of them another day."),
         .fa = absl::StrCat(each->name(), " در ", place,
                            " از همین روز برای همین نوع خدمت و واحد آمده است: ", "روز یکی را تغییر دهید.")});
  }
  tariffs.push_back(&entry);
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> NamesMadeBy(const Entry& entry) {
  std::vector<std::string> names;
  if (entry.resource != nullptr) {
    const std::string name = entry.name();
    if (!name.empty()) names.push_back(name);
    if (!name.empty() && entry.revision != nullptr) names.push_back(absl::StrCat(name, "/revisions/1"));
    return names;
  }
  const auto& reflection = *entry.request->GetReflection();
  for (int i = 0; i < entry.request->GetDescriptor()->field_count(); ++i) {
    const auto* const field = entry.request->GetDescriptor()->field(i);
    if (!field->is_repeated() || field->message_type() == nullptr) continue;
    for (int at = 0; at < reflection.FieldSize(*entry.request, field); ++at) {
      names.push_back(TextOf(reflection.GetRepeatedMessage(*entry.request, field, at), "name"));
    }
  }
  return names;
}

Makers::Makers(absl::Span<const Entry> entries) {
  for (const Entry& entry : entries) {
    for (const std::string& name : NamesMadeBy(entry)) by_name_.emplace(name, &entry);
  }
}

const Entry* Makers::Of(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string> Makers::names() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : by_name_) names.push_back(name);
  return names;
}

const SubGuidelineRevision* TextOf(const Entry& entry) {
  if (entry.revision != nullptr) return dynamic_cast<const SubGuidelineRevision*>(&entry.revision_message());
  return ResourceAs<SubGuidelineRevision>(entry);
}

std::vector<absl::Status> CheckPackage(absl::Span<const Entry> entries) {
  const Makers makers(entries);
  std::vector<absl::Status> faults;
  const auto require = [&](absl::Status status) {
    if (!status.ok()) faults.push_back(std::move(status));
  };
  std::vector<const Entry*> nameless;
  std::vector<const Entry*> tariffs;
  for (const Entry& entry : entries) {
    if (entry.resource == nullptr) continue;
    const Entry* const first = makers.Of(entry.name());
    if (first != nullptr && first != &entry) {
      faults.push_back(Repeated(entry, *first));
      continue;
    }
    if (first == nullptr) require(RequireNew(entry, nameless));
    if (ResourceAs<Tariff>(entry) == nullptr) continue;
    require(CheckTariff(entry, entries, makers));
    require(RequireDayOfItsOwn(entry, tariffs));
  }
  return faults;
}

}  // namespace mosbat::ctl
