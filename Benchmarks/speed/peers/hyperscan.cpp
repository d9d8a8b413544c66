// hyperscan lit|mix PATTERNS TEXT: each pattern counts once an utterance, at word borders, in either case.
#include "matching.hpp"
#include <hs/hs.h>

static std::vector<size_t> lengths, seen;
static size_t current = 0, pairs = 0;
static const std::string *line;

static bool isWord(char letter) { return isalnum((unsigned char)letter) || letter == '_'; }

static int found(unsigned, unsigned long long, unsigned long long, unsigned, void *) {
  pairs++;
  return 0;
}

/// Literal mode knows no word borders: looked at here.
static int foundLiteral(unsigned number, unsigned long long, unsigned long long to, unsigned, void *) {
  size_t from = to - lengths[number];
  bool isWhole = (from == 0 || !isWord((*line)[from - 1])) && (to == line->size() || !isWord((*line)[to]));
  if (isWhole && seen[number] != current) {
    seen[number] = current;
    pairs++;
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count < 4) return 64;
  bool isLiteral = std::string(arguments[1]) == "lit";
  auto list = patterns(arguments[2]);
  auto lines = utterances(arguments[3]);
  std::vector<std::string> texts;
  std::vector<const char *> starts;
  std::vector<unsigned> flags, numbers;
  for (auto &pattern : list) texts.push_back(isLiteral ? pattern.text : pattern.expression());
  for (size_t index = 0; index < texts.size(); index++) {
    starts.push_back(texts[index].c_str());
    lengths.push_back(texts[index].size());
    flags.push_back(HS_FLAG_CASELESS | (isLiteral ? 0 : HS_FLAG_SINGLEMATCH));
    numbers.push_back((unsigned)index);
  }
  seen.assign(texts.size(), 0);
  hs_database_t *database = nullptr;
  hs_compile_error_t *error = nullptr;
  hs_error_t status =
    isLiteral
      ? hs_compile_lit_multi(
          starts.data(), flags.data(), numbers.data(), lengths.data(), (unsigned)starts.size(), HS_MODE_BLOCK, nullptr, &database, &error)
      : hs_compile_multi(
          starts.data(), flags.data(), numbers.data(), (unsigned)starts.size(), HS_MODE_BLOCK, nullptr, &database, &error);
  if (status != HS_SUCCESS) {
    fprintf(stderr, "%s\n", error->message);
    return 70;
  }
  hs_scratch_t *scratch = nullptr;
  hs_alloc_scratch(database, &scratch);
  measure("hyperscan", lines, [&](const std::string &utterance) {
    pairs = 0;
    current++;
    line = &utterance;
    hs_scan(database, utterance.data(), (unsigned)utterance.size(), 0, scratch, isLiteral ? foundLiteral : found, nullptr);
    return pairs;
  });
}
