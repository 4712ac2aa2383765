#include "gtest/gtest.h"

#include "common/auth/principal.h"

namespace mosbat::auth {
namespace {

struct Case {
  const char* label;
  Scope scope;
  Belonging row;
  bool covered;
};

const Belonging kFile = {.area = "provinces/30/counties/3001",
                         .centre = "centres/omid",
                         .worker = "centres/omid/staff/sara",
                         .owner = "centre-officer"};

TEST(CoversTest, AreaAndDeputyshipDecide) {
  const Belonging own = {.owner = "mina"};
  const Belonging text = {.deputyship = "deputyships/rehabilitation"};
  const Belonging province_row = {.area = "provinces/30"};
  const Belonging nothing;
  const Case cases[] = {
      {"country covers a file", {.area = "country"}, kFile, true},
      {"country covers what belongs nowhere", {.area = "country"}, nothing, true},
      {"its province", {.area = "provinces/30"}, kFile, true},
      {"province covers its own row", {.area = "provinces/30"}, province_row, true},
      {"another province", {.area = "provinces/31"}, kFile, false},
      {"province whose number begins alike", {.area = "provinces/3"}, kFile, false},
      {"its county", {.area = "provinces/30/counties/3001"}, kFile, true},
      {"another county", {.area = "provinces/30/counties/3002"}, kFile, false},
      {"county whose number begins alike", {.area = "provinces/30/counties/300"}, kFile, false},
      {"county does not cover its province's row", {.area = "provinces/30/counties/3001"}, province_row, false},
      {"province does not cover what belongs nowhere", {.area = "provinces/30"}, nothing, false},
      {"its centre", {.area = "centres/omid"}, kFile, true},
      {"another centre", {.area = "centres/mehr"}, kFile, false},
      {"centre whose name begins alike", {.area = "centres/om"}, kFile, false},
      {"centre covers its worker's row", {.area = "centres/omid"}, {.worker = "centres/omid/staff/sara"}, true},
      {"centre does not cover an area's row", {.area = "centres/omid"}, province_row, false},
      {"its worker", {.area = "centres/omid/staff/sara"}, kFile, true},
      {"another worker of the centre", {.area = "centres/omid/staff/mina"}, kFile, false},
      {"worker whose name begins alike", {.area = "centres/omid/staff/sar"}, kFile, false},
      {"worker does not cover an unassigned file",
       {.area = "centres/omid/staff/sara"},
       {.centre = "centres/omid"},
       false},
      {"self covers what it made", {.area = "self"}, own, true},
      {"self covers nothing else", {.area = "self"}, kFile, false},
      {"self does not cover what nobody made", {.area = "self"}, nothing, false},
      {"no area covers nothing", {.area = ""}, kFile, false},
      {"unknown area covers nothing", {.area = "planet"}, kFile, false},
      {"its deputyship", {.deputyship = "deputyships/rehabilitation", .area = "country"}, text, true},
      {"another deputyship", {.deputyship = "deputyships/prevention", .area = "country"}, text, false},
      {"deputyship does not matter to a row without one",
       {.deputyship = "deputyships/prevention", .area = "country"},
       kFile,
       true},
      {"its deputyship, another area",
       {.deputyship = "deputyships/rehabilitation", .area = "provinces/30"},
       text,
       false},
  };
  for (const Case& c : cases) {
    const Principal principal = {.id = "mina", .role = access::v1::COUNTY, .scope = c.scope};
    EXPECT_EQ(Covers(principal, c.row), c.covered) << c.label;
  }
}

TEST(CoversTest, SelfOfNobodyCoversNothing) {
  EXPECT_FALSE(Covers({.id = "", .scope = {.area = "self"}}, {.owner = ""}));
}

}  // namespace
}  // namespace mosbat::auth
