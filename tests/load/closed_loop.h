// Callers that each send their next call when their last one is answered, through gRPC's callback API: no thread waits
// for an answer, so that the client takes as little as it can of the processors that it shares with the server.
#pragma once

#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace mosbat::load {

template <typename Request, typename Response>
struct ClosedLoop {
  std::string authorization;
  // The next request, or null when there are no more. From any thread.
  std::function<const Request*()> next;
  // Sends it. From any thread.
  std::function<void(size_t caller, grpc::ClientContext* context, const Request* request, Response* response,
                     std::function<void(grpc::Status)> done)>
      send;
  // From any thread.
  std::function<void(const grpc::Status& status, const Response& response)> answered;

  // Returns when every call is answered.
  void Run(size_t callers) const {
    std::vector<Caller> all(callers);
    std::latch finished(static_cast<std::ptrdiff_t>(callers));
    for (size_t i = 0; i < callers; ++i) Next(i, all[i], finished);
    finished.wait();
  }

 private:
  struct Caller {
    std::unique_ptr<grpc::ClientContext> context;
    Response response;
  };

  void Next(size_t number, Caller& caller, std::latch& finished) const {
    const Request* const request = next();
    if (request == nullptr) {
      finished.count_down();
      return;
    }
    caller.context = std::make_unique<grpc::ClientContext>();
    caller.context->AddMetadata("authorization", authorization);
    caller.response.Clear();
    send(number, caller.context.get(), request, &caller.response,
         [this, number, &caller, &finished](const grpc::Status& status) {
           answered(status, caller.response);
           Next(number, caller, finished);
         });
  }
};

}  // namespace mosbat::load
