#include "common/rpc/request_check.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/descriptor.h"
#include "google/type/date.pb.h"

#include "common/base/error.h"
#include "common/base/fault_list.h"
#include "common/base/ids.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/rpc/errors.h"

namespace mosbat::rpc {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Deeper requests than any of ours; what lies below is a schema or a form and has its own checks.
constexpr int kDeepest = 12;

bool IsSet(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field) > 0;
  return reflection.HasField(message, &field);
}

bool DateExists(const google::type::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return date.year() >= 1 && date.year() <= 9999 && day.year() == date.year() && day.month() == date.month() &&
         day.day() == date.day();
}

std::string KnownValues(const google::protobuf::EnumDescriptor& descriptor) {
  std::vector<std::string> names;
  for (int i = 1; i < descriptor.value_count() && i <= 20; ++i) names.push_back(descriptor.value(i)->name());
  return absl::StrJoin(names, ", ");
}

class Checker {
 public:
  explicit Checker(bool patches) : patches_(patches) {}

  void Check(const Message& message, const std::string& path, int depth) {
    if (depth > kDeepest) return;
    const auto& descriptor = *message.GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor& field = *descriptor.field(i);
      const std::string field_path = path.empty() ? field.name() : absl::StrCat(path, ".", field.name());
      if (IsSet(message, field)) {
        CheckValue(message, field, field_path, depth);
      } else if (Behaves(field, google::api::REQUIRED) && !(patches_ && depth > 0)) {
        faults_.AddRequired(field_path);
      }
    }
  }

  absl::Status ToStatus() const { return faults_.ToStatus(); }

 private:
  void CheckValue(const Message& message, const FieldDescriptor& field, const std::string& path, int depth) {
    const Reflection& reflection = *message.GetReflection();
    if (field.is_map()) return;
    const int count = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string item = field.is_repeated() ? absl::StrCat(path, "[", i, "]") : path;
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
        const int number = field.is_repeated() ? reflection.GetRepeatedEnumValue(message, &field, i)
                                               : reflection.GetEnumValue(message, &field);
        if (field.enum_type()->FindValueByNumber(number) == nullptr) {
          const std::string known = KnownValues(*field.enum_type());
          faults_.Add(
              "ENUM_UNKNOWN", item,
              {.en = absl::StrCat(item, " is ", number, "; known are ", known, "."),
               .fa = absl::StrCat("مقدار ", number, " برای ", item, " شناخته نیست؛ مقدارهای درست: ", known, ".")});
        }
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& value = field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, i)
                                                   : reflection.GetMessage(message, &field);
        CheckMessage(value, item, depth);
      }
    }
  }

  void CheckMessage(const Message& value, const std::string& path, int depth) {
    if (value.GetDescriptor() == google::type::Date::descriptor()) {
      const auto& date = static_cast<const google::type::Date&>(value);
      if (!DateExists(date)) {
        faults_.Add("DATE_INVALID", path,
                    {.en = absl::StrCat(path, ": ", date.year(), "-", date.month(), "-", date.day(),
                                        " is not a day; give year, month and day of the Gregorian calendar."),
                     .fa = absl::StrCat(path, " روز درستی نیست؛ سال، ماه و روز میلادی را بدهید.")});
      }
      return;
    }
    if (value.GetDescriptor()->file()->package() == "google.protobuf") return;
    Check(value, path, depth + 1);
  }

  const bool patches_;
  FaultList faults_;
};

absl::Status CheckRequestId(const Message& request) {
  const FieldDescriptor* const field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return absl::OkStatus();
  const std::string id = request.GetReflection()->GetString(request, field);
  return id.empty() || IsUuid(id) ? absl::OkStatus() : errors::RequestIdInvalid();
}

}  // namespace

absl::Status CheckRequest(const Message& request) {
  const size_t size = request.ByteSizeLong();
  if (size > kLargestMessage) return errors::MessageTooLarge(size, kLargestMessage);
  Checker checker(/*patches=*/request.GetDescriptor()->FindFieldByName("update_mask") != nullptr);
  checker.Check(request, "", 0);
  MOSBAT_RETURN_IF_ERROR(checker.ToStatus());
  return CheckRequestId(request);
}

}  // namespace mosbat::rpc
