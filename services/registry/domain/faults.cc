#include "services/registry/domain/faults.h"

#include "absl/strings/ascii.h"

#include "common/base/resource_name.h"
#include "common/base/text_limits.h"
#include "common/iran/tehran_day.h"

namespace mosbat::registry::domain {
namespace {

constexpr int kLongestText = 200;

bool IsDayOrUnset(const google::type::Date& date) { return date.year() == 0 || iran::DayOf("", date).ok(); }

}  // namespace

void Faults::Unless(bool right, absl::string_view field, absl::string_view en, absl::string_view fa) {
  if (!right) faults_.Add(reason_, field, {.en = std::string(en), .fa = std::string(fa)});
}

void Faults::RequireText(absl::string_view text, absl::string_view field) {
  const bool blank = absl::StripAsciiWhitespace(text).empty();
  Unless(!blank && CountCharacters(text) <= kLongestText, field, "A text of 1 to 200 characters is needed.",
         "متنی ۱ تا ۲۰۰ نویسه لازم است.");
}

void Faults::AllowText(absl::string_view text, absl::string_view field) {
  Unless(CountCharacters(text) <= kLongestText, field, "At most 200 characters.", "حداکثر ۲۰۰ نویسه.");
}

void Faults::AllowSlug(const std::string& slug, absl::string_view field) {
  Unless(slug.empty() || IsResourceId(slug), field, "Written with 1 to 63 of a-z, 0-9 and \"-\".",
         "باید با ۱ تا ۶۳ نویسه از a تا z، 0 تا 9 و «-» نوشته شود.");
}

void Faults::AllowDays(const google::type::Date& first, const google::type::Date& last, absl::string_view field) {
  const bool days = IsDayOrUnset(first) && IsDayOrUnset(last);
  const bool in_order =
      first.year() == 0 || last.year() == 0 || (days && iran::StoredDay(first) <= iran::StoredDay(last));
  Unless(days && in_order, field, "The last day is a day not before the first.",
         "آخرین روز باید روزی نه پیش از نخستین روز باشد.");
}

}  // namespace mosbat::registry::domain
