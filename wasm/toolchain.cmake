# Finds Emscripten and includes its toolchain file: from EMSDK, from the PATH, or from the copy that
# .ci/setup.sh keeps under build/toolchain, whichever is the first that is new enough.

set(minimum_version 3.1.69)
set(private_toolchain ${CMAKE_CURRENT_LIST_DIR}/../build/toolchain)

set(candidates "")
if(DEFINED ENV{EMSDK})
  list(APPEND candidates $ENV{EMSDK}/upstream/emscripten)
endif()
find_program(em_config em-config NO_CACHE)
if(em_config)
  execute_process(COMMAND ${em_config} EMSCRIPTEN_ROOT OUTPUT_VARIABLE root_on_path
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  list(APPEND candidates ${root_on_path})
endif()
list(APPEND candidates ${private_toolchain}/emscripten/usr/share/emscripten)

foreach(candidate IN LISTS candidates)
  if(NOT EXISTS ${candidate}/emscripten-version.txt)
    continue()
  endif()
  file(READ ${candidate}/emscripten-version.txt version)
  string(REGEX MATCH "[0-9.]+" version "${version}")
  if(version VERSION_GREATER_EQUAL minimum_version)
    cmake_path(ABSOLUTE_PATH candidate NORMALIZE OUTPUT_VARIABLE EMSCRIPTEN_ROOT_PATH)
    break()
  endif()
endforeach()

if(NOT EMSCRIPTEN_ROOT_PATH)
  message(FATAL_ERROR "No Emscripten ${minimum_version} or newer was found: set EMSDK, or run .ci/setup.sh wasm.")
endif()

include(${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake)

# Emscripten.cmake takes the system's Node, which may be too old to run its output.
find_program(HOURGLASS_NODE node HINTS ${private_toolchain}/bin)
set(CMAKE_CROSSCOMPILING_EMULATOR ${HOURGLASS_NODE})

# Node 20 needs a flag for relaxed SIMD; later versions do not know that flag.
set(HOURGLASS_NODE_RELAXED_SIMD --experimental-wasm-relaxed-simd)
execute_process(COMMAND ${HOURGLASS_NODE} ${HOURGLASS_NODE_RELAXED_SIMD} --version
                RESULT_VARIABLE is_unknown OUTPUT_QUIET ERROR_QUIET)
if(is_unknown)
  set(HOURGLASS_NODE_RELAXED_SIMD "")
endif()
