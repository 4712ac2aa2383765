# How our own code is compiled: warnings are errors, ccache and lld where they are, one sanitizer switch.

set(MOSBAT_SANITIZE "" CACHE STRING "Sanitizers to compile with, as in -fsanitize=")

find_program(MOSBAT_CCACHE ccache)
if(MOSBAT_CCACHE)
  # The base folder makes objects of one checkout serve another.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${MOSBAT_CCACHE})
  add_compile_options(-fpch-preprocess)  # what ccache needs to look through precompiled headers
endif()
find_program(MOSBAT_LLD ld.lld)
if(MOSBAT_LLD)
  add_link_options(-fuse-ld=lld)
endif()
if(MOSBAT_SANITIZE)
  add_compile_options(-fsanitize=${MOSBAT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined
                      -Wno-maybe-uninitialized)  # g++ 12 sees it inside std::regex, only with sanitizers
  add_link_options(-fsanitize=${MOSBAT_SANITIZE})
  if(MOSBAT_SANITIZE MATCHES thread)
    # protobuf's headers give a map two more members under it, which Debian's libprotobuf does not know. The standard
    # library's own headers go on knowing it.
    add_compile_options(-U__SANITIZE_THREAD__ -D_GLIBCXX_TSAN=1)
  endif()
endif()

add_library(mosbat_warnings INTERFACE)
target_compile_options(mosbat_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                       -Woverloaded-virtual -Wno-missing-field-initializers -Werror)
