# hallmark_module(NAME <name> [DEPENDS <module>...] [LIBRARIES <target>...] [TEST_LIBRARIES <target>...])
#
# Makes one module of the calling folder: the library hallmark_<name> (alias
# Hallmark::<name>) of every *.cc but the tests, <name>_test of every *_test.cc,
# and a fuzzer of each *_fuzz.cc. DEPENDS names other modules, LIBRARIES anything else.

add_library(hallmark_options INTERFACE)
target_compile_features(hallmark_options INTERFACE cxx_std_20)
target_include_directories(hallmark_options INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/runner>
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
target_compile_options(hallmark_options INTERFACE
  $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow;-Wno-missing-field-initializers>
  $<$<BOOL:${HALLMARK_WERROR}>:$<BUILD_INTERFACE:-Werror>>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 gives these for sound uses of std::string and std::variant once it inlines them (GCC bugs 105329, 105562).
  target_compile_options(hallmark_options INTERFACE
    $<BUILD_INTERFACE:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-maybe-uninitialized>)
endif()
if(HALLMARK_SANITIZE)
  target_compile_options(hallmark_options INTERFACE
    -fsanitize=${HALLMARK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(hallmark_options INTERFACE -fsanitize=${HALLMARK_SANITIZE})
endif()
target_link_libraries(hallmark_options INTERFACE
  nlohmann_json::nlohmann_json fmt::fmt Threads::Threads)

# One precompiled header for the libraries, one for the tests.
function(hallmark_pch target kind)
  if(NOT HALLMARK_PCH)
    return()
  endif()
  if(NOT TARGET hallmark_pch_${kind})
    set(stub "${PROJECT_BINARY_DIR}/pch_${kind}.cc")
    if(NOT EXISTS "${stub}")
      file(WRITE "${stub}" "")
    endif()
    add_library(hallmark_pch_${kind} OBJECT "${stub}")
    target_link_libraries(hallmark_pch_${kind} PRIVATE hallmark_options)
    set(headers <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <set>
        <string> <string_view> <utility> <variant> <vector> <nlohmann/json.hpp> <fmt/format.h>)
    if(kind STREQUAL "test")
      list(APPEND headers <gtest/gtest.h> <gmock/gmock.h>)
      target_link_libraries(hallmark_pch_${kind} PRIVATE GTest::gtest GTest::gmock)
    endif()
    target_precompile_headers(hallmark_pch_${kind} PRIVATE ${headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM hallmark_pch_${kind})
endfunction()

# A test program of GoogleTest cases, each registered with CTest.
function(hallmark_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} hallmark_options GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    HALLMARK_SOURCE_DIR="${PROJECT_SOURCE_DIR}" HALLMARK_SHARED_DEFAULT="${HALLMARK_SHARED}")
  hallmark_pch(${name} test)
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()

# Every *_fuzz.cc of the calling folder as a libFuzzer program of its name, when HALLMARK_FUZZERS is on.
function(hallmark_fuzzers)
  if(NOT HALLMARK_FUZZERS)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_fuzz.cc")
  foreach(source IN LISTS sources)
    get_filename_component(name "${source}" NAME_WE)
    add_executable(${name} "${source}")
    target_link_libraries(${name} PRIVATE ${ARGN} hallmark_options)
    target_compile_definitions(${name} PRIVATE HALLMARK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzzers")
    hallmark_pch(${name} library)
    add_dependencies(fuzzers ${name})
  endforeach()
endfunction()
if(HALLMARK_FUZZERS AND NOT TARGET fuzzers)
  add_custom_target(fuzzers)
endif()

function(hallmark_module)
  cmake_parse_arguments(arg "" "NAME" "DEPENDS;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|bench|fuzz)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  set(depends ${arg_DEPENDS})
  list(TRANSFORM depends PREPEND hallmark_)
  set(target hallmark_${arg_NAME})
  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC hallmark_options ${depends} PRIVATE ${arg_LIBRARIES})
    hallmark_pch(${target} library)
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE hallmark_options ${depends} ${arg_LIBRARIES})
  endif()
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${arg_NAME})
  add_library(Hallmark::${arg_NAME} ALIAS ${target})
  if(HALLMARK_TESTS AND tests)
    hallmark_test(${arg_NAME}_test SOURCES ${tests} LIBRARIES ${target} ${arg_TEST_LIBRARIES})
  endif()
  hallmark_fuzzers(${target})
endfunction()
