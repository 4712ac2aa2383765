#include "common/facts/fact_words.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/schema/schema.h"

namespace mosbat::facts {
namespace {

using ::testing::ElementsAre;

google::protobuf::Struct Json(const std::string& text) {
  google::protobuf::Struct object;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
  return object;
}

struct Row {
  std::string property;
  std::string demand;
  std::string found;  // "" where it is missing
  std::string en;
  std::string fa;
};

class FactVocabularyTest : public ::testing::Test {
 protected:
  // What is said of the demands that `facts` do not meet.
  static std::vector<Words> AllOf(const std::string& rule, const std::string& facts, const std::string& form = "{}") {
    const google::protobuf::Struct asked = Json(form);
    std::vector<Words> said;
    for (schema::Fault& fault : schema::Compile(Json(rule)).value()->Validate(Json(facts), FactVocabulary(asked))) {
      said.push_back(std::move(fault.words));
    }
    return said;
  }
  // Of the one that they do not meet.
  static Words Of(const std::string& rule, const std::string& facts, const std::string& form = "{}") {
    const std::vector<Words> said = AllOf(rule, facts, form);
    EXPECT_EQ(said.size(), 1u) << rule;
    return said.empty() ? Words() : said.front();
  }
};

TEST_F(FactVocabularyTest, CriteriaAreSaidInTheWordsOfPeople) {
  const Row rows[] = {
      {"age_years", R"({"minimum": 60})", "41", "age (years) must be at least 60; it is 41.",
       "سن (سال) باید دست‌کم ۶۰ باشد؛ ولی ۴۱ است."},
      {"sex", R"({"const": "FEMALE"})", "\"MALE\"", "sex must be female; it is male.",
       "جنسیت باید زن باشد؛ ولی مرد است."},
      {"file_open", R"({"const": true})", "false", "the case file must be open; it is closed or missing.",
       "پروندهٔ خانوار باید باز باشد؛ ولی بسته یا ناموجود است."},
      {"recipient", R"({"enum": ["PERSON", "GROUP"]})", "\"MEMBER\"",
       "the recipient must be one of a person without a case file, a group; it is a household member.",
       "دریافت‌کننده باید یکی از این‌ها باشد: شخص بدون پرونده، گروه؛ ولی عضو خانوار است."},
      {"disability", R"({"properties": {"grade": {"const": "SEVERE"}}})", R"({"grade": "MILD"})",
       "grade of disability must be severe; it is mild.", "شدت معلولیت باید شدید باشد؛ ولی خفیف است."},
      {"is_head", "{}", "", "the head of the household is missing.", "سرپرست خانوار وارد نشده است."},
  };
  for (const Row& row : rows) {
    const std::string facts = row.found.empty() ? "{}" : "{\"" + row.property + "\": " + row.found + "}";
    const Words words =
        Of(R"({"properties": {")" + row.property + "\": " + row.demand + R"(}, "required": [")" + row.property + "\"]}",
           facts);
    EXPECT_EQ(words.en, row.en);
    EXPECT_EQ(words.fa, row.fa);
  }
}

TEST_F(FactVocabularyTest, AlternativesAreSaidInTheWordsOfPeople) {
  const std::string rule = R"({"anyOf": [{"properties": {"age_years": {"minimum": 60}}},
                                         {"not": {"properties": {"sex": {"const": "MALE"}}}}]})";
  std::vector<std::string> said;
  for (const Words& words : AllOf(rule, R"({"age_years": 41, "sex": "MALE"})")) said.push_back(words.fa);
  EXPECT_THAT(said, ElementsAre("هیچ‌یک از ۲ حالت برقرار نیست.",
                                "حالت ۱: سن (سال) باید دست‌کم ۶۰ باشد؛ ولی ۴۱ است.",
                                "حالت ۲: جنسیت در اینجا نمی‌تواند مرد باشد."));
  const std::string of_one = R"({"properties": {"age_years": {"anyOf": [{"minimum": 60}, {"maximum": 6}]}}})";
  EXPECT_EQ(AllOf(of_one, R"({"age_years": 41})").front().fa,
            "هیچ‌یک از ۲ حالت برای سن (سال) برقرار نیست.");
}

TEST_F(FactVocabularyTest, AnswersAreCalledByTheTitlesOfTheirForm) {
  const std::string form = R"({"properties": {"income": {"title": "درآمد ماهانه"}, "plain": {},
      "people": {"items": {"properties": {"age": {"title": "سن"}}}}}})";
  const auto said = [&](const std::string& rule, const std::string& answers) {
    return Of(R"({"properties": {"request": {"properties": )" + rule + "}}}", R"({"request": )" + answers + "}", form)
        .fa;
  };
  EXPECT_EQ(said(R"({"income": {"maximum": 5}})", R"({"income": 7})"), "درآمد ماهانه باید حداکثر ۵ باشد؛ ولی ۷ است.");
  EXPECT_EQ(said(R"({"people": {"items": {"properties": {"age": {"maximum": 5}}}}})", R"({"people": [{"age": 7}]})"),
            "سن باید حداکثر ۵ باشد؛ ولی ۷ است.");
  EXPECT_EQ(said(R"({"plain": {"maximum": 5}})", R"({"plain": 7})"), "«request.plain» باید حداکثر ۵ باشد؛ ولی ۷ است.");
  EXPECT_EQ(said(R"({"unasked": {"maximum": 5}})", R"({"unasked": 7})"),
            "«request.unasked» باید حداکثر ۵ باشد؛ ولی ۷ است.");
}

}  // namespace
}  // namespace mosbat::facts
