// The peak speed of one thread: the roof in the roofline model (Williams, Waterman, Patterson,
// "Roofline: An Insightful Visual Performance Model for Multicore Architectures", CACM 52, 2009).
// The same source runs natively and in WebAssembly.
#pragma once

#include <cstddef>

extern "C" {  // JavaScript calls them by these names

// Runs `rounds` rounds of multiply-adds that use only vector registers. Returns the number of
// floating-point operations, two for each multiply-add.
double roof_multiply_add(long rounds);

// Copies `bytes` bytes from one block to another, `times` times. Returns the number of bytes read
// and written.
double roof_copy(void* to, const void* from, std::size_t bytes, long times);
}
