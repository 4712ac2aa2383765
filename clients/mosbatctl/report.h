// A short text about one thing, for people: a head, lines of label and value, numbered points, what to do next. What it
// is given is data; nothing of it steers the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::ctl {

class Report {
 public:
  // With `areas`, which outlives it, the name of a province or county stands behind its code in all that is said.
  Report(Language language, const Dress& dress, AreaNames* areas = nullptr)
      : language_(language), dress_(dress), areas_(areas) {}

  // "serviceRequests/x: refused"
  void Head(absl::string_view name, const Words& what);
  // A value that is "" makes no line.
  void Line(const Words& label, absl::string_view value);
  // A point `within` others is as many levels below them.
  void Point(absl::string_view text, size_t within = 0);
  // Below the last point.
  void Detail(absl::string_view text);
  // Rows of as many columns as the first one has: so many of texts, and numbers behind them.
  void Table(std::vector<std::vector<std::string>> rows, size_t texts = 1);
  void Next(const Words& what);
  // A command to copy, below Next.
  void Command(absl::string_view command);

  std::string In(const Words& words) const { return words.In(language_); }
  std::string Title(const common::v1::Title& title) const;
  // The name of a province or county alone; its code where that is not known.
  std::string Area(absl::string_view code) const;
  // In the digits of the language.
  std::string Number(int64_t number) const;
  std::string InDigits(absl::string_view text) const;
  // "" of a day that is not set.
  std::string Day(const google::type::Date& date) const;

  // What has been said since the last Take().
  std::string Take();

 private:
  // Plain, with the names of areas, set apart from what surrounds it.
  std::string Dressed(absl::string_view text) const;

  const Language language_;
  const Dress dress_;
  AreaNames* const areas_;
  std::string text_;
  size_t indent_ = 2;  // of the last point
};

// The word for a state, with the state itself in Persian: "refused", "ردشده (REFUSED)".
Words StateWords(absl::string_view state);

}  // namespace mosbat::ctl
