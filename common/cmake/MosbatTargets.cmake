# One function per kind of target. Names are short here ("db") and global in CMake as mosbat_db, alias mosbat::db.

# Most of what a compilation costs is parsing headers, so those that nearly every source of a kind reads are parsed once:
# "lib" for libraries, "grpc" for those that speak gRPC, "test" for tests. Everything is compiled with -fPIC and -pthread,
# so that one precompiled header serves libraries and programs.
function(mosbat_precompiled kind)
  cmake_parse_arguments(arg "" "" "HEADERS;DEPS" ${ARGN})
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cc CONTENT "")
  add_library(mosbat_precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cc)
  target_link_libraries(mosbat_precompiled_${kind} PRIVATE ${arg_DEPS} mosbat_warnings)
  mosbat_alike(mosbat_precompiled_${kind} ${kind})
  target_precompile_headers(mosbat_precompiled_${kind} PRIVATE ${arg_HEADERS})
endfunction()

# A precompiled header is good only for sources that are compiled with the same options. Tests are not optimised, what
# they test is: optimising them takes longer than running them.
function(mosbat_alike target kind)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE -fPIC -pthread)
  if(kind STREQUAL "test" AND NOT MOSBAT_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

function(mosbat_use_precompiled target kind)
  mosbat_alike(${target} ${kind})
  target_precompile_headers(${target} REUSE_FROM mosbat_precompiled_${kind})
endfunction()

set(everywhere <functional> <map> <memory> <optional> <string> <utility> <vector> <absl/status/statusor.h>
    <absl/strings/str_cat.h> <absl/strings/str_split.h> <absl/time/time.h> <google/protobuf/message.h>
    <google/protobuf/struct.pb.h> <google/protobuf/timestamp.pb.h>)
set(everywhere_deps absl::statusor absl::strings absl::time protobuf::libprotobuf)
mosbat_precompiled(lib HEADERS ${everywhere} DEPS ${everywhere_deps})
mosbat_precompiled(grpc HEADERS ${everywhere} <grpcpp/grpcpp.h> DEPS ${everywhere_deps} gRPC::grpc++)
mosbat_precompiled(test HEADERS ${everywhere} <gmock/gmock.h> <gtest/gtest.h>
                   DEPS ${everywhere_deps} GTest::gmock GTest::gtest)

# mosbat_cc_library(NAME SRCS… DEPS… PUBLIC_DEPS…)
#   DEPS: what only its .cc files use. PUBLIC_DEPS: what its headers include.
function(mosbat_cc_library name)
  cmake_parse_arguments(arg "" "" "SRCS;DEPS;PUBLIC_DEPS" ${ARGN})
  if(arg_SRCS)
    add_library(mosbat_${name} STATIC ${arg_SRCS})
    target_include_directories(mosbat_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(mosbat_${name} PUBLIC ${arg_PUBLIC_DEPS} PRIVATE ${arg_DEPS} mosbat_warnings)
    if("${arg_PUBLIC_DEPS};${arg_DEPS};" MATCHES "gRPC::|_grpc;|mosbat::rpc;|mosbat::feed_rpc;")
      mosbat_use_precompiled(mosbat_${name} grpc)
    else()
      mosbat_use_precompiled(mosbat_${name} lib)
    endif()
  else()
    add_library(mosbat_${name} INTERFACE)
    target_include_directories(mosbat_${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(mosbat_${name} INTERFACE ${arg_PUBLIC_DEPS})
  endif()
  add_library(mosbat::${name} ALIAS mosbat_${name})
endfunction()

add_custom_target(tsan_tests)

# mosbat_cc_test(NAME SRCS… DEPS… [LABELS…] [TIMEOUT seconds] [NO_GRPC] [SERIAL])
#   NO_GRPC: links no gRPC, so it also runs under ThreadSanitizer. SERIAL: wants the machine for itself.
function(mosbat_cc_test name)
  cmake_parse_arguments(arg "NO_GRPC;SERIAL" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SRCS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} GTest::gmock GTest::gtest GTest::gtest_main mosbat_warnings)
  mosbat_use_precompiled(${name} test)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(arg_NO_GRPC)
    list(APPEND arg_LABELS no_grpc)
    add_dependencies(tsan_tests ${name})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
                       SKIP_REGULAR_EXPRESSION "^SKIPPED: ")
  if(arg_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()

# mosbat_proto_library(NAME ROOT folder PROTOS… DEPS… [GRPC])
#   PROTOS are relative to ROOT. Makes mosbat::<name>_proto, the messages, which links no gRPC, and with GRPC also
#   mosbat::<name>_grpc, the stubs. DEPS are names of other proto libraries ("common", "google").
function(mosbat_proto_library name)
  cmake_parse_arguments(arg "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(messages)
  set(stubs)
  foreach(proto IN LISTS arg_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(flags --cpp_out=${out})
    list(APPEND messages ${outputs})
    if(arg_GRPC)
      set(grpc_outputs ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND outputs ${grpc_outputs})
      list(APPEND stubs ${grpc_outputs})
      list(APPEND flags --grpc_out=${out} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc -I${CMAKE_SOURCE_DIR}/protos -I${arg_ROOT} -I${MOSBAT_GOOGLEAPIS} -I${Protobuf_INCLUDE_DIRS}
              -I${arg_ROOT} ${flags} ${arg_ROOT}/${proto}
      DEPENDS ${arg_ROOT}/${proto}
      COMMENT "protoc ${proto}"
      VERBATIM)
  endforeach()
  add_library(mosbat_${name}_proto STATIC ${messages})
  target_include_directories(mosbat_${name}_proto SYSTEM PUBLIC ${out})
  target_link_libraries(mosbat_${name}_proto PUBLIC protobuf::libprotobuf)
  foreach(dep IN LISTS arg_DEPS)
    target_link_libraries(mosbat_${name}_proto PUBLIC mosbat::${dep}_proto)
  endforeach()
  add_library(mosbat::${name}_proto ALIAS mosbat_${name}_proto)
  if(arg_GRPC)
    add_library(mosbat_${name}_grpc STATIC ${stubs})
    target_link_libraries(mosbat_${name}_grpc PUBLIC mosbat_${name}_proto gRPC::grpc++)
    add_library(mosbat::${name}_grpc ALIAS mosbat_${name}_grpc)
  endif()
endfunction()

# mosbat_schema(NAME FOLDER folder NAMESPACE ns FUNCTION fn)
#   Compiles the migrations FOLDER/NNNN_what.sql into the library mosbat::NAME, which defines
#   `const std::vector<db::Migration>& ns::fn()`; a header beside the folder declares it (common/db/migration.h).
function(mosbat_schema name)
  cmake_parse_arguments(arg "" "FOLDER;FUNCTION;NAMESPACE" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${arg_FOLDER}/*.sql)
  list(SORT files)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}_migrations.cc)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DOUTPUT=${source} -DNAMESPACE=${arg_NAMESPACE}
            -DFUNCTION=${arg_FUNCTION} -P ${CMAKE_SOURCE_DIR}/common/cmake/EmbedSchema.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/common/cmake/EmbedSchema.cmake
    VERBATIM)
  mosbat_cc_library(${name} SRCS ${source} PUBLIC_DEPS mosbat::db)
endfunction()
