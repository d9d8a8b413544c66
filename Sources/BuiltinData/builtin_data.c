#include "builtin_data.h"

// #embed (C23) keeps the files readable in the repository and out of the Swift compiler's way.
static const unsigned char rubric_core[] = {
#embed "rubrics/core.yaml"
};

static const builtin_file files[] = {
    {"rubrics/core.yaml", rubric_core, sizeof rubric_core},
};

size_t builtin_file_count(void) { return sizeof files / sizeof files[0]; }
builtin_file builtin_file_at(size_t index) { return files[index]; }
