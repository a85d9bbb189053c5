# find_package(Hourglass) reads this file from an installation.
include(CMakeFindDependencyMacro)
find_dependency(Eigen3)
find_dependency(nlohmann_json)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/hourglass-targets.cmake)
