// Inflating by ISA-L, which is more than twice as fast as zlib and checks CRCs by carry-less multiplication. A target of
// its own, as ISA-L's state is a struct of arrays that Swift would import as tuples of thousands.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct sidetone_inflater sidetone_inflater;

enum {
  SIDETONE_INFLATE_MORE = 0,
  SIDETONE_INFLATE_DONE = 1,
  SIDETONE_INFLATE_DAMAGED = -1,
  SIDETONE_INFLATE_CHECKSUM = -2,
};

/// Nil without memory. With `gzip`, streams have a gzip header, and a trailer that is checked; else they are raw deflate.
sidetone_inflater *_Nullable sidetone_inflater_new(int gzip);
void sidetone_inflater_free(sidetone_inflater *_Nullable inflater);
/// Begins another stream.
void sidetone_inflater_reset(sidetone_inflater *_Nonnull inflater);

/// Takes input and gives output until either is used up or the stream ends; both counts are replaced by what was used.
/// MORE where the stream goes on; behind a stream's end, no byte of what follows it is taken.
int sidetone_inflate(
  sidetone_inflater *_Nonnull inflater, const uint8_t *_Nullable input, size_t *_Nonnull input_count,
  uint8_t *_Nullable output, size_t *_Nonnull output_count);

/// CRC-32 of gzip and zip, continued; that of no bytes is 0.
uint32_t sidetone_crc32(uint32_t crc, const uint8_t *_Nullable bytes, size_t count);
