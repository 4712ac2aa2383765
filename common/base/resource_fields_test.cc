#include "common/base/resource_fields.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

#include "common/base/resource_fields_test.pb.h"
#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using testing::FailsWith;
using testing::IsOk;

base::test::Text TextOf(const std::string& text) {
  base::test::Text message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

base::test::Text Stored() {
  return TextOf(R"(name: "texts/a" title: "old" owner: "mina" readers: 7 clauses: "1" clauses: "2"
                   terms { at_most: 2 per_days: 30 } etag: "v1")");
}

// What `mask` makes of Stored() with `wanted`.
std::string Updated(const std::string& wanted, const std::vector<std::string>& mask) {
  google::protobuf::FieldMask paths;
  for (const std::string& path : mask) paths.add_paths(path);
  base::test::Text stored = Stored();
  EXPECT_THAT(ApplyUpdate(paths, TextOf(wanted), stored), IsOk());
  return stored.ShortDebugString();
}

TEST(ApplyUpdateTest, ChangesWhatTheMaskNames) {
  EXPECT_EQ(Updated(R"(title: "new" clauses: "9")", {"title"}),
            TextOf(R"(name: "texts/a" title: "new" owner: "mina" readers: 7 clauses: "1" clauses: "2"
                      terms { at_most: 2 per_days: 30 } etag: "v1")")
                .ShortDebugString());
}

TEST(ApplyUpdateTest, ReplacesListsAndMessagesWhole) {
  EXPECT_EQ(
      Updated(R"(clauses: "9" terms { at_most: 5 })", {"clauses", "terms"}),
      TextOf(R"(name: "texts/a" title: "old" owner: "mina" readers: 7 clauses: "9" terms { at_most: 5 } etag: "v1")")
          .ShortDebugString());
}

TEST(ApplyUpdateTest, ReachesIntoAMessageByPath) {
  EXPECT_EQ(Updated("terms { at_most: 5 }", {"terms.at_most"}),
            TextOf(R"(name: "texts/a" title: "old" owner: "mina" readers: 7 clauses: "1" clauses: "2"
                      terms { at_most: 5 per_days: 30 } etag: "v1")")
                .ShortDebugString());
}

TEST(ApplyUpdateTest, EmptyMaskChangesWhatIsThere) {
  EXPECT_EQ(Updated(R"(name: "texts/b" title: "new" owner: "omid" readers: 1 etag: "v9")", {}),
            TextOf(R"(name: "texts/a" title: "new" owner: "mina" readers: 7 clauses: "1" clauses: "2"
                      terms { at_most: 2 per_days: 30 } etag: "v1")")
                .ShortDebugString());
}

TEST(ApplyUpdateTest, StarReplacesEverythingACallerMayChange) {
  EXPECT_EQ(Updated(R"(title: "new" owner: "omid" readers: 1)", {"*"}),
            TextOf(R"(name: "texts/a" title: "new" owner: "mina" readers: 7 etag: "v1")").ShortDebugString());
}

TEST(ApplyUpdateTest, RefusesWhatMayNotBeChangedOrIsNotThere) {
  for (const std::string path :
       {"name", "etag", "owner", "readers", "nothing", "terms.nothing", "clauses.x", "terms.", "*.title", ""}) {
    google::protobuf::FieldMask mask;
    mask.add_paths(path);
    base::test::Text stored = Stored();
    EXPECT_THAT(ApplyUpdate(mask, TextOf(R"(title: "new")"), stored),
                FailsWith(absl::StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"))
        << path;
    EXPECT_EQ(stored.ShortDebugString(), Stored().ShortDebugString()) << path;
  }
}

TEST(ClearServerFieldsTest, LeavesWhatACallerWrites) {
  base::test::Text text = Stored();
  ClearServerFields(text);
  EXPECT_EQ(text.ShortDebugString(), TextOf(R"(title: "old" owner: "mina" clauses: "1" clauses: "2"
                                               terms { at_most: 2 per_days: 30 })")
                                         .ShortDebugString());
}

}  // namespace
}  // namespace mosbat
