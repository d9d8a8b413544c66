// Data files that ship inside the executables, so that an installed binary works from any folder.
// The files themselves stand beside this header's folder and are the ones to edit.
#pragma once
#include <stddef.h>

/// One built-in file: its path below Sources/BuiltinData, and its bytes.
typedef struct {
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  size_t count;
} builtin_file;

/// How many files there are.
size_t builtin_file_count(void);
/// The file at an index from 0 to builtin_file_count() - 1.
builtin_file builtin_file_at(size_t index);

/// How many source profiles there are; their names have no folder and no extension.
size_t builtin_profile_count(void);
/// The profile at an index from 0 to builtin_profile_count() - 1.
builtin_file builtin_profile_at(size_t index);
