#include "clients/mosbatctl/apply/package.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/apply/difference.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

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

// The units by which the texts of the plan pay a service type.
std::set<std::string> UnitsOf(absl::Span<const Entry> entries, const Makers& makers, const std::string& service_type) {
  std::set<std::string> units;
  const Entry* const maker = makers.Of(service_type);
  const auto* const type = maker == nullptr ? nullptr : ResourceAs<catalog::v1::ServiceType>(*maker);
  if (type == nullptr || type->rests_on().empty()) return units;
  // Also of its earlier revisions: a tariff of the past stands beside the text of its day.
  const std::string sub_guideline = type->rests_on().substr(0, type->rests_on().find("/revisions/"));
  for (const Entry& entry : entries) {
    const SubGuidelineRevision* const text = TextOf(entry);
    if (text == nullptr || !text->terms().has_payment_unit()) continue;
    const std::string name = entry.name();
    if (name != sub_guideline && !absl::StartsWith(name, absl::StrCat(sub_guideline, "/"))) continue;
    units.insert(PaymentUnitTerm::PaymentUnit_Name(text->terms().payment_unit().unit()));
  }
  return units;
}

absl::Status CheckTariff(const Entry& entry, const Tariff& tariff, absl::Span<const Entry> entries,
                         const Makers& makers) {
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

}  // namespace

Makers::Makers(absl::Span<const Entry> entries) {
  for (const Entry& entry : entries) {
    const std::string name = entry.name();
    if (name.empty()) continue;
    by_name_.emplace(name, &entry);
    if (entry.revision != nullptr) by_name_.emplace(absl::StrCat(name, "/revisions/1"), &entry);
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

absl::Status CheckPackage(absl::Span<const Entry> entries) {
  const Makers makers(entries);
  std::vector<const Entry*> nameless;
  for (const Entry& entry : entries) {
    if (entry.resource == nullptr) continue;
    const Entry* const first = makers.Of(entry.name());
    if (first != nullptr && first != &entry) return Repeated(entry, *first);
    if (first == nullptr) MOSBAT_RETURN_IF_ERROR(RequireNew(entry, nameless));
    if (const auto* const tariff = ResourceAs<Tariff>(entry); tariff != nullptr) {
      MOSBAT_RETURN_IF_ERROR(CheckTariff(entry, *tariff, entries, makers));
    }
  }
  return absl::OkStatus();
}

}  // namespace mosbat::ctl
