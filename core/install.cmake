# Installs the library for find_package(hourglass), which defines the target hourglass::core.
# Programs include headers by their paths in this repository: "core/models/model.h".
include(CMakePackageConfigHelpers)

set(package_folder lib/cmake/hourglass)
set_target_properties(hourglass_core PROPERTIES EXPORT_NAME core)
set_target_properties(hourglass_core_kernels PROPERTIES EXPORT_NAME kernels)
install(TARGETS hourglass_core hourglass_core_kernels EXPORT hourglass ARCHIVE DESTINATION lib)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/ DESTINATION include/hourglass/core
  FILES_MATCHING PATTERN "*.h")
install(EXPORT hourglass NAMESPACE hourglass:: DESTINATION ${package_folder}
  FILE hourglass-targets.cmake)

# While the major version is 0, a minor version may change the interface.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/hourglass-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_SOURCE_DIR}/hourglass-config.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/hourglass-config-version.cmake
  DESTINATION ${package_folder})
