# hallmark_embed_files(<target> <name> <file>...)
#
# Compiles the texts of the files into the target, so that nothing need be found at run time, as
#   namespace hallmark::embedded {
#   std::string_view find_<name>(std::string_view file_name);  // empty when there is no such file
#   std::string_view list_<name>();                            // the file names, a newline behind each
#   }
# Generated again when a file changes.

if(CMAKE_SCRIPT_MODE_FILE)
  set(body "")
  set(list "")
  foreach(path IN LISTS FILES)
    get_filename_component(file_name "${path}" NAME)
    string(APPEND list "${file_name}\\n")
    file(READ "${path}" text)
    # String literals have a least length that compilers must take: cut the text into pieces.
    string(LENGTH "${text}" length)
    set(pieces "")
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${text}" ${at} 8000 piece)
      string(APPEND pieces "\n      R\"~~~(${piece})~~~\"")
      math(EXPR at "${at} + 8000")
    endwhile()
    string(APPEND body "  if (file_name == \"${file_name}\") {\n    return {${pieces}};\n  }\n")
  endforeach()
  file(WRITE "${OUTPUT}" "// Made by cmake/EmbedFiles.cmake.\n#include <string_view>\n\nnamespace hallmark::embedded {\n"
       "std::string_view find_${NAME}(std::string_view file_name);\n"
       "std::string_view find_${NAME}(std::string_view file_name) {\n${body}  return {};\n}\n"
       "std::string_view list_${NAME}();\nstd::string_view list_${NAME}() { return \"${list}\"; }\n}\n")
  return()
endif()

set(HALLMARK_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}" CACHE INTERNAL "")
function(hallmark_embed_files target name)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cc")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DFILES=${ARGN}" "-DNAME=${name}" "-DOUTPUT=${output}" -P "${HALLMARK_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${HALLMARK_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
