// A unary call written to the wire byte by byte, for what no gRPC client would send.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace mosbat::testing {

class RawCall {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // Sends the call, with an empty message, to a gRPC server on loopback.
  RawCall(int port, const std::string& path, const Headers& metadata) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) return;
    std::string headers =
        absl::StrCat(Header(":method", "POST"), Header(":scheme", "http"), Header(":path", path),
                     Header(":authority", "raw"), Header("te", "trailers"), Header("content-type", "application/grpc"));
    for (const auto& [key, value] : metadata) absl::StrAppend(&headers, Header(key, value));
    Send(absl::StrCat("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Frame(kSettings, 0, 0, ""),
                      Frame(kHeaders, kEndHeaders, kStream, headers),
                      Frame(kData, kEndStream, kStream, std::string(5, '\0'))));
  }
  ~RawCall() { ::close(socket_); }
  RawCall(const RawCall&) = delete;
  RawCall& operator=(const RawCall&) = delete;

  // The header blocks that the server answered with, undecoded: gRPC's server writes names and plain values as they
  // are. What came until then if it closed the connection.
  std::string Answer() {
    std::string blocks;
    while (true) {
      const std::string head = Read(9);
      if (head.size() < 9) return blocks;
      const auto byte = [&head](size_t i) { return static_cast<unsigned char>(head[i]); };
      const size_t size = size_t{byte(0)} << 16 | size_t{byte(1)} << 8 | byte(2);
      const std::string payload = Read(size);
      if (byte(3) == kHeaders) blocks += payload;
      if (byte(3) == kReset || byte(3) == kGoAway || (byte(3) == kHeaders && (byte(4) & kEndStream) != 0))
        return blocks;
    }
  }

 private:
  static constexpr unsigned char kData = 0, kHeaders = 1, kReset = 3, kSettings = 4, kGoAway = 7;
  static constexpr unsigned char kEndStream = 1, kEndHeaders = 4;
  static constexpr unsigned char kStream = 1;

  static std::string Frame(unsigned char type, unsigned char flags, unsigned char stream, const std::string& payload) {
    const size_t size = payload.size();
    std::string frame;
    for (const size_t byte : {size >> 16, size >> 8 & 0xFF, size & 0xFF, size_t{type}, size_t{flags}, size_t{0},
                              size_t{0}, size_t{0}, size_t{stream}}) {
      frame += static_cast<char>(byte);
    }
    return frame + payload;
  }

  // HPACK: a literal header field without indexing, a new name, nothing compressed.
  static std::string Header(const std::string& key, const std::string& value) {
    return absl::StrCat(std::string(1, '\0'), Text(key), Text(value));
  }
  static std::string Text(const std::string& text) {
    std::string coded;
    size_t rest = text.size();
    if (rest < 127) {
      coded += static_cast<char>(rest);
    } else {
      coded += static_cast<char>(127);
      for (rest -= 127; rest >= 128; rest /= 128) coded += static_cast<char>(rest % 128 + 128);
      coded += static_cast<char>(rest);
    }
    return coded + text;
  }

  void Send(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  // Fewer bytes at the end of the connection.
  std::string Read(size_t size) {
    std::string bytes(size, '\0');
    size_t have = 0;
    while (have < size) {
      const ssize_t got = ::read(socket_, bytes.data() + have, size - have);
      if (got <= 0) break;
      have += static_cast<size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }

  const int socket_;
};

}  // namespace mosbat::testing
