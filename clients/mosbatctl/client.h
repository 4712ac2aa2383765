// Calling the suite through its gateway in anybody's name. What a good client owes is here once: a request id for every
// write, tries again of what may safely be tried again, one's own writes seen by the next call.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"

#include "clients/mosbatctl/context.h"
#include "clients/mosbatctl/methods.h"
#include "common/auth/local_identity.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"

namespace mosbat::ctl {

// What can be called; in tests of the commands, a fake.
class Calls {
 public:
  virtual ~Calls() = default;

  // Calls the method that `request` belongs to, in the name of `as` (caller.h).
  virtual absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                              google::protobuf::Message& response) = 0;

  // In whose name a method is called when nobody is named.
  virtual std::string UsualCaller(const Method&) const { return "steering"; }

  // The same with the response made: client.Call<guideline::v1::Directive>("steering", issue_request).
  template <typename Response>
  absl::StatusOr<Response> Call(absl::string_view as, const google::protobuf::Message& request) {
    Response response;
    if (absl::Status status = Invoke(as, request, response); !status.ok()) return status;
    return response;
  }
};

// Calls in one name, or each method in its usual one where that is "".
class CallsAs {
 public:
  CallsAs(Calls& calls, std::string as) : calls_(calls), as_(std::move(as)) {}

  absl::Status Invoke(const google::protobuf::Message& request, google::protobuf::Message& response) {
    const std::string as = as_.empty() ? calls_.UsualCaller(*MethodOf(*request.GetDescriptor())) : as_;
    return calls_.Invoke(as, request, response);
  }

  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request) {
    Response response;
    if (absl::Status status = Invoke(request, response); !status.ok()) return status;
    return response;
  }

  // Every page of a list, each a call of its own, so that ending the command ends the work.
  template <typename Response, typename Request, typename Use>
  absl::Status ForEachPage(Request request, Use use) {
    request.set_page_size(1000);
    do {
      absl::StatusOr<Response> page = Ask<Response>(request);
      if (!page.ok()) return page.status();
      use(*page);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  Calls& calls() const { return calls_; }

 private:
  Calls& calls_;
  const std::string as_;
};

struct ClientOptions {
  Language language = Language::kPersian;  // of the errors' words
  // How long a call is tried again that may be: one that only reads, or names its request_id.
  absl::Duration patience = absl::Seconds(3);
  absl::Duration deadline = absl::Seconds(30);  // of each try
  // Which service answers what every backend serves (the audit trail); metadata `mosbat-service`.
  std::string named_service;
};

// Thread-safe.
class Client final : public Calls {
 public:
  // Reads the local identity where the context has one; connects at the first call.
  static absl::StatusOr<std::unique_ptr<Client>> Open(Context context, ClientOptions options = {});

  // Gives a write without a request_id one of its own. Errors are those of the service, and INVALID_ARGUMENT /
  // CALLER_INVALID, FAILED_PRECONDITION / TOKEN_MISSING, UNAVAILABLE / SUITE_UNREACHABLE. A denial also says who may
  // (denial.h).
  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override;

  // Steering if it may, else the first role that the context can speak for.
  std::string UsualCaller(const Method& method) const override;

  const Context& context() const { return context_; }

 private:
  struct Token {
    std::string text;
    absl::Time until;
  };
  // How far a feed was when one of our writes was in it.
  struct Position {
    std::string feed_id;
    int64_t seq = 0;
  };

  Client(Context context, ClientOptions options, std::unique_ptr<auth::LocalIdentity> identity);

  absl::StatusOr<std::string> TokenOf(absl::string_view as);
  absl::Status TryOnce(const Method& method, const std::string& token, const google::protobuf::Message& request,
                       google::protobuf::Message& response);
  // The callers of the context whose role a method takes.
  std::vector<std::string> CallersFor(const Method& method) const;
  // The deputyship that owns what the caller may not touch, as far as everybody may know; else "".
  std::string OwnerBehind(const absl::Status& denial, absl::string_view as, const google::protobuf::Message& request,
                          const std::string& token);
  std::string SeenPositions();
  void Saw(absl::string_view position);

  const Context context_;
  const ClientOptions options_;
  const std::unique_ptr<auth::LocalIdentity> identity_;
  const std::shared_ptr<grpc::Channel> channel_;
  SystemClock clock_;
  SystemIds ids_;
  std::mutex mutex_;
  std::map<std::string, Token, std::less<>> tokens_;
  std::map<std::string, Position> positions_;  // by feed
};

// Whether the same call may go well a moment later: the service is away, busy, or the call lost a race. A stale etag is
// not such a race: it stays stale.
bool MayPass(const absl::Status& status);

}  // namespace mosbat::ctl
