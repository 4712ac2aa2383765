// The states and kinds of the registry in words, for errors.
#pragma once

#include "common/base/error.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/call.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry {

// English as the enum is called, Persian by the glossary.
Words WordsFor(v1::Call::State state);
Words WordsFor(v1::Application::State state);
Words WordsFor(v1::Licence::State state);
Words WordsFor(v1::Centre::State state);
// "activity licence", «پروانه فعالیت».
Words WordsFor(v1::Licence::Kind kind);

}  // namespace mosbat::registry
