#include "inflate.h"

#include <isa-l.h>
#include <stdlib.h>

struct sidetone_inflater {
  struct inflate_state state;
  int gzip;
};

sidetone_inflater *sidetone_inflater_new(int gzip) {
  sidetone_inflater *inflater = malloc(sizeof *inflater);
  if (!inflater) return NULL;
  inflater->gzip = gzip;
  sidetone_inflater_reset(inflater);
  return inflater;
}

void sidetone_inflater_free(sidetone_inflater *inflater) { free(inflater); }

void sidetone_inflater_reset(sidetone_inflater *inflater) {
  isal_inflate_init(&inflater->state);
  inflater->state.crc_flag = inflater->gzip ? ISAL_GZIP : ISAL_DEFLATE;
}

int sidetone_inflate(
  sidetone_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output, size_t *output_count) {
  struct inflate_state *state = &inflater->state;
  // The library counts in 32 bits.
  const size_t most = 1u << 30;
  uint32_t given = (uint32_t)(*input_count < most ? *input_count : most);
  uint32_t room = (uint32_t)(*output_count < most ? *output_count : most);
  state->next_in = (uint8_t *)input;
  state->avail_in = given;
  state->next_out = output;
  state->avail_out = room;
  int status = isal_inflate(state);
  // At a stream's end the library gives back what it had read ahead, which may be of an earlier call's input.
  *input_count = given > state->avail_in ? given - state->avail_in : 0;
  *output_count = room - state->avail_out;
  if (status == ISAL_INCORRECT_CHECKSUM) return SIDETONE_INFLATE_CHECKSUM;
  if (status < 0) return SIDETONE_INFLATE_DAMAGED;
  return state->block_state == ISAL_BLOCK_FINISH ? SIDETONE_INFLATE_DONE : SIDETONE_INFLATE_MORE;
}

uint32_t sidetone_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
  return crc32_gzip_refl(crc, bytes, count);
}
