// What the matchers share: patterns (number, technique, speaker, lit or re, pattern; by tabs), a text of one utterance a line,
// and the report of the best of three passes.
#pragma once
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

struct Pattern {
  bool isExpression;
  std::string text;

  /// As a regular expression that begins and ends at words.
  std::string expression() const {
    if (isExpression) return text;
    std::string escaped;
    for (char letter : text) {
      if (!isalnum((unsigned char)letter) && letter != ' ' && letter != '\'') escaped += '\\';
      escaped += letter;
    }
    return "\\b" + escaped + "\\b";
  }
};

inline std::vector<Pattern> patterns(const char *path) {
  std::vector<Pattern> found;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    size_t at = 0;
    std::string kind;
    for (int column = 0; column < 4; column++) {
      size_t tab = line.find('\t', at);
      kind = line.substr(at, tab - at);
      at = tab + 1;
    }
    found.push_back({kind == "re", line.substr(at)});
  }
  return found;
}

inline std::vector<std::string> utterances(const char *path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// `match` counts the patterns that it finds in an utterance.
template <typename Match> void measure(const char *name, const std::vector<std::string> &lines, Match match) {
  double best = 1e9;
  size_t pairs = 0, bytes = 0;
  for (auto &line : lines) bytes += line.size() + 1;
  for (int pass = 0; pass < 3; pass++) {
    pairs = 0;
    auto start = std::chrono::steady_clock::now();
    for (auto &line : lines) pairs += match(line);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  printf("%s %.1f MB/s pairs %zu\n", name, (double)bytes / 1e6 / best, pairs);
}
