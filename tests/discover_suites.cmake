# Runs after a GoogleTest program has been linked, and registers each of its suites as a CTest test.
# One process per suite, rather than one per test, starts Node or a sanitizer and loads MNIST far less often.
# -DPROGRAM, -DEMULATOR (a list, may be empty), -DPREFIX (of the entries' names), -DOUTPUT.

execute_process(
  COMMAND ${EMULATOR} ${PROGRAM} --gtest_list_tests
  OUTPUT_VARIABLE listing RESULT_VARIABLE status TIMEOUT 120)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --gtest_list_tests failed (status ${status}):\n${listing}")
endif()

# A line that is not indented names a suite and ends in a full stop; its tests are indented.
string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_/]+\\." suites "${listing}")
set(entries "")
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "^\n|\\.$" "" suite "${suite}")
  set(command "")
  foreach(word IN LISTS EMULATOR PROGRAM)
    string(APPEND command " [==[${word}]==]")
  endforeach()
  string(APPEND entries
    "add_test([==[${PREFIX}${suite}]==]${command} [==[--gtest_filter=${suite}.*]==])\n"
    "set_tests_properties([==[${PREFIX}${suite}]==] PROPERTIES TIMEOUT 600)\n")
endforeach()
if(entries STREQUAL "")
  message(FATAL_ERROR "${PROGRAM} lists no tests")
endif()
file(WRITE ${OUTPUT} "${entries}")
