// Messages as people read them: a table of a list, the lines of one resource. Generic, by descriptors; days are Jalali
// and digits Persian where the language is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"

#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// Longer texts and lists are cut in a table; what is one word, a name to be copied, never.
inline constexpr size_t kWidestCell = 44;

// One line per message of one type, with a line of headings: those of its columns (columns.h) that any of them has.
std::string Table(const std::vector<const google::protobuf::Message*>& messages, Language language,
                  const Dress& dress = {});

// Every field that is set, one a line, messages inside indented.
std::string Lines(const google::protobuf::Message& message, Language language);

// One value of a field on one line; `index` of a repeated one. A message without a short form is JSON.
std::string ValueText(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                      int index, Language language);

// A field as tables show it, empty where it is not set.
Words FieldWords(const google::protobuf::Message& message, const char* field);

// "۱۴۰۵-۰۹-۰۱"; in English the Gregorian day follows.
std::string DayText(const google::type::Date& date, Language language);

// The digits of the language.
std::string Digits(std::string text, Language language);

// "۱۴۰۵-۰۹-۰۱ ۱۲:۳۰" in Tehran; in English the Gregorian day follows.
std::string MomentText(absl::Time time, Language language);

}  // namespace mosbat::ctl
