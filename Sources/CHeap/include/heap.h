// What the C library's allocator has to be told; its header is in no Swift module.
#pragma once
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Has blocks of a megabyte and more mapped by themselves, always. Otherwise glibc takes to keeping them on its heaps once the
/// first has been freed, and the buffers of the lanes, which grow by doubling, leave holes there that nothing fits into: a third
/// of a run's peak.
static inline void heap_map_large_blocks(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

/// Gives back what was freed: between the lanes' part of a run and its end, whose memory comes on top.
static inline void heap_give_back(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
