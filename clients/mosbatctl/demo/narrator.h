// Tells the story as a person would want to read it: in Persian or English, with Jalali days and, in Persian, its
// digits.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::story {

// What a sentence says at "$0", "$1", …: a number, a day, an amount, a title, or a text as it is.
class Piece {
 public:
  Piece(const Words& words) : words_(words) {}
  Piece(const common::v1::Title& title);
  Piece(const common::v1::Rials& amount);
  Piece(absl::CivilDay day);
  Piece(int64_t number);
  Piece(int number) : Piece(int64_t{number}) {}
  Piece(absl::string_view text) : words_{.en = std::string(text), .fa = std::string(text)} {}
  Piece(const std::string& text) : Piece(absl::string_view(text)) {}
  Piece(const char* text) : Piece(absl::string_view(text)) {}

  // The number of an article or clause, "3-2": in the digits of the language, as names and ids are not.
  static Piece Part(absl::string_view number);

  const std::string& In(Language language) const { return words_.In(language); }

 private:
  Words words_;
};

class Narrator {
 public:
  using Print = std::function<void(absl::string_view line)>;

  Narrator(Language language, Print print) : language_(language), print_(std::move(print)) {}

  Language language() const { return language_; }

  // Begins one of the numbered parts.
  void Chapter(int number, const Words& title) const;
  // One thing that happened.
  void Tell(const Words& sentence, std::initializer_list<Piece> pieces = {}) const;
  // What the service answered to a call that it had to refuse.
  void TellRefusal(const Words& sentence, const absl::Status& refusal) const;
  // Something beside the story: that days pass, that a part was told before.
  void Remark(const Words& sentence, std::initializer_list<Piece> pieces = {}) const;

 private:
  void Write(absl::string_view mark, const Words& sentence, std::initializer_list<Piece> pieces) const;

  Language language_;
  Print print_;
};

}  // namespace mosbat::story
