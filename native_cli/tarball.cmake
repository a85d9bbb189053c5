# The target hourglass_tarball packs the installed program as hourglass-VERSION-ARCHITECTURE-linux.tar.gz.

# The licences of the libraries that the program contains, as Debian's packages keep them.
foreach(package zlib1g-dev libminizip-dev libpng-dev libturbojpeg0-dev libcsv-dev libstb-dev libeigen3-dev
        nlohmann-json3-dev libcli11-dev libtomlplusplus-dev fonts-dejavu-core)
  install(FILES /usr/share/doc/${package}/copyright DESTINATION share/doc/hourglass/licences
    RENAME ${package} OPTIONAL)
endforeach()

set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_FILE_NAME hourglass-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR}-linux)
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};hourglass;program;/")
set(CMAKE_SKIP_PACKAGE_ALL_DEPENDENCY ON)  # the tests need not be built
include(CPack)
add_custom_target(hourglass_tarball
  COMMAND ${CMAKE_CPACK_COMMAND}
  WORKING_DIRECTORY ${PROJECT_BINARY_DIR}
  USES_TERMINAL VERBATIM)
add_dependencies(hourglass_tarball hourglass_portable)
