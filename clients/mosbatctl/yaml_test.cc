#include "clients/mosbatctl/yaml.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

nlohmann::json One(const std::string& text) {
  const auto documents = ParseYaml("a.yaml", text);
  EXPECT_THAT(documents, IsOk());
  return documents.ok() && documents->size() == 1 ? documents->front() : nlohmann::json();
}

TEST(YamlTest, PlainWordsAreWhatTheyLookLike) {
  EXPECT_EQ(
      One("a: 3\nb: -2.5\nc: true\nd: null\ne: \"3\"\nf: 'true'\ng: بینایی\nh: [1, x]\ni: {}\n"),
      nlohmann::json::parse(
          R"({"a": 3, "b": -2.5, "c": true, "d": null, "e": "3", "f": "true", "g": "بینایی", "h": [1, "x"], "i": {}})"));
}

TEST(YamlTest, WhatIsNoUtf8IsNamedByItsLine) {
  // "عنوان" in Windows-1256.
  const auto documents = ParseYaml("a.yaml", "a: 1\ntitle: {fa: \xda\xe4\xe6\xc7\xe4}\n");
  ASSERT_THAT(documents, FailsWith(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED"));
  EXPECT_EQ(WordsOf(documents.status(), Language::kEnglish), "a.yaml:2: this is not UTF-8; save the file as UTF-8.");
}

TEST(YamlTest, WhatWouldSteerATerminalIsEscaped) {
  const nlohmann::ordered_json value = {{"a", "x\u009b\u202E"}, {"b", "می\u200cخواهد"}};
  const std::string text = ToYaml(value);
  EXPECT_EQ(text, "a: \"x\\u009b\\u202e\"\nb: می\u200cخواهد\n");
  EXPECT_EQ(One(text), nlohmann::json(value));
}

TEST(YamlTest, TrapsOfYamlAreTexts) {
  EXPECT_EQ(
      One("a: no\nb: on\nc: 0012345678\nd: 3-2\ne: 1405-01-01\nf: 1_000\ng: 0x1F\nh: .5\ni: 1e3\nj: 12:30\n"),
      nlohmann::json::parse(R"({"a": "no", "b": "on", "c": "0012345678", "d": "3-2", "e": "1405-01-01", "f": "1_000",
                                      "g": "0x1F", "h": ".5", "i": "1e3", "j": "12:30"})"));
}

TEST(YamlTest, DocumentsStandBetweenDashesAndEmptyOnesAreLeftOut) {
  const auto documents = ParseYaml("a.yaml", "---\na: 1\n---\n# nothing\n---\na: 2\n");
  ASSERT_THAT(documents, IsOk());
  ASSERT_THAT(*documents, SizeIs(2));
  EXPECT_EQ((*documents)[1]["a"], 2);
}

TEST(YamlTest, WhatIsWrongIsNamedByLineAndColumn) {
  const auto twice = ParseYaml("a.yaml", "a: 1\nb: 2\na: 3\n");
  EXPECT_THAT(twice, FailsWith(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED"));
  EXPECT_EQ(WordsOf(twice.status(), Language::kEnglish), "a.yaml:3:1: \"a\" is given twice.");
  EXPECT_THAT(WordsOf(ParseYaml("a.yaml", "a: 1\nb: [1, 2\n").status(), Language::kEnglish), HasSubstr("a.yaml:3:1: "));
  EXPECT_THAT(WordsOf(ParseYaml("a.yaml", "a: 1\nb: [1, 2\n").status(), Language::kPersian),
              HasSubstr("a.yaml:3:1: این YAML درست نیست: در این سطر و سطر پیش از آن،"));
  EXPECT_THAT(ParseYaml("a.yaml", "? [a]\n: 1\n"), FailsWith(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED"));
}

TEST(YamlTest, AliasesThatMultiplyAreRefused) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) text += ", " + before;
    text += "]\n";
  }
  EXPECT_THAT(ParseYaml("a.yaml", text), FailsWith(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED"));
  EXPECT_THAT(ParseYaml("a.yaml", std::string(100'000, '[')),
              FailsWith(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED"));
}

TEST(YamlTest, LinesOfPathsInYamlAndJson) {
  const std::string yaml = "apply:\n  - as: steering\n    resource:\n      title:\n        fa: x\n  - as: b\n";
  EXPECT_EQ(LineOf(yaml, "apply[0].resource.title.fa"), 5);
  EXPECT_EQ(LineOf(yaml, "apply[1]"), 6);
  EXPECT_EQ(LineOf(yaml, "apply[0].resource.missing"), 3);  // the nearest above
  EXPECT_EQ(LineOf("a: 1\n---\nb:\n  c: 2\n", "document[1].b.c"), 4);
  EXPECT_EQ(LineOf("{\n  \"a\": {\n    \"b\": [1,\n      {\"c\": 2}]\n  }\n}\n", "a.b[1].c"), 4);
  EXPECT_EQ(LineOf("{{", "a"), 0);
}

TEST(YamlTest, ADocumentThatCannotBeReadKeepsNobodyFromReadingTheOthers) {
  const std::string text = "a: |\n  x\n--- # second\nb: [1\n---\nc: {d: 1, d: 2}\n---\ne: 3\n";
  const auto documents = ParseYamlDocuments("a.yaml", text);
  ASSERT_EQ(documents.size(), 4U);
  EXPECT_EQ(documents[0]->at("a"), "x\n");
  EXPECT_THAT(WordsOf(documents[1].status(), Language::kEnglish), HasSubstr("a.yaml:5:1: "));
  EXPECT_THAT(WordsOf(documents[2].status(), Language::kEnglish), HasSubstr("a.yaml:6:11: "));
  EXPECT_EQ(documents[3]->at("e"), 3);
  EXPECT_EQ(LineOf(text, "document[3].e"), 8);
  EXPECT_EQ(LineOf(text, "document[1].b"), 0);
  const auto directed = ParseYamlDocuments("a.yaml", "%YAML 1.2\n# one\n---\na: [1\n---\nb: 2\n");
  ASSERT_THAT(directed, SizeIs(2));
  EXPECT_THAT(WordsOf(directed[0].status(), Language::kEnglish), HasSubstr("a.yaml:5:1: "));
  EXPECT_EQ(directed[1]->at("b"), 2);
  EXPECT_EQ(One("%YAML 1.2\n---\na: 1\n"), nlohmann::json::parse(R"({"a": 1})"));
}

TEST(YamlTest, WhatIsWrittenReadsBackAsTheSame) {
  const auto value = nlohmann::ordered_json::parse(
      R"({"name": "serviceTypes/vision", "level": 3, "ok": true, "empty": {}, "none": [], "number": "3", "word": "no",
          "title": {"fa": "غربالگری بینایی: ۳ تا ۶", "en": "Vision"}, "text": "one\ntwo", "dash": "- a", "hash": "a #b",
          "list": [{"a": 1, "b": [1, 2]}, "x", [3, [4]]], "blank": "", "zero": "007", "null": "null", "key: ": 1})");
  const std::string text = ToYaml(value);
  EXPECT_EQ(One(text), nlohmann::json::parse(value.dump())) << text;
  EXPECT_THAT(text, HasSubstr("name: serviceTypes/vision\nlevel: 3\nok: true\nempty: {}\nnone: []\nnumber: \"3\"\n"));
  EXPECT_THAT(text, HasSubstr("list:\n  - a: 1\n    b:\n      - 1\n      - 2\n  - x\n"));
}

}  // namespace
}  // namespace mosbat::ctl
