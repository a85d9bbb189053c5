# Installs the library for find_package(Hourglass), which defines the target Hourglass::core.
# Programs include headers by their paths in this repository: "core/models/model.h".
include(CMakePackageConfigHelpers)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME library)
set(package_folder lib/cmake/hourglass)
set_target_properties(hourglass_core PROPERTIES EXPORT_NAME core)
set_target_properties(hourglass_core_kernels PROPERTIES EXPORT_NAME kernels)
install(TARGETS hourglass_core hourglass_core_kernels EXPORT hourglass ARCHIVE DESTINATION lib)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/ DESTINATION include/hourglass/core
  FILES_MATCHING PATTERN "*.h")

# The alignment that Eigen chooses for the instruction set of this build.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/alignment.cpp "#include <Eigen/Core>\nEIGEN_MAX_ALIGN_BYTES\n")
execute_process(
  COMMAND ${CMAKE_CXX_COMPILER} ${HOURGLASS_INSTRUCTION_SET} -isystem ${HOURGLASS_eigen_INCLUDE} -E -P
    ${CMAKE_CURRENT_BINARY_DIR}/alignment.cpp
  OUTPUT_VARIABLE HOURGLASS_ALIGNMENT COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE ".*[^0-9]([0-9]+)[^0-9]*$" "\\1" HOURGLASS_ALIGNMENT "${HOURGLASS_ALIGNMENT}")
configure_file(instruction_set.h.in ${CMAKE_CURRENT_BINARY_DIR}/instruction_set.h @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/instruction_set.h DESTINATION include/hourglass/core)

install(EXPORT hourglass NAMESPACE Hourglass:: DESTINATION ${package_folder}
  FILE hourglass-targets.cmake)

# While the major version is 0, a minor version may change the interface.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/hourglass-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_SOURCE_DIR}/hourglass-config.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/hourglass-config-version.cmake
  DESTINATION ${package_folder})
