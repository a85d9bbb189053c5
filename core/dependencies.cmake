# Third-party libraries, each as one target `hourglass::NAME` whose headers raise no warnings.

# Debian 12 has these libraries as archives too, so that a portable program needs only the C library. It carries no symbols.
if(HOURGLASS_PORTABLE)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
  set(ZLIB_USE_STATIC_LIBS ON)
  add_link_options(-static-libstdc++ -static-libgcc -s)
endif()

# Finds a header-only library. Emscripten would only search its own folders, but these headers are
# the same for every target.
function(hourglass_find_headers name header package)
  find_path(HOURGLASS_${name}_INCLUDE ${header} ${ARGN}
            PATHS /usr/local/include /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT HOURGLASS_${name}_INCLUDE)
    message(FATAL_ERROR "The header ${header} was not found: install it (Debian package ${package}).")
  endif()
endfunction()

function(hourglass_add_headers name include_folder)
  add_library(hourglass_${name} INTERFACE)
  add_library(hourglass::${name} ALIAS hourglass_${name})
  target_include_directories(hourglass_${name} SYSTEM INTERFACE ${include_folder})
endfunction()

function(hourglass_alias_package name package target debian_package)
  find_package(${package} QUIET)
  if(NOT TARGET ${target})
    message(FATAL_ERROR "The library ${package} was not found: install it (Debian package ${debian_package}).")
  endif()
  add_library(hourglass_${name} INTERFACE)
  add_library(hourglass::${name} ALIAS hourglass_${name})
  target_link_libraries(hourglass_${name} INTERFACE ${target})
endfunction()

# Finds a library that has no CMake package, or one that needs more Debian packages than it says.
function(hourglass_find_library name library header debian_package)
  hourglass_find_headers(${name} ${header} ${debian_package})
  find_library(HOURGLASS_${name}_LIBRARY ${library})
  if(NOT HOURGLASS_${name}_LIBRARY)
    message(FATAL_ERROR "The library ${library} was not found: install it (Debian package ${debian_package}).")
  endif()
  hourglass_add_headers(${name} ${HOURGLASS_${name}_INCLUDE})
  target_link_libraries(hourglass_${name} INTERFACE ${HOURGLASS_${name}_LIBRARY})
endfunction()

hourglass_find_headers(eigen Eigen/Core libeigen3-dev PATH_SUFFIXES eigen3)
hourglass_add_headers(eigen ${HOURGLASS_eigen_INCLUDE})

# The JSON headers are linked into a folder of their own: next to them in /usr/include are the
# native C library's headers, which a WebAssembly build must not see.
hourglass_find_headers(json nlohmann/json.hpp nlohmann-json3-dev)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/include)
file(CREATE_LINK ${HOURGLASS_json_INCLUDE}/nlohmann ${CMAKE_BINARY_DIR}/include/nlohmann SYMBOLIC)
hourglass_add_headers(json ${CMAKE_BINARY_DIR}/include)

# GoogleTest is built from source if that is installed, so both targets use the same framework.
set(googletest_source /usr/src/googletest)
if(EXISTS ${googletest_source})
  set(BUILD_GMOCK OFF)
  set(INSTALL_GTEST OFF)
  if(EMSCRIPTEN)
    set(gtest_disable_pthreads ON)
  endif()
  add_subdirectory(${googletest_source} ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)
  target_compile_options(gtest PRIVATE -O0)  # it computes little, and optimising it takes longer
  add_library(hourglass_gtest INTERFACE)
  add_library(hourglass::gtest ALIAS hourglass_gtest)
  target_link_libraries(hourglass_gtest INTERFACE gtest_main)
else()
  hourglass_alias_package(gtest GTest GTest::gtest_main googletest)
endif()
if(EMSCRIPTEN)
  # A test is a Node program that reads real files and exits with its own status.
  target_link_options(hourglass_gtest INTERFACE -sENVIRONMENT=node -sNODERAWFS -sEXIT_RUNTIME)
  if(HOURGLASS_WASM_THREADS)
    # Runs tests off the main thread, which must stay free to start other threads.
    target_link_options(hourglass_gtest INTERFACE -sPROXY_TO_PTHREAD)
  endif()
endif()

if(NOT CMAKE_CROSSCOMPILING)
  hourglass_find_headers(cli11 CLI/CLI.hpp libcli11-dev)
  hourglass_add_headers(cli11 ${HOURGLASS_cli11_INCLUDE})
  hourglass_find_headers(toml toml++/toml.h libtomlplusplus-dev)
  hourglass_add_headers(toml ${HOURGLASS_toml_INCLUDE})
  hourglass_find_headers(stb stb_image_write.h libstb-dev PATH_SUFFIXES stb)
  hourglass_add_headers(stb ${HOURGLASS_stb_INCLUDE})
  hourglass_alias_package(png PNG PNG::PNG libpng-dev)
  hourglass_alias_package(zlib ZLIB ZLIB::ZLIB zlib1g-dev)
  hourglass_find_library(jpeg turbojpeg turbojpeg.h libturbojpeg0-dev)
  hourglass_find_library(csv csv csv.h libcsv-dev)
  hourglass_find_library(minizip minizip minizip/unzip.h libminizip-dev)
  target_link_libraries(hourglass_minizip INTERFACE hourglass::zlib)
  if(HOURGLASS_MPI)
    set(MPI_CXX_SKIP_MPICXX ON)
    hourglass_alias_package(mpi MPI MPI::MPI_CXX "libopenmpi-dev or libmpich-dev")
  endif()
endif()
