// The public face: the files of protos/ in which services stand, or what all of them need, and the methods of those.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "mosbat/access/v1/access.pb.h"
#include "mosbat/audit/v1/audit.pb.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/feed/v1/parked.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat {

inline std::vector<const google::protobuf::FileDescriptor*> PublicFiles() {
  return {access::v1::Access::descriptor()->file(),
          audit::v1::Entry::descriptor()->file(),
          casefile::v1::RecordDeliveryRequest::descriptor()->file(),
          casefile::v1::OpenCaseFileRequest::descriptor()->file(),
          catalog::v1::RegisterServiceTypeRequest::descriptor()->file(),
          feed::v1::Event::descriptor()->file(),
          feed::v1::ParkedEvent::descriptor()->file(),
          guideline::v1::CreateDirectiveRequest::descriptor()->file(),
          purchasing::v1::AllocateCreditRequest::descriptor()->file(),
          purchasing::v1::PrepareStatementRequest::descriptor()->file(),
          purchasing::v1::CreateTariffRequest::descriptor()->file(),
          registry::v1::EstablishCentreRequest::descriptor()->file(),
          registry::v1::ImportDivisionsRequest::descriptor()->file(),
          registry::v1::CreateCallRequest::descriptor()->file(),
          trial::v1::AdvanceRequest::descriptor()->file()};
}

inline std::vector<const google::protobuf::MethodDescriptor*> PublicMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const google::protobuf::FileDescriptor* const file : PublicFiles()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) methods.push_back(file->service(s)->method(m));
    }
  }
  return methods;
}

}  // namespace mosbat
