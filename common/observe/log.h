// Log lines on stderr, one JSON object each: time (UTC), level, service, message, and the fields of the call.
//
//   observe::LogError("casefile", "a batch could not be applied", {{"feed", "catalog"}, {"seq", seq}});
//
// A line tells operators what the process does. It never carries personal data, tokens, keys or request bodies:
// resource names, methods, reasons and numbers only.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"

namespace mosbat::observe {

enum class Severity { kDebug, kInfo, kWarning, kError };

// Refers to texts that live until the line is written.
class LogField {
 public:
  using Value = std::variant<absl::string_view, int64_t, double, bool>;

  LogField(absl::string_view key, absl::string_view value) : key_(key), value_(value) {}
  LogField(absl::string_view key, const char* value) : key_(key), value_(absl::string_view(value)) {}
  LogField(absl::string_view key, const std::string& value) : key_(key), value_(absl::string_view(value)) {}
  LogField(absl::string_view key, bool value) : key_(key), value_(value) {}
  LogField(absl::string_view key, double value) : key_(key), value_(value) {}
  LogField(absl::string_view key, std::integral auto value) : key_(key), value_(static_cast<int64_t>(value)) {}

  absl::string_view key() const { return key_; }
  const Value& value() const { return value_; }

 private:
  absl::string_view key_;
  Value value_;
};

// Thread-safe. `message` is a fixed text, so that lines can be counted by it; what differs goes into fields.
void Log(Severity severity, absl::string_view service, absl::string_view message,
         std::initializer_list<LogField> fields = {});

inline void LogDebug(absl::string_view service, absl::string_view message,
                     std::initializer_list<LogField> fields = {}) {
  Log(Severity::kDebug, service, message, fields);
}
inline void LogInfo(absl::string_view service, absl::string_view message, std::initializer_list<LogField> fields = {}) {
  Log(Severity::kInfo, service, message, fields);
}
inline void LogWarning(absl::string_view service, absl::string_view message,
                       std::initializer_list<LogField> fields = {}) {
  Log(Severity::kWarning, service, message, fields);
}
inline void LogError(absl::string_view service, absl::string_view message,
                     std::initializer_list<LogField> fields = {}) {
  Log(Severity::kError, service, message, fields);
}

// Lines below this are not written; kInfo until it is said.
void SetLeastSeverity(Severity severity);

// "debug", "info", "warning", "error"; null for any other word.
std::optional<Severity> SeverityFromWord(absl::string_view word);

}  // namespace mosbat::observe
