#include "clients/mosbatctl/show.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

#include "clients/mosbatctl/columns.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string DayText(absl::CivilDay day, Language language) {
  const std::string jalali = Digits(iran::FormatJalali(day), language);
  return language == Language::kPersian ? jalali : absl::StrCat(jalali, " (", absl::FormatCivilTime(day), ")");
}

std::string RialsText(int64_t amount, Language language) {
  std::string digits = absl::StrCat(amount < 0 ? -amount : amount);
  const std::string separator = language == Language::kPersian ? "٬" : ",";
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, separator);
  return Digits(absl::StrCat(amount < 0 ? "-" : "", digits, language == Language::kPersian ? " ریال" : " rials"),
                language);
}

// The messages that have a short form of their own; "" for the others.
std::string ShortForm(const Message& message, Language language) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == google::type::Date::descriptor()->full_name()) {
    return DayText(iran::StoredDay(static_cast<const google::type::Date&>(message)), language);
  }
  if (type == google::protobuf::Timestamp::descriptor()->full_name()) {
    const auto& moment = static_cast<const google::protobuf::Timestamp&>(message);
    return MomentText(absl::FromUnixSeconds(moment.seconds()) + absl::Nanoseconds(moment.nanos()), language);
  }
  if (type == common::v1::Title::descriptor()->full_name()) {
    const auto& title = static_cast<const common::v1::Title&>(message);
    return (language == Language::kPersian || title.en().empty()) && !title.fa().empty() ? title.fa() : title.en();
  }
  if (type == common::v1::Rials::descriptor()->full_name()) {
    return RialsText(static_cast<const common::v1::Rials&>(message).amount(), language);
  }
  if (type == common::v1::Period::descriptor()->full_name()) {
    const auto& period = static_cast<const common::v1::Period&>(message);
    return absl::StrCat(Digits(absl::StrCat(period.n()), language), " ", common::v1::Period::Unit_Name(period.unit()));
  }
  if (type == common::v1::Area::descriptor()->full_name()) {
    const auto& area = static_cast<const common::v1::Area&>(message);
    if (area.country()) return Words{.en = "country", .fa = "کل کشور"}.In(language);
    return absl::StrCat(area.province(), area.county(), area.centre());
  }
  if (type == "google.protobuf.Struct") return ToJson(message, /*compact=*/true);
  return "";
}

std::string ScalarText(const Message& message, const FieldDescriptor& field, int index, Language language) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text =
          many ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
      return field.type() == FieldDescriptor::TYPE_BYTES ? absl::StrCat(text.size(), " bytes") : text;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return (many ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field))->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return (many ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return Digits(absl::StrCat(many ? reflection.GetRepeatedInt32(message, &field, index)
                                      : reflection.GetInt32(message, &field)),
                    language);
    case FieldDescriptor::CPPTYPE_INT64:
      return Digits(absl::StrCat(many ? reflection.GetRepeatedInt64(message, &field, index)
                                      : reflection.GetInt64(message, &field)),
                    language);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Digits(absl::StrCat(many ? reflection.GetRepeatedDouble(message, &field, index)
                                      : reflection.GetDouble(message, &field)),
                    language);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ShortForm(
          many ? reflection.GetRepeatedMessage(message, &field, index) : reflection.GetMessage(message, &field),
          language);
    default:
      return "";
  }
}

std::string OneLine(const std::string& text) { return Plain(absl::StrReplaceAll(text, {{"\n", " "}, {"\t", " "}})); }

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

void AppendLines(const Message& message, const std::string& indent, Language language, std::string& text);

void AppendValue(const Message& message, const FieldDescriptor& field, int index, const std::string& indent,
                 const std::string& head, Language language, std::string& text) {
  const std::string value = OneLine(ScalarText(message, field, index, language));
  absl::StrAppend(&text, indent, head, value.empty() ? "" : " ", value, "\n");
  if (!value.empty() || field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  const Reflection& reflection = *message.GetReflection();
  AppendLines(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, index)
                                  : reflection.GetMessage(message, &field),
              indent + "  ", language, text);
}

void AppendLines(const Message& message, const std::string& indent, Language language, std::string& text) {
  for (const FieldDescriptor* const field : SetFields(message)) {
    const std::string head = absl::StrCat(field->json_name(), ":");
    if (!field->is_repeated()) {
      AppendValue(message, *field, 0, indent, head, language, text);
      continue;
    }
    absl::StrAppend(&text, indent, head, "\n");
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      AppendValue(message, *field, i, indent + "  ", "-", language, text);
    }
  }
}

using Column = std::vector<std::string>;  // heading first

std::string CellOf(const Message& message, const FieldDescriptor& field, int index, Language language) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return Words{.en = "yes", .fa = "بله"}.In(language);
  return OneLine(ScalarText(message, field, index, language));
}

// What is set at `path` below `message`, each value once.
void CollectCells(const Message& message, absl::string_view path, Language language, std::vector<std::string>& cells) {
  const size_t dot = path.find('.');
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (field == nullptr || !IsSet(message, *field)) return;
  const Reflection& reflection = *message.GetReflection();
  const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
  for (int i = 0; i < count; ++i) {
    if (dot != absl::string_view::npos) {
      CollectCells(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                        : reflection.GetMessage(message, field),
                   path.substr(dot + 1), language, cells);
      continue;
    }
    std::string cell = CellOf(message, *field, i, language);
    if (!cell.empty() && !absl::c_linear_search(cells, cell)) cells.push_back(std::move(cell));
  }
}

Column ColumnOf(const std::vector<const Message*>& messages, const std::string& path, Language language) {
  Column column = {HeadingOf(path, language)};
  for (const Message* const message : messages) {
    std::vector<std::string> cells;
    CollectCells(*message, path, language, cells);
    const std::string cell = absl::StrJoin(cells, Words{.en = ", ", .fa = "، "}.In(language));
    const bool whole = path == "title" || !absl::StrContains(cell, ' ');
    column.push_back(whole ? cell : Clipped(cell, kWidestCell));
  }
  return column;
}

size_t WidthOf(const Column& column) {
  size_t width = 0;
  for (const std::string& cell : column) width = std::max(width, ctl::WidthOf(cell));
  return width;
}

bool IsEmpty(const Column& column) {
  return std::all_of(column.begin() + 1, column.end(), [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

std::string Table(const std::vector<const Message*>& messages, Language language, const Dress& dress) {
  if (messages.empty()) return language == Language::kPersian ? "(هیچ)\n" : "(none)\n";
  std::vector<Column> columns;
  for (const std::string& path : ColumnsOf(*messages.front()->GetDescriptor())) {
    Column column = ColumnOf(messages, path, language);
    if (!IsEmpty(column)) columns.push_back(std::move(column));
  }
  std::string text;
  for (size_t row = 0; row <= messages.size(); ++row) {
    std::string line;
    for (const Column& column : columns) {
      const std::string cell = Isolated(column[row], dress);
      const std::string dressed = row == 0 ? Coloured(cell, Colour::kBold, dress) : cell;
      const bool last = &column == &columns.back();
      absl::StrAppend(&line, dressed, std::string(last ? 0 : WidthOf(column) - ctl::WidthOf(column[row]) + 2, ' '));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

std::string Lines(const Message& message, Language language) {
  std::string text;
  AppendLines(message, "", language, text);
  return text;
}

std::string ValueText(const Message& message, const FieldDescriptor& field, int index, Language language) {
  const std::string text = ScalarText(message, field, index, language);
  if (!text.empty() || field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return OneLine(text);
  return ToJson(field.is_repeated() ? message.GetReflection()->GetRepeatedMessage(message, &field, index)
                                    : message.GetReflection()->GetMessage(message, &field),
                /*compact=*/true);
}

Words FieldWords(const Message& message, const char* field) {
  const FieldDescriptor* const found = message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr || !IsSet(message, *found)) return {};
  return {.en = ValueText(message, *found, 0, Language::kEnglish),
          .fa = ValueText(message, *found, 0, Language::kPersian)};
}

std::string DayText(const google::type::Date& date, Language language) {
  return DayText(iran::StoredDay(date), language);
}

std::string Digits(std::string text, Language language) {
  return language == Language::kPersian ? ToPersianDigits(text) : text;
}

std::string MomentText(absl::Time time, Language language) {
  const absl::CivilDay day = iran::TehranDay(time);
  const absl::Duration since = time - iran::StartOfTehranDay(day);
  const int64_t minutes = absl::ToInt64Minutes(since);
  const std::string clock = absl::StrFormat("%02d:%02d", minutes / 60, minutes % 60);
  return absl::StrCat(DayText(day, language), " ", Digits(clock, language));
}

}  // namespace mosbat::ctl
