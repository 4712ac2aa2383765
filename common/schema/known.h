// What is known of a value because it was accepted: the part of a proof that reads schemas. Internal to common/schema.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace valijson {
class Schema;
}

namespace mosbat::schema {

// What a value can be, one bit each: every value is of exactly one of them.
inline constexpr unsigned kNull = 1;
inline constexpr unsigned kBoolean = 2;
inline constexpr unsigned kObject = 4;
inline constexpr unsigned kArray = 8;
inline constexpr unsigned kString = 16;
inline constexpr unsigned kInteger = 32;
inline constexpr unsigned kFraction = 64;  // a number that is not an integer
inline constexpr unsigned kNumber = kInteger | kFraction;
inline constexpr unsigned kAnyType = kNull | kBoolean | kObject | kArray | kString | kNumber;

// What `schema`, an object, allows by its own `type`.
unsigned TypesAllowed(const nlohmann::json& schema);

// A bound from below; one from above is mirrored by its sign.
struct Bound {
  double value;
  bool exclusive;
};

// Whether what is within `known`, if there is one, is within `asked`.
bool Implies(const std::optional<Bound>& known, const Bound& asked);

// Asks the library about values of a schema without references, a part of one that CheckSchema took.
class Judge {
 public:
  explicit Judge(const nlohmann::json& schema);
  ~Judge();
  bool Accepts(const nlohmann::json& value) const;

 private:
  std::unique_ptr<valijson::Schema> schema_;
};

// A value meets each of some schemas, which have no references and outlive this.
class Known {
 public:
  Known() = default;
  explicit Known(const nlohmann::json& schema) { Add(schema); }

  // The value meets this one too, and the members of its allOf.
  void Add(const nlohmann::json& schema);

  // No value meets them.
  bool nothing() const { return nothing_; }
  const std::vector<const nlohmann::json*>& schemas() const { return schemas_; }

  // The same without the i-th schema.
  Known Without(size_t i) const;

  unsigned types() const;
  bool MayBe(unsigned types_asked) const { return (types() & types_asked) != 0; }

  // Whether one of them says just this.
  bool Says(const std::string& keyword, const nlohmann::json& value) const;

  // Of the value of a property that is there; of one that no `properties` names; of an entry.
  Known Property(const std::string& name) const;
  Known UnnamedProperty() const { return Part("additionalProperties"); }
  Known Item() const { return Part("items"); }

  std::set<std::string> PropertyNames() const;
  bool Requires(const std::string& name) const;

  // The strongest bound by an inclusive keyword and an exclusive one, which may be null; `sign` is -1 for bounds from
  // above.
  std::optional<Bound> Strongest(const char* inclusive, const char* exclusive, double sign) const;

  // The values that are possible, where they are few: listed, or of a type that has few.
  std::optional<std::vector<nlohmann::json>> Values() const;

 private:
  Known Part(const char* keyword) const;

  std::vector<const nlohmann::json*> schemas_;  // objects
  bool nothing_ = false;
};

}  // namespace mosbat::schema
