#include "services/gateway/grpc/proxy_call.h"

#include <mutex>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/client_callback.h"

#include "common/rpc/metadata.h"
#include "common/rpc/positions.h"

namespace mosbat::gateway {
namespace {

using rpc::View;

// What belongs to one connection and not to the call.
bool BelongsToConnection(absl::string_view key) {
  return absl::StartsWith(key, "grpc-") || absl::StartsWith(key, ":") || key == "user-agent" || key == "te" ||
         key == "content-type" || key == "host" || key == "connection";
}

// Tells `add` what of one end's metadata goes on to the other. What gRPC does not send stays behind: it would end the
// process. (Of what callers send, the door has refused it before.)
void PassOn(const rpc::MetadataMap& metadata, absl::FunctionRef<void(std::string key, std::string value)> add) {
  for (const auto& [key, value] : metadata) {
    if (BelongsToConnection(View(key)) || !rpc::IsSendable(View(key), View(value))) continue;
    add(std::string(View(key)), std::string(View(value)));
  }
}

// Two reactors, one for each end, that write what the other has read. Either end may finish first; the pair is deleted
// when both are done. One read and one write of each end are out at a time, and a read is started only when what it
// brought last has been written: back-pressure goes through.
class ProxyCall final {
 public:
  ProxyCall(grpc::GenericCallbackServerContext& context, ProxyTarget target)
      : context_(context), target_(std::move(target)), caller_(*this), backend_(*this) {}

  grpc::ServerGenericBidiReactor* Start() {
    PassOn(context_.client_metadata(), [this](std::string key, std::string value) {
      client_context_.AddMetadata(std::move(key), std::move(value));
    });
    if (!target_.after.empty()) client_context_.AddMetadata(rpc::kAfterKey, target_.after);
    client_context_.set_deadline(context_.deadline());
    grpc::GenericStub(target_.channel).PrepareBidiStreamingCall(&client_context_, context_.method(), {}, &backend_);
    backend_.AddHold();  // until nothing more is read from the backend: its reads are started by the caller's reactor
    backend_.StartCall();
    caller_.StartRead(&to_backend_);
    return &caller_;
  }

 private:
  class Caller final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Caller(ProxyCall& call) : call_(call) {}
    void OnReadDone(bool ok) override { call_.CallerSent(ok); }
    void OnWriteDone(bool ok) override { call_.CallerReceived(ok); }
    void OnCancel() override { call_.client_context_.TryCancel(); }
    void OnDone() override { call_.EndDone(); }

   private:
    ProxyCall& call_;
  };

  class Backend final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    explicit Backend(ProxyCall& call) : call_(call) {}
    void OnReadInitialMetadataDone(bool ok) override { call_.BackendAnswered(ok); }
    void OnReadDone(bool ok) override { call_.BackendSent(ok); }
    void OnWriteDone(bool ok) override { call_.BackendReceived(ok); }
    void OnDone(const grpc::Status& status) override { call_.BackendDone(status); }

   private:
    ProxyCall& call_;
  };

  void CallerSent(bool ok) {
    const std::lock_guard lock(mutex_);
    if (backend_ended_) return;
    if (ok) refusal_ = target_.check_message(to_backend_.Length());
    if (!refusal_.ok() || (!ok && context_.IsCancelled())) {
      // Cut off, not finished: a backend that took it for the end would act on half of what was meant.
      client_context_.TryCancel();
    } else if (ok) {
      backend_.StartWrite(&to_backend_);
    } else {
      backend_.StartWritesDone();
    }
  }

  void BackendReceived(bool ok) {
    if (ok) caller_.StartRead(&to_backend_);
  }

  // Nothing is read before this, so that the caller gets these before the first message.
  void BackendAnswered(bool ok) {
    if (!ok) {
      EndBackend();
      return;
    }
    PassOn(client_context_.GetServerInitialMetadata(), [this](std::string key, std::string value) {
      context_.AddInitialMetadata(std::move(key), std::move(value));
    });
    caller_.StartSendInitialMetadata();
    backend_.StartRead(&to_caller_);
  }

  void BackendSent(bool ok) {
    if (ok) {
      caller_.StartWrite(&to_caller_);
    } else {
      EndBackend();
    }
  }

  void CallerReceived(bool ok) {
    if (ok) {
      backend_.StartRead(&to_caller_);
    } else {
      client_context_.TryCancel();
      EndBackend();
    }
  }

  void BackendDone(const grpc::Status& status) {
    PassOn(client_context_.GetServerTrailingMetadata(), [this](std::string key, std::string value) {
      if (key == rpc::kPositionKey) target_.on_position(value);
      context_.AddTrailingMetadata(std::move(key), std::move(value));
    });
    caller_.Finish(target_.on_done(refusal_.ok() ? status : refusal_, to_backend_));
    EndDone();
  }

  // Called once: where the backend's chain of reads ends.
  void EndBackend() {
    const std::lock_guard lock(mutex_);
    backend_ended_ = true;
    backend_.RemoveHold();
  }

  void EndDone() {
    bool last;
    {
      const std::lock_guard lock(mutex_);
      last = --ends_ == 0;
    }
    if (!last) return;
    target_.on_gone();
    delete this;
  }

  grpc::GenericCallbackServerContext& context_;
  const ProxyTarget target_;
  grpc::ClientContext client_context_;
  grpc::ByteBuffer to_backend_;
  grpc::ByteBuffer to_caller_;
  std::mutex mutex_;
  grpc::Status refusal_;        // of a message; the call ends with it
  bool backend_ended_ = false;  // nothing more may be started towards the backend
  int ends_ = 2;
  Caller caller_;
  Backend backend_;
};

}  // namespace

grpc::ServerGenericBidiReactor* ForwardCall(grpc::GenericCallbackServerContext& context, ProxyTarget target) {
  return (new ProxyCall(context, std::move(target)))->Start();
}

grpc::ServerGenericBidiReactor* RefuseCall(const grpc::Status& status) {
  class Refusal final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Refusal(const grpc::Status& refused) { Finish(refused); }
    void OnDone() override { delete this; }
  };
  return new Refusal(status);
}

}  // namespace mosbat::gateway
