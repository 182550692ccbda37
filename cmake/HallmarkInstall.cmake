# Installs two components:
#   program      the command `hallmark` and its data (share/hallmark): what a user needs
#   development  libraries, headers and the package Hallmark for CMake:
#                  find_package(Hallmark REQUIRED)
#                  target_link_libraries(mine PRIVATE Hallmark::jsonschema)
# `cpack` makes a .deb of the first. scripts/package makes every package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# program. What stands in ../lib/hallmark beside it is its own: the wheel brings its libraries there. RPATH, not
# RUNPATH, so that the libraries find theirs in that folder, too.
target_link_options(hallmark PRIVATE LINKER:--disable-new-dtags)
set_target_properties(hallmark PROPERTIES INSTALL_RPATH "\$ORIGIN/../lib/hallmark")
install(TARGETS hallmark RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY schemas fixtures targets DESTINATION ${CMAKE_INSTALL_DATADIR}/hallmark COMPONENT program)
install(DIRECTORY suites DESTINATION ${CMAKE_INSTALL_DATADIR}/hallmark COMPONENT program
  FILES_MATCHING PATTERN "*.json")
# The manual page, and completions where each shell looks for them (made in runner/cli/CMakeLists.txt).
set(said "${PROJECT_BINARY_DIR}/said")
set(share ${CMAKE_INSTALL_DATADIR})
install(FILES "${said}/hallmark.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES "${said}/hallmark" DESTINATION ${share}/bash-completion/completions COMPONENT program)
install(FILES "${said}/_hallmark" DESTINATION ${share}/zsh/vendor-completions COMPONENT program)
install(FILES "${said}/hallmark.fish" DESTINATION ${share}/fish/vendor_completions.d COMPONENT program)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

# development
set(modules core contract jsonschema names importers schema wire plan_cases plan_values plan_context plan_kinds plan_generate plan exchange
  endpoint_reference endpoint_mutants endpoint_serve
  proxy verdict run reports results cli)
set(targets hallmark_options)
foreach(module IN LISTS modules)
  list(APPEND targets hallmark_${module})
endforeach()
if(TARGET hallmark_gtest)
  list(APPEND targets hallmark_gtest)
  install(DIRECTORY suites/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
endif()
set_target_properties(hallmark_options PROPERTIES EXPORT_NAME options)
target_include_directories(hallmark_options INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hallmark>)
install(TARGETS ${targets} EXPORT HallmarkTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
foreach(folder IN ITEMS runner reports)
  set(into "${CMAKE_INSTALL_INCLUDEDIR}/hallmark")
  if(folder STREQUAL "reports")
    string(APPEND into "/reports")
  endif()
  install(DIRECTORY ${folder}/ DESTINATION "${into}" COMPONENT development
    FILES_MATCHING PATTERN "*.h" PATTERN "*testing*.h" EXCLUDE PATTERN "program" EXCLUDE PATTERN "approved" EXCLUDE)
endforeach()
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/Hallmark")
install(EXPORT HallmarkTargets NAMESPACE Hallmark:: DESTINATION ${package} COMPONENT development)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
configure_package_config_file(cmake/HallmarkConfig.cmake.in "${PROJECT_BINARY_DIR}/HallmarkConfig.cmake"
  INSTALL_DESTINATION ${package} PATH_VARS CMAKE_INSTALL_DATADIR NO_CHECK_REQUIRED_COMPONENTS_MACRO)
install(FILES cmake/HallmarkDependencies.cmake "${PROJECT_BINARY_DIR}/HallmarkConfig.cmake"
  "${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake" DESTINATION ${package} COMPONENT development)

# The .deb: the program alone; which libraries it needs is read from the program.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hallmark)
set(CPACK_PACKAGE_VENDOR Hallmark)
set(CPACK_PACKAGE_CONTACT "The authors of Hallmark")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME hallmark)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION devel)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION
  "It reads what the documents of a service promise, sends the requests that put each promise to the test
 against any endpoint, real or mock, and reports which promises hold and which do not.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS ca-certificates)
include(CPack)
