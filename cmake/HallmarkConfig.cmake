# What the installed modules link to, then the modules: Hallmark::core, Hallmark::jsonschema, …
set(HALLMARK_TESTS OFF)
include("${CMAKE_CURRENT_LIST_DIR}/HallmarkDependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/HallmarkTargets.cmake")
