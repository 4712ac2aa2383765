// The steps of a walk, drawn by a seed: calls that are about as often right as wrong, and packages for `apply`.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "clients/mosbatctl/messages.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "tests/integration/walk/known.h"

namespace mosbat::walk {

struct Drawn {
  std::string as;  // clients/mosbatctl/caller.h
  ctl::MessagePtr request;
};

// Of one thread.
class Draw {
 public:
  explicit Draw(uint32_t seed) : random_(seed) {}

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool OneIn(int of) { return Below(of) == 0; }

  // From now on it is mostly the successor of the owner who writes.
  void Succeed() { succeeded_ = true; }

  // A write of one of the last resources, or of one that there is not, without an etag.
  Drawn Call(const Known& known, absl::CivilDay today);

  // The file that `mosbatctl apply` takes: one or more of a directive, a text, a type and an entrustment, each with
  // some of its steps.
  std::string Package(const Known& known, absl::CivilDay today);

  // A whole one, from the directive to entrustments, of which the pilot stands last.
  static std::string PilotPackage(absl::CivilDay today);

 private:
  template <typename T>
  const T& OneOf(const std::vector<T>& all) {
    return all[static_cast<size_t>(Below(static_cast<int>(all.size())))];
  }
  int Near(int last);

  catalog::v1::Entrustment SomeWanted(const std::string& type, absl::CivilDay start);

  std::string Writer();
  std::string Steering();
  std::string Keeper();
  std::string SomeType(const Known& known);
  std::string SomeEntrustment(const Known& known);

  Drawn TextCall(const Known& known, absl::CivilDay today);
  Drawn DirectiveCall(const Known& known, absl::CivilDay today);
  Drawn TypeCall(const Known& known, absl::CivilDay today);
  Drawn EntrustmentCall(const Known& known, absl::CivilDay today);

  std::mt19937 random_;
  bool succeeded_ = false;
};

}  // namespace mosbat::walk
