#include "common/base/paging.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/resource_fields_test.pb.h"
#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;

constexpr char kList[] = "ListDirectives state=ISSUED";

TEST(PageSizeTest, UsualAndMostBoundTheSize) {
  struct Case {
    const char* label;
    int32_t requested;
    int wanted;
  };
  for (const Case& c : {Case{"not said", 0, 50}, Case{"smallest", 1, 1}, Case{"most", 1000, 1000},
                        Case{"more than most", 1001, 1000}}) {
    const auto size = PageSize(c.requested);
    ASSERT_THAT(size, IsOk()) << c.label;
    EXPECT_EQ(*size, c.wanted) << c.label;
  }
  EXPECT_EQ(*PageSize(0, 10, 20), 10);
  EXPECT_EQ(*PageSize(30, 10, 20), 20);
}

TEST(PageSizeTest, NegativeIsRefused) {
  EXPECT_THAT(PageSize(-1), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_SIZE_INVALID"));
}

TEST(PageTokenTest, GoesOnAfterItsKey) {
  for (const std::string& key : {std::string("directives/two"), std::string("پرونده"), std::string("a\0b", 3)}) {
    const auto start = PageStart(kList, PageToken(kList, key));
    ASSERT_THAT(start, IsOk());
    EXPECT_EQ(*start, key);
  }
}

TEST(PageTokenTest, NoTokenIsTheFirstPage) {
  const auto start = PageStart(kList, "");
  ASSERT_THAT(start, IsOk());
  EXPECT_EQ(*start, "");
}

TEST(PageTokenTest, StandsInAUrlAsItIs) {
  EXPECT_EQ(PageToken(kList, "پرونده‌ها")
                .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
}

TEST(PageTokenTest, TokenOfAnotherListOrAlteredIsRefused) {
  const std::string token = PageToken(kList, "directives/two");
  std::string altered = token;
  altered.back() = altered.back() == 'A' ? 'Q' : 'A';
  struct Case {
    const char* label;
    const char* list;
    std::string token;
  };
  for (const Case& c :
       {Case{"another filter", "ListDirectives state=DRAFT", token}, Case{"another method", "ListDeputyships", token},
        Case{"altered key", kList, altered}, Case{"cut", kList, token.substr(0, 10)}, Case{"format only", kList, "MQ"},
        Case{"not base64url", kList, "!!!"}, Case{"a key by itself", kList, "directives/two"}}) {
    EXPECT_THAT(PageStart(c.list, c.token), FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"))
        << c.label;
  }
}

// A stored list of texts named texts/1 to texts/5.
absl::StatusOr<std::vector<base::test::Text>> ReadTexts(const std::string& after, int limit) {
  std::vector<base::test::Text> texts;
  for (const char* const name : {"texts/1", "texts/2", "texts/3", "texts/4", "texts/5"}) {
    if (name > after && static_cast<int>(texts.size()) < limit) texts.emplace_back().set_name(name);
  }
  return texts;
}

base::test::ListTextsRequest OfSize(int32_t size, const std::string& token = "") {
  base::test::ListTextsRequest request;
  request.set_page_size(size);
  request.set_page_token(token);
  return request;
}

std::vector<std::string> NamesOf(const std::vector<base::test::Text>& texts) {
  std::vector<std::string> names;
  for (const base::test::Text& text : texts) names.push_back(text.name());
  return names;
}

TEST(ReadPageTest, PagesCoverTheListOnceAndTheLastHasNoToken) {
  const auto first = ReadPage("texts", OfSize(3), ReadTexts);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(NamesOf(first->items), ElementsAre("texts/1", "texts/2", "texts/3"));
  const auto second = ReadPage("texts", OfSize(3, first->next_token), ReadTexts);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(NamesOf(second->items), ElementsAre("texts/4", "texts/5"));
  EXPECT_EQ(second->next_token, "");
  EXPECT_EQ(ReadPage("texts", OfSize(5), ReadTexts)->next_token, "") << "a full last page";
}

TEST(ReadPageTest, TokenOfAnotherListAndANegativeSizeAreRefused) {
  const std::string token = ReadPage("texts", OfSize(1), ReadTexts)->next_token;
  EXPECT_THAT(ReadPage("texts|open", OfSize(1, token), ReadTexts),
              FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(ReadPage("texts", OfSize(-1), ReadTexts),
              FailsWith(absl::StatusCode::kInvalidArgument, "PAGE_SIZE_INVALID"));
}

TEST(ReadPageTest, LimitsAndKeyAreTheLists) {
  const auto key = [](const base::test::Text& text) { return text.name() + "!"; };
  const auto page = ReadPage("texts", OfSize(4), ReadTexts, {.usual = 1, .most = 2}, key);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->items.size(), 2u);
  EXPECT_EQ(*PageStart("texts", page->next_token), "texts/2!");
  EXPECT_EQ(ReadPage("texts", OfSize(0), ReadTexts, {.usual = 1, .most = 2})->items.size(), 1u);
}

TEST(ReadPageTest, FailureOfTheStoreIsTheAnswer) {
  const auto page = ReadPage("texts", OfSize(1), [](const std::string&, int) {
    return absl::StatusOr<std::vector<base::test::Text>>(absl::UnavailableError("gone"));
  });
  EXPECT_EQ(page.status().code(), absl::StatusCode::kUnavailable);
}

TEST(ListPageTest, FillsTheAnswerWithWhatTheCallerSees) {
  const auto shown = [](base::test::Text text) {
    text.set_title("seen");
    return text;
  };
  const auto page =
      ListPage("texts", OfSize(2), &base::test::ListTextsResponse::mutable_texts, ReadTexts, shown, {.most = 1});
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->texts_size(), 1);
  EXPECT_EQ(page->texts(0).name(), "texts/1");
  EXPECT_EQ(page->texts(0).title(), "seen");
  EXPECT_EQ(*PageStart("texts", page->next_page_token()), "texts/1");
}

}  // namespace
}  // namespace mosbat
