// A place in a feed, as decisions store it and as callers send it back to see their own writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace mosbat::feed {

// `catalog@<feed_id>:<seq>`
struct Position {
  std::string feed;
  std::string feed_id;
  int64_t seq = 0;

  // Nothing if `text` is not as `ToString` writes it.
  static std::optional<Position> Parse(absl::string_view text) {
    const std::pair<absl::string_view, absl::string_view> named = absl::StrSplit(text, absl::MaxSplits('@', 1));
    const std::pair<absl::string_view, absl::string_view> place = absl::StrSplit(named.second, absl::MaxSplits(':', 1));
    Position position{.feed = std::string(named.first), .feed_id = std::string(place.first)};
    const bool right = !position.feed.empty() && !position.feed_id.empty() &&
                       absl::SimpleAtoi(place.second, &position.seq) && position.seq >= 0;
    return right ? std::optional<Position>(std::move(position)) : std::nullopt;
  }

  std::string ToString() const { return absl::StrCat(feed, "@", feed_id, ":", seq); }
};

}  // namespace mosbat::feed
