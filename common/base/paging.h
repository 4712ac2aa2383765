// Page sizes and page tokens (AIP-158). A token is opaque, and good only for the list and filter that gave it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"

#include "common/base/status_macros.h"

namespace mosbat {

// `requested` 0 gives `usual`, more than `most` gives `most`; less than 0 is INVALID_ARGUMENT / PAGE_SIZE_INVALID.
absl::StatusOr<int> PageSize(int32_t requested, int usual = 50, int most = 1000);

// A token that says: go on after `last_key` in the list described by `list` (method and every filter).
std::string PageToken(absl::string_view list, absl::string_view last_key);

// The key to go on after, "" for the first page; INVALID_ARGUMENT / PAGE_TOKEN_INVALID for a token of another list.
absl::StatusOr<std::string> PageStart(absl::string_view list, absl::string_view token);

struct PageLimits {
  int usual = 50;
  int most = 1000;
};

template <typename Item>
struct Page {
  std::vector<Item> items;
  std::string next_token;  // "" on the last page
};

struct NameOf {
  template <typename Resource>
  const std::string& operator()(const Resource& resource) const {
    return resource.name();
  }
};

// The page that `request` asks for. `list` describes the list and every filter; `read(after, limit)` reads at most
// `limit` items after a key, "" for the first, as a StatusOr of a vector; `key(item)` is what the next page goes on
// after.
template <typename Request, typename Read, typename Key = NameOf>
auto ReadPage(absl::string_view list, const Request& request, Read read, PageLimits limits = {}, Key key = {})
    -> absl::StatusOr<Page<typename std::decay_t<decltype(*read(std::string(), 0))>::value_type>> {
  MOSBAT_ASSIGN_OR_RETURN(const int size, PageSize(request.page_size(), limits.usual, limits.most));
  MOSBAT_ASSIGN_OR_RETURN(const std::string after, PageStart(list, request.page_token()));
  Page<typename std::decay_t<decltype(*read(std::string(), 0))>::value_type> page;
  MOSBAT_ASSIGN_OR_RETURN(page.items, read(after, size + 1));
  if (page.items.size() > static_cast<size_t>(size)) {
    page.items.pop_back();
    page.next_token = PageToken(list, key(page.items.back()));
  }
  return page;
}

// The whole answer of a list of resources, which are in the order of their names. `items` is the response's field
// (&v1::ListCallsResponse::mutable_calls); `shown` makes what the caller sees of each resource.
template <typename Response, typename Item, typename Request, typename Read, typename Shown = std::identity>
absl::StatusOr<Response> ListPage(absl::string_view list, const Request& request,
                                  google::protobuf::RepeatedPtrField<Item>* (Response::*items)(), Read read,
                                  Shown shown = {}, PageLimits limits = {}) {
  MOSBAT_ASSIGN_OR_RETURN(Page<Item> page, ReadPage(list, request, read, limits));
  Response response;
  for (Item& item : page.items) *(response.*items)()->Add() = shown(std::move(item));
  response.set_next_page_token(std::move(page.next_token));
  return response;
}

}  // namespace mosbat
