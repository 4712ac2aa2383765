#include "clients/mosbatctl/terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "gtest/gtest.h"

namespace mosbat::ctl {
namespace {

TEST(TerminalTest, WidthIsWhatATerminalShows) {
  EXPECT_EQ(WidthOf("vision"), 6U);
  EXPECT_EQ(WidthOf("می‌شود"), 5U);       // a zero-width non-joiner inside
  EXPECT_EQ(WidthOf("مُحَمَّد"), 4U);                // vowel marks
  EXPECT_EQ(WidthOf("\u2068بینایی\u2069"), 6U);  // isolates
  EXPECT_EQ(WidthOf("中文"), 4U);
  EXPECT_EQ(WidthOf("\xff"), 1U);
}

TEST(TerminalTest, PaddingAndCuttingGoByWidth) {
  EXPECT_EQ(Padded("می‌شود", 7), "می‌شود  ");
  EXPECT_EQ(Padded("long enough", 3), "long enough");
  EXPECT_EQ(Clipped("vision", 6), "vision");
  EXPECT_EQ(Clipped("screening", 5), "scre…");
  EXPECT_EQ(Clipped("中文中文", 4), "中…");
}

TEST(TerminalTest, OnlyTextFromRightToLeftIsSetApart) {
  const Dress dress = {.isolate = true};
  EXPECT_EQ(Isolated("بینایی", dress), "\u2068بینایی\u2069");
  EXPECT_EQ(Isolated("directives/one", dress), "directives/one");
  EXPECT_EQ(Isolated("بینایی", {}), "بینایی");
}

TEST(TerminalTest, AFileIsNeverDressed) {
  const int file = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const Dress dress = DressOf(file);
  close(file);
  EXPECT_FALSE(dress.colour);
  EXPECT_FALSE(dress.isolate);
  EXPECT_EQ(Coloured("x", Colour::kRed, dress), "x");
}

TEST(TerminalTest, WhatWouldSteerATerminalIsReplaced) {
  EXPECT_EQ(Plain("a\x1b[31mb\u009bc\x7f\r"), "a\uFFFD[31mb\uFFFDc\uFFFD\uFFFD");
  EXPECT_EQ(Plain("\u202Aa\u202E\u2066b\u2069\xff"), "\uFFFDa\uFFFD\uFFFDb\uFFFD\uFFFD");
  const std::string persian = "می\u200cخواهد\u200d\n\tx";
  EXPECT_EQ(Plain(persian), persian) << "joiners belong to the text";
  EXPECT_EQ(PlainJson("{\n  \"a\": \"می\u200cb\u009b\u202E\"\n}"), "{\n  \"a\": \"می\u200cb\\u009b\\u202e\"\n}");
}

TEST(TerminalTest, ATerminalIsColouredUnlessNoColorSaysOtherwise) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_GE(terminal, 0);
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  EXPECT_TRUE(DressOf(terminal).colour);
  EXPECT_EQ(Coloured("x", Colour::kRed, DressOf(terminal)), "\033[31mx\033[0m");
  setenv("NO_COLOR", "", 1);  // set to nothing is not set
  EXPECT_TRUE(DressOf(terminal).colour);
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(DressOf(terminal).colour);
  EXPECT_TRUE(DressOf(terminal).isolate);
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(DressOf(terminal).colour);
  close(terminal);
}

}  // namespace
}  // namespace mosbat::ctl
