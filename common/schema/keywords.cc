#include "common/schema/keywords.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <valijson/constraint_builder.hpp>
#include <valijson/schema_parser.hpp>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"

namespace mosbat::schema {
namespace {

using valijson::ValidationResults;
using valijson::adapters::Adapter;
using valijson::constraints::Constraint;

thread_local int64_t left_for_patterns = std::numeric_limits<int64_t>::max();

void SpendOnPattern(int64_t work) {
  left_for_patterns -= work;
  if (left_for_patterns < 0) throw std::length_error("the patterns of one judgement cost too much");
}

// What the library asks of a constraint that it does not know.
template <typename Keyword>
class OwnKeywordBase : public OwnKeyword {
 private:
  Constraint* cloneInto(void* place) const override { return new (place) Keyword(static_cast<const Keyword&>(*this)); }
  size_t sizeOf() const override { return sizeof(Keyword); }
};

class Pattern final : public OwnKeywordBase<Pattern> {
 public:
  explicit Pattern(const Adapter& node) : pattern_(std::make_shared<re2::RE2>(node.asString(), PatternOptions())) {}
  const char* keyword() const override { return "pattern"; }
  bool validate(const Adapter& target, const std::vector<std::string>&, ValidationResults*) const override {
    if (!target.isString()) return true;
    const std::string text = target.asString();
    SpendOnPattern(pattern_->ProgramSize() * (static_cast<int64_t>(text.size()) + 1));
    return re2::RE2::PartialMatch(text, *pattern_);
  }

 private:
  std::shared_ptr<const re2::RE2> pattern_;
};

class Format final : public OwnKeywordBase<Format> {
 public:
  explicit Format(const Adapter&) {}
  const char* keyword() const override { return "format"; }
  bool validate(const Adapter& target, const std::vector<std::string>&, ValidationResults*) const override {
    return !target.isString() || IsDate(target.asString());
  }
};

class MultipleOf final : public OwnKeywordBase<MultipleOf> {
 public:
  explicit MultipleOf(const Adapter& node) : is_integer_(node.isInteger()), divisor_(node.asDouble()) {
    if (is_integer_) integer_divisor_ = node.asInteger();
  }
  const char* keyword() const override { return "multipleOf"; }
  bool validate(const Adapter& target, const std::vector<std::string>&, ValidationResults*) const override {
    if (!target.isNumber()) return true;
    if (is_integer_ && target.isInteger()) return target.asInteger() % integer_divisor_ == 0;
    return IsMultipleOf(target.asDouble(), divisor_);
  }

 private:
  bool is_integer_;
  double divisor_;
  int64_t integer_divisor_ = 1;
};

template <typename Keyword>
class Builder final : public valijson::ConstraintBuilder {
 public:
  Constraint* make(const Adapter& node) const override { return new Keyword(node); }
};

}  // namespace

// The parser takes its builders over.
void AddOwnKeywords(valijson::SchemaParser& parser) {
  parser.addConstraintBuilder(kOwnPattern, new Builder<Pattern>);
  parser.addConstraintBuilder(kOwnFormat, new Builder<Format>);
  parser.addConstraintBuilder(kOwnMultipleOf, new Builder<MultipleOf>);
}

PatternBudget::PatternBudget(int64_t most) { left_for_patterns = most; }

PatternBudget::~PatternBudget() { left_for_patterns = std::numeric_limits<int64_t>::max(); }

re2::RE2::Options PatternOptions() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return options;
}

bool IsDate(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[at]))) return false;
  }
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day);
}

bool IsMultipleOf(double value, double divisor) {
  const double quotient = value / divisor;
  if (!std::isfinite(quotient)) return false;
  return std::abs(quotient - std::nearbyint(quotient)) <=
         4 * std::numeric_limits<double>::epsilon() * std::abs(quotient);
}

}  // namespace mosbat::schema
