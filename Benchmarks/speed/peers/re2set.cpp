// re2set PATTERNS TEXT: RE2::Set, each pattern counts once an utterance, at word borders, in either case.
#include "matching.hpp"
#include <re2/set.h>

int main(int count, char **arguments) {
  if (count < 3) return 64;
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_max_mem(1ll << 31);
  RE2::Set set(options, RE2::UNANCHORED);
  for (auto &pattern : patterns(arguments[1])) {
    std::string error;
    if (set.Add(pattern.expression(), &error) < 0) fprintf(stderr, "%s\n", error.c_str());
  }
  if (!set.Compile()) return 70;
  auto lines = utterances(arguments[2]);
  std::vector<int> found;
  measure("re2", lines, [&](const std::string &utterance) {
    found.clear();
    set.Match(utterance, &found);
    return found.size();
  });
}
