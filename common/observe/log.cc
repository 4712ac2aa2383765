#include "common/observe/log.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

#include "spdlog/logger.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace mosbat::observe {
namespace {

// A longer text is cut: a line must not grow with what a caller sent.
constexpr size_t kMaxText = 4096;

spdlog::level::level_enum LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return spdlog::level::debug;
    case Severity::kInfo:
      return spdlog::level::info;
    case Severity::kWarning:
      return spdlog::level::warn;
    case Severity::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

spdlog::logger& Logger() {
  // Never destroyed: threads may log until the process ends.
  static spdlog::logger* const logger = [] {
    auto* const made = new spdlog::logger("mosbat", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    made->set_level(spdlog::level::info);
    return made;
  }();
  return *logger;
}

std::string Quoted(absl::string_view text) {
  return nlohmann::json(std::string(text.substr(0, kMaxText)))
      .dump(-1, ' ', /*ensure_ascii=*/false, nlohmann::json::error_handler_t::replace);
}

std::string Written(const LogField::Value& value) {
  if (const auto* text = std::get_if<absl::string_view>(&value)) return Quoted(*text);
  return std::visit(
      [](const auto& plain) {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(plain)>>) return nlohmann::json(plain).dump();
        return std::string();
      },
      value);
}

}  // namespace

void Log(Severity severity, absl::string_view service, absl::string_view message,
         std::initializer_list<LogField> fields) {
  spdlog::logger& logger = Logger();
  if (!logger.should_log(LevelOf(severity))) return;
  std::string line = absl::StrCat("\"service\":", Quoted(service), ",\"message\":", Quoted(message));
  for (const LogField& field : fields) absl::StrAppend(&line, ",", Quoted(field.key()), ":", Written(field.value()));
  logger.log(LevelOf(severity), spdlog::string_view_t(line.data(), line.size()));
}

void SetLeastSeverity(Severity severity) { Logger().set_level(LevelOf(severity)); }

std::optional<Severity> SeverityFromWord(absl::string_view word) {
  if (word == "debug") return Severity::kDebug;
  if (word == "info") return Severity::kInfo;
  if (word == "warning") return Severity::kWarning;
  if (word == "error") return Severity::kError;
  return std::nullopt;
}

}  // namespace mosbat::observe
