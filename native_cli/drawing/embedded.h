// Builds files into the program as bytes. Not every supported compiler has #embed.
#pragma once

// Defines `name` and `nameEnd`, the first byte of the file at `path` (a string literal) and the one
// past its last byte. They are visible in this source file only.
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
