// Files built into the program as bytes; the compilers supported have no #embed in common.
#pragma once

// Defines kNAME and kNAMEEnd, the first byte of the file at `path` (a string literal) and the one
// behind its last, for this source alone.
// NOLINTBEGIN(bugprone-macro-parentheses): string literals are joined, names are declared
#define HOURGLASS_EMBED(name, path)      \
  __asm__(                               \
      ".pushsection .rodata\n"           \
      ".balign 16\n" #name               \
      ":\n"                              \
      ".incbin \"" path "\"\n" #name     \
      "End:\n"                           \
      ".byte 0\n"                        \
      ".popsection\n");                  \
  extern "C" const unsigned char name[]; \
  extern "C" const unsigned char name##End[]
// NOLINTEND(bugprone-macro-parentheses)
