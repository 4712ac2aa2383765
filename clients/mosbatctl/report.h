// A short text about one thing, for people: a head, lines of label and value, numbered points, what to do next.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::ctl {

class Report {
 public:
  Report(Language language, const Dress& dress) : language_(language), dress_(dress) {}

  // "serviceRequests/x: refused"
  void Head(absl::string_view name, const Words& what);
  // A value that is "" makes no line.
  void Line(const Words& label, absl::string_view value);
  void Point(absl::string_view text);
  // Below the last point.
  void Detail(absl::string_view text);
  // As it is.
  void Plain(absl::string_view line);
  void Next(const Words& what);
  // A command to copy, below Next.
  void Command(absl::string_view command);

  std::string In(const Words& words) const { return words.In(language_); }
  std::string Title(const common::v1::Title& title) const;
  // In the digits of the language.
  std::string Number(int64_t number) const;
  std::string InDigits(absl::string_view text) const;
  // "" of a day that is not set.
  std::string Day(const google::type::Date& date) const;

  // What has been said since the last Take().
  std::string Take();

 private:
  const Language language_;
  const Dress dress_;
  std::string text_;
};

// The word for a state, with the state itself in Persian: "refused", "ردشده (REFUSED)".
Words StateWords(absl::string_view state);

}  // namespace mosbat::ctl
