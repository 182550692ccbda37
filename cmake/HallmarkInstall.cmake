# Installs the program, its data (share/hallmark), and the modules as the package Hallmark:
#   find_package(Hallmark REQUIRED)
#   target_link_libraries(mine PRIVATE Hallmark::jsonschema)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(modules core contract jsonschema names importers schema wire plan exchange endpoint_reference endpoint_mutants endpoint_serve
  proxy verdict run reports results cli)
set(targets hallmark_options)
foreach(module IN LISTS modules)
  list(APPEND targets hallmark_${module})
endforeach()
set_target_properties(hallmark_options PROPERTIES EXPORT_NAME options)
target_include_directories(hallmark_options INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/hallmark>)

install(TARGETS ${targets} EXPORT HallmarkTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS hallmark RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(folder IN ITEMS runner reports)
  set(into "${CMAKE_INSTALL_INCLUDEDIR}/hallmark")
  if(folder STREQUAL "reports")
    string(APPEND into "/reports")
  endif()
  install(DIRECTORY ${folder}/ DESTINATION "${into}"
    FILES_MATCHING PATTERN "*.h" PATTERN "*testing*.h" EXCLUDE PATTERN "program" EXCLUDE PATTERN "approved" EXCLUDE)
endforeach()
install(DIRECTORY schemas fixtures targets DESTINATION ${CMAKE_INSTALL_DATADIR}/hallmark)
install(DIRECTORY suites DESTINATION ${CMAKE_INSTALL_DATADIR}/hallmark FILES_MATCHING PATTERN "*.json")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package "${CMAKE_INSTALL_LIBDIR}/cmake/Hallmark")
install(EXPORT HallmarkTargets NAMESPACE Hallmark:: DESTINATION ${package})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES cmake/HallmarkConfig.cmake cmake/HallmarkDependencies.cmake
  "${PROJECT_BINARY_DIR}/HallmarkConfigVersion.cmake" DESTINATION ${package})
