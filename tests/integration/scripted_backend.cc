#include "tests/integration/scripted_backend.h"

#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

#include "common/testing/bytes.h"

namespace mosbat::testing {
namespace {

constexpr size_t kPiece = 1000;
constexpr std::chrono::seconds kPatience(10);

}  // namespace

class ScriptedBackend::Script final : public grpc::ServerGenericBidiReactor {
 public:
  Script(ScriptedBackend& backend, grpc::GenericCallbackServerContext& context)
      : backend_(backend), context_(context), verb_(context.method().substr(context.method().rfind('/') + 1)) {}

  void Begin() {
    if (verb_ == "Refuse") {
      context_.AddTrailingMetadata("refused-by", "backend");
      Finish(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "not now", std::string("\1details", 8)));
      return;
    }
    if (verb_ == "Unread") return;
    if (verb_ == "Greet") {
      context_.AddInitialMetadata("greeting", "salam");
      StartSendInitialMetadata();
    }
    StartRead(&read_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      if (!context_.IsCancelled()) {
        const std::lock_guard lock(backend_.mutex_);
        ++backend_.ends_;
      }
      if (verb_ == "Collect") {
        Answer(std::exchange(collected_, ""));
      } else {
        End();
      }
      return;
    }
    const std::string message = TextOf(read_);
    if (verb_ == "Collect") {
      collected_ += message;
      StartRead(&read_);
    } else if (verb_ == "Spread") {
      collected_ = message;
      OnWriteDone(true);
    } else {
      Answer(message);
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok || verb_ == "Collect" || (verb_ == "Three" && ++echoed_ == 3) ||
        (verb_ == "Spread" && collected_.empty())) {
      End();
    } else if (verb_ == "Spread") {
      const std::string piece = collected_.substr(0, kPiece);
      collected_.erase(0, kPiece);
      Answer(piece);
    } else {
      StartRead(&read_);
    }
  }

  void OnCancel() override {
    {
      const std::lock_guard lock(backend_.mutex_);
      ++backend_.cancellations_;
    }
    backend_.changed_.notify_all();
    if (verb_ == "Unread") Finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  void Answer(const std::string& text) {
    written_ = BytesOf(text);
    StartWrite(&written_);
  }

  void End() {
    std::string position;
    {
      const std::lock_guard lock(backend_.mutex_);
      position = backend_.position_;
    }
    if (!position.empty()) context_.AddTrailingMetadata("mosbat-position", position);
    Finish(grpc::Status::OK);
  }

  ScriptedBackend& backend_;
  grpc::GenericCallbackServerContext& context_;
  const std::string verb_;
  std::string collected_;
  int echoed_ = 0;
  grpc::ByteBuffer read_;
  grpc::ByteBuffer written_;
};

grpc::ServerGenericBidiReactor* ScriptedBackend::Service::CreateReactor(grpc::GenericCallbackServerContext* context) {
  auto* const script = new Script(backend_, *context);
  std::vector<Script*> begin;
  {
    const std::lock_guard lock(backend_.mutex_);
    backend_.Note(*context);
    backend_.held_.push_back(script);
    if (++backend_.started_ >= backend_.hold_until_) begin.swap(backend_.held_);
  }
  backend_.changed_.notify_all();
  for (Script* const held : begin) held->Begin();
  return script;
}

ScriptedBackend::ScriptedBackend(const std::string& address) {
  absl::StatusOr<rpc::StartedServer> server =
      rpc::StartServer("scripted", address, [this](grpc::ServerBuilder& builder) {
        builder.SetMaxReceiveMessageSize(-1);  // the gateway's bound is the one to be tested
        builder.RegisterCallbackGenericService(&service_);
      });
  if (server.ok()) server_ = *std::move(server);
}

void ScriptedBackend::Note(const grpc::GenericCallbackServerContext& context) {
  metadata_.clear();
  for (const auto& [key, value] : context.client_metadata()) {
    metadata_.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  const std::chrono::system_clock::time_point deadline = context.deadline();
  time_left_ = absl::FromChrono(deadline) - absl::Now();
}

void ScriptedBackend::HoldUntil(int calls) {
  const std::lock_guard lock(mutex_);
  hold_until_ = started_ + calls;
}

void ScriptedBackend::SetPosition(std::string position) {
  const std::lock_guard lock(mutex_);
  position_ = std::move(position);
}

std::multimap<std::string, std::string> ScriptedBackend::metadata() {
  const std::lock_guard lock(mutex_);
  return metadata_;
}

absl::Duration ScriptedBackend::time_left() {
  const std::lock_guard lock(mutex_);
  return time_left_;
}

int ScriptedBackend::started() {
  const std::lock_guard lock(mutex_);
  return started_;
}

int ScriptedBackend::ends() {
  const std::lock_guard lock(mutex_);
  return ends_;
}

int ScriptedBackend::cancellations() {
  const std::lock_guard lock(mutex_);
  return cancellations_;
}

bool ScriptedBackend::AwaitCancellations(int count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return cancellations_ >= count; });
}

bool ScriptedBackend::AwaitStarted(int count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return started_ >= count; });
}

}  // namespace mosbat::testing
