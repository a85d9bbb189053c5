# Installs the program. A portable one for x86-64 is built once per level of the architecture, because the width of the
# vectors decides the memory layout throughout the core: each level is a build of its own of the same sources, of which
# this one is level 3. The installed `bin/hourglass` is a launcher that starts the best level for the CPU.
set(levels_folder libexec/hourglass)

# Part of no build but a portable one; the style checks find it everywhere.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  add_executable(hourglass_launcher EXCLUDE_FROM_ALL launcher.cpp)
  set_target_properties(hourglass_launcher PROPERTIES
    OUTPUT_NAME hourglass RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/launcher)
  target_compile_definitions(hourglass_launcher PRIVATE HOURGLASS_LEVELS_DIR="${levels_folder}")
  target_compile_options(hourglass_launcher PRIVATE -march=x86-64)  # runs everywhere, to say what is missing
  target_link_libraries(hourglass_launcher PRIVATE hourglass_warnings)
endif()

if(NOT HOURGLASS_CAN_BE_INSTALLED)
  return()
endif()
if(HOURGLASS_PORTABLE AND NOT HOURGLASS_LEVEL)
  # Everything that the installed program consists of.
  add_custom_target(hourglass_portable DEPENDS hourglass)
endif()
if(NOT TARGET hourglass_portable OR NOT TARGET hourglass_launcher)
  install(TARGETS hourglass RUNTIME DESTINATION bin)
  return()
endif()

set_target_properties(hourglass_launcher PROPERTIES EXCLUDE_FROM_ALL OFF)
install(TARGETS hourglass_launcher RUNTIME DESTINATION bin)
install(TARGETS hourglass RUNTIME DESTINATION ${levels_folder}/x86-64-v3)
foreach(level x86-64-v2 x86-64-v4)
  set(folder ${PROJECT_BINARY_DIR}/${level})
  # In Ninja's console pool, one level is built after the other.
  add_custom_target(hourglass_${level} ALL
    COMMAND ${CMAKE_COMMAND} --preset portable -B ${folder}
      -D HOURGLASS_LEVEL=${level}
      -D CMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}
      -D CMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
      -D CMAKE_C_COMPILER=${CMAKE_C_COMPILER}
    COMMAND ${CMAKE_COMMAND} --build ${folder} --target hourglass
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
  add_dependencies(hourglass_${level} hourglass)
  add_dependencies(hourglass_portable hourglass_${level})
  install(PROGRAMS ${folder}/native_cli/hourglass DESTINATION ${levels_folder}/${level})
endforeach()
add_dependencies(hourglass_portable hourglass_launcher)
