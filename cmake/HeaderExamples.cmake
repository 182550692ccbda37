# hallmark_header_examples(<target> <header>...)
#
# Compiles what the headers show behind "// Example:", each as the body of a function in the namespace of its header. The
# block's lines begin with three spaces; its #include lines stand in front.

if(CMAKE_SCRIPT_MODE_FILE)
  set(includes "")
  set(functions "")
  set(number 0)
  foreach(header IN LISTS HEADERS)
    file(READ "${ROOT}/${header}" text)
    if(NOT text MATCHES "\n// Example:\n//\n((//[^\n]*\n)+)")
      continue()
    endif()
    set(block "\n${CMAKE_MATCH_1}")
    string(REGEX MATCH "namespace (hallmark::[a-z_]+)" ignored "${text}")
    set(space "${CMAKE_MATCH_1}")
    string(REGEX REPLACE "^runner/" "" name "${header}")
    string(APPEND includes "#include \"${name}\"\n")
    string(REGEX REPLACE "\n//( |   )?" "\n" code "${block}")
    string(REGEX REPLACE "\n  " "\n" code "${code}")
    while(code MATCHES "\n(#include [^\n]*)\n")
      string(APPEND includes "${CMAKE_MATCH_1}\n")
      string(REPLACE "\n${CMAKE_MATCH_1}\n" "\n" code "${code}")
    endwhile()
    math(EXPR number "${number} + 1")
    string(APPEND functions "\nnamespace ${space} {\n// ${header}\nvoid example_${number}();\nvoid example_${number}() {${code}}\n}  // namespace ${space}\n")
  endforeach()
  file(WRITE "${OUTPUT}" "// Made by cmake/HeaderExamples.cmake of the examples in ${number} headers.\n${includes}${functions}")
  return()
endif()

set(HALLMARK_EXAMPLES_SCRIPT "${CMAKE_CURRENT_LIST_FILE}" CACHE INTERNAL "")
function(hallmark_header_examples target)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}.cc")
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE files)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DHEADERS=${ARGN}" "-DROOT=${PROJECT_SOURCE_DIR}" "-DOUTPUT=${output}"
            -P "${HALLMARK_EXAMPLES_SCRIPT}"
    DEPENDS ${files} "${HALLMARK_EXAMPLES_SCRIPT}"
    COMMENT "Taking examples out of headers"
    VERBATIM)
  add_library(${target} OBJECT "${output}")
  # What an example names it need not use.
  target_compile_options(${target} PRIVATE -Wno-unused -Wno-shadow)
endfunction()
