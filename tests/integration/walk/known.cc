#include "tests/integration/walk/known.h"

#include <iterator>

#include "clients/mosbatctl/messages.h"
#include "common/base/etag.h"

namespace mosbat::walk {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Where the name and etag of what is changed stand: in the request, or in the resource that an update carries.
const Message* Naming(const Message& request) {
  const auto& type = *request.GetDescriptor();
  if (type.FindFieldByName("name") != nullptr) return &request;
  if (type.FindFieldByName("update_mask") == nullptr) return nullptr;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.message_type() != nullptr && field.message_type()->FindFieldByName("etag") != nullptr) {
      return &request.GetReflection()->GetMessage(request, &field);
    }
  }
  return nullptr;
}

}  // namespace

void Known::Learn(const Message& answer) {
  const std::string& kind = answer.GetDescriptor()->name();
  const std::string etag = ctl::TextOf(answer, "etag");
  if (etag.empty()) return;
  const std::string name = ctl::TextOf(answer, "name");
  const std::lock_guard lock(mutex_);
  auto& etags = etags_[name];
  if (etags.empty()) {
    ++counts_[kind];
    if (kind == "Entrustment") entrustments_.push_back(name);
  }
  etags[RowVersionOf(etag)] = etag;
}

std::vector<std::string> Known::entrustments() const {
  const std::lock_guard lock(mutex_);
  return entrustments_;
}

std::string Known::EtagOf(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = etags_.find(name);
  return found == etags_.end() ? "" : found->second.rbegin()->second;
}

std::string Known::EarlierEtagOf(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = etags_.find(name);
  if (found == etags_.end() || found->second.size() < 2) return "";
  return std::next(found->second.rbegin())->second;
}

int Known::Count(const std::string& kind) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(kind);
  return found == counts_.end() ? 0 : found->second;
}

std::string TargetOf(const Message& request) {
  const Message* const naming = Naming(request);
  return naming == nullptr ? "" : ctl::TextOf(*naming, "name");
}

std::string EtagOf(const Message& request) {
  const Message* const naming = Naming(request);
  return naming == nullptr ? "" : ctl::TextOf(*naming, "etag");
}

void SetEtag(const std::string& etag, Message& request) {
  if (const Message* const naming = Naming(request); naming != nullptr) {
    ctl::SetText(const_cast<Message&>(*naming), "etag", etag);
  }
}

}  // namespace mosbat::walk
