// A backend that does what the method's name says, whatever its service: what the gateway forwards can be watched from
// the far side, without a proto.
//
//   Echo      answers each message with itself, and ends OK when the caller has ended
//   Collect   answers the end of the caller's messages with all of them in one
//   Spread    answers the first message in pieces of 1,000 bytes
//   Three     echoes three messages and ends OK, whether or not the caller has
//   Refuse    ends at once with FAILED_PRECONDITION, details "\1details" and the trailer refused-by
//   Unread    reads nothing, answers nothing, waits to be cancelled
//   Greet     sends the metadata `greeting`, then echoes
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/generic/async_generic_service.h"

#include "common/rpc/server_start.h"

namespace mosbat::testing {

class ScriptedBackend {
 public:
  explicit ScriptedBackend(const std::string& address = "127.0.0.1:0");
  ~ScriptedBackend() { Stop(); }

  int port() const { return server_.port; }
  // As a process that ends: what is in flight is cut off.
  void Stop() { server_.Drain(absl::Now()); }

  // No call makes a step before `calls` of them are here.
  void HoldUntil(int calls);
  // The position that answers carry.
  void SetPosition(std::string position);

  // The metadata of the last call, and how long it had when it came.
  std::multimap<std::string, std::string> metadata();
  absl::Duration time_left();

  int started();
  // How often a caller's messages came to their end, and how often a call was cancelled.
  int ends();
  int cancellations();
  // False if it did not come to that within 10 s.
  bool AwaitCancellations(int count);
  bool AwaitStarted(int count);

 private:
  class Script;
  class Service final : public grpc::CallbackGenericService {
   public:
    explicit Service(ScriptedBackend& backend) : backend_(backend) {}
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

   private:
    ScriptedBackend& backend_;
  };

  void Note(const grpc::GenericCallbackServerContext& context);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::string, std::string> metadata_;
  absl::Duration time_left_;
  std::string position_;
  std::vector<Script*> held_;
  int hold_until_ = 0;
  int started_ = 0;
  int ends_ = 0;
  int cancellations_ = 0;
  Service service_{*this};
  rpc::StartedServer server_;
};

}  // namespace mosbat::testing
