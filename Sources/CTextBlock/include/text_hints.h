// 64 bytes of text as bit masks for redaction's first look, one bit a byte.
#pragma once
#include <stdint.h>

/// Bit k stands for byte k.
typedef struct {
  uint64_t digits;
  uint64_t ats;
  uint64_t blanks;
  /// Where "dot" begins, in any case of its letters; the last two bits stand for a "d" alone, as what follows is not seen.
  uint64_t dots;
} text_hints;

#if defined(__SSE2__)
#include <emmintrin.h>

/// Reads the 64 bytes at `p`.
static inline text_hints text_hints_read(const uint8_t *_Nonnull p) {
  uint64_t d = 0, o = 0, t = 0;
  text_hints found = {0, 0, 0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(p + 16 * part));
    __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    // Digits are the ten lowest of signed bytes once '0' is moved to -128.
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)('0' + 128)));
    __m128i digits = _mm_cmplt_epi8(moved, _mm_set1_epi8(-128 + 10));
    int shift = 16 * part;
    found.digits |= (uint64_t)(uint32_t)_mm_movemask_epi8(digits) << shift;
    found.ats |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('@'))) << shift;
    found.blanks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '))) << shift;
    d |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, _mm_set1_epi8('d'))) << shift;
    o |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, _mm_set1_epi8('o'))) << shift;
    t |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(folded, _mm_set1_epi8('t'))) << shift;
  }
  found.dots = d & (o >> 1 | (uint64_t)1 << 63) & (t >> 2 | (uint64_t)3 << 62);
  return found;
}

#else

/// Reads the 64 bytes at `p`.
static inline text_hints text_hints_read(const uint8_t *_Nonnull p) {
  uint64_t d = 0, o = 0, t = 0;
  text_hints found = {0, 0, 0, 0};
  for (int k = 0; k < 64; k++) {
    uint8_t byte = p[k], folded = byte | 0x20;
    uint64_t bit = (uint64_t)1 << k;
    if (byte >= '0' && byte <= '9') found.digits |= bit;
    if (byte == '@') found.ats |= bit;
    if (byte == ' ') found.blanks |= bit;
    if (folded == 'd') d |= bit;
    if (folded == 'o') o |= bit;
    if (folded == 't') t |= bit;
  }
  found.dots = d & (o >> 1 | (uint64_t)1 << 63) & (t >> 2 | (uint64_t)3 << 62);
  return found;
}

#endif
