// Keywords that we check ourselves inside the library's run, because its own are wrong: `pattern` (std::regex, whose
// recursion a long text overflows), `format` (throws on what is no text; takes 31 February), `multipleOf` (takes 7.5
// for a multiple of 7). Internal to common/schema.
#pragma once

#include <cstdint>
#include <string>
#include <valijson/constraints/concrete_constraints.hpp>

#include "re2/re2.h"

namespace valijson {
class SchemaParser;
}

namespace mosbat::schema {

// The names under which CheckSchema hides them from the library.
inline constexpr char kOwnPattern[] = "mosbat:pattern";
inline constexpr char kOwnFormat[] = "mosbat:format";
inline constexpr char kOwnMultipleOf[] = "mosbat:multipleOf";

// What all of them are to the one who explains.
class OwnKeyword : public valijson::constraints::PolyConstraint {
 public:
  virtual const char* keyword() const = 0;
};

// Teaches the parser all three.
void AddOwnKeywords(valijson::SchemaParser& parser);

// What the patterns of one judgement may cost, in instructions × bytes of text: patterns whose automaton has too many
// states are matched at this price. While it lives, matching beyond it in its thread throws; the library hands a
// constraint nothing by which it could be told otherwise.
class PatternBudget {
 public:
  explicit PatternBudget(int64_t most);
  ~PatternBudget();
  PatternBudget(const PatternBudget&) = delete;
  PatternBudget& operator=(const PatternBudget&) = delete;
};

// How patterns are compiled, quietly and in bounded memory.
re2::RE2::Options PatternOptions();

// "2026-03-21", a day that exists.
bool IsDate(const std::string& text);

// Whether `value` is a whole multiple of `divisor` > 0, within the precision of a double.
bool IsMultipleOf(double value, double divisor);

}  // namespace mosbat::schema
