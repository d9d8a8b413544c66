// 64 bytes of text as bit masks, one bit a byte: the one place where the engine asks for vector instructions.
#pragma once
#include <stdint.h>
#include <string.h>

#include "text_hints.h"

/// Bit k stands for byte k.
typedef struct {
  /// ASCII letters and apostrophes.
  uint64_t words;
  uint64_t apostrophes;
  uint64_t spaces;
} text_block;

#if defined(__SSE2__)
#include <emmintrin.h>

/// Reads the 64 bytes at `p`.
static inline text_block text_block_read(const uint8_t *_Nonnull p) {
  text_block block = {0, 0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(p + 16 * part));
    // Letters are the 26 lowest of signed bytes once 'a' is moved to -128.
    __m128i moved = _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8((char)('a' + 128)));
    __m128i letters = _mm_cmplt_epi8(moved, _mm_set1_epi8(-128 + 26));
    __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\''));
    __m128i spaces = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '));
    block.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(letters, quotes)) << (16 * part);
    block.apostrophes |= (uint64_t)(uint32_t)_mm_movemask_epi8(quotes) << (16 * part);
    block.spaces |= (uint64_t)(uint32_t)_mm_movemask_epi8(spaces) << (16 * part);
  }
  return block;
}

#else

/// Reads the 64 bytes at `p`.
static inline text_block text_block_read(const uint8_t *_Nonnull p) {
  text_block block = {0, 0, 0};
  for (int k = 0; k < 64; k++) {
    uint8_t byte = p[k], folded = byte | 0x20;
    uint64_t bit = (uint64_t)1 << k;
    if ((folded >= 'a' && folded <= 'z') || byte == '\'') block.words |= bit;
    if (byte == '\'') block.apostrophes |= bit;
    if (byte == ' ') block.spaces |= bit;
  }
  return block;
}

#endif
