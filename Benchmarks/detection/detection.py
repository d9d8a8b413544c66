"""Compares the cues and behaviors found in labelled conversations with the labels, turn by turn.

Standard library only. The conversations go through the built programs as a user's would:
sidetone-ingest FILE | sidetone-score --turns
"""
import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def arguments():
    parser = argparse.ArgumentParser(prog="run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", required=True, help="folder of labelled sets, *.ndjson")
    parser.add_argument("--labelmap", required=True, help="per set and behavior: which labels count, whose turns are in scope")
    parser.add_argument("--csv", help="write the table there as well")
    parser.add_argument("--rubric", help="the rubric's main file; the built-in rubric if left out")
    parser.add_argument("--map", default=os.path.join(HERE, "map.tsv"), help="names of the sets -> our cues and behaviors")
    parser.add_argument("--peers", default=os.path.join(HERE, "peers.tsv"), help="what others reach on the core pairs")
    parser.add_argument("--folds", type=int, default=0, help="also kappa in each of so many parts, cut by conversation")
    parser.add_argument("--cross", type=int, default=0, help="learn the models anew N times, each time without the part that is measured")
    parser.add_argument("--cues", action="store_true", help="also how each cue fares in each set")
    parser.add_argument("--core", action="store_true", help="only the core pairs")
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line.split("\t")


def conversations(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def found(path, options):
    """(conversation, turn) -> names of the cues and behaviors found there."""
    score = [os.path.join(options.bin, "sidetone-score"), "--turns"]
    if options.rubric:
        score += ["--rubric", options.rubric]
    notes = tempfile.TemporaryFile()
    ingest = subprocess.Popen([os.path.join(options.bin, "sidetone-ingest"), path], stdout=subprocess.PIPE, stderr=notes)
    scored = subprocess.Popen(score, stdin=ingest.stdout, stdout=subprocess.PIPE, stderr=notes)
    ingest.stdout.close()
    names = {}
    for line in scored.stdout:
        turn = json.loads(line)
        if "turn" in turn:
            names[turn["id"], turn["turn"]] = set(turn["cues"]) | set(turn["behaviors"])
    if scored.wait() or ingest.wait():
        notes.seek(0)
        sys.stderr.buffer.write(notes.read())
        sys.exit(f"{path}: the programs failed")
    return names


def behaviors(entry):
    return entry.get("behaviours") or entry.get("behaviors") or {}


def scope(conversation, entry, rule):
    """Turns in scope for a behavior, each with whether it was labelled so.

    In scope: turns of the speakers named for the behavior (else for the set) that carry no label which the set ignores, carry one
    of "requires_any" where given, and, unless positive, carry no label which the behavior ignores.
    """
    positive, ignored = set(rule["positive"]), set(rule.get("ignore", ()))
    required, everywhere = set(rule.get("requires_any", ())), set(entry.get("ignore", ()))
    speakers = rule.get("speakers") or entry["speakers"]
    for index, turn in enumerate(conversation["turns"]):
        if turn["speaker"] not in speakers:
            continue
        labels = set(turn.get("labels", ()))
        if required and not labels & required:
            continue
        is_positive = bool(labels & positive)
        if not is_positive and labels & (ignored | everywhere):
            continue
        if labels and labels <= everywhere:
            continue
        yield index, is_positive


class Cell:
    """Counts of one set and behavior."""

    def __init__(self):
        self.tp = self.fp = self.fn = self.tn = 0

    def add(self, said, is_positive):
        if said and is_positive:
            self.tp += 1
        elif said:
            self.fp += 1
        elif is_positive:
            self.fn += 1
        else:
            self.tn += 1

    @property
    def n(self):
        return self.tp + self.fp + self.fn + self.tn

    @property
    def support(self):
        return self.tp + self.fn

    @property
    def precision(self):
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self):
        return self.tp / self.support if self.support else 0.0

    @property
    def f1(self):
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def kappa(self):
        n = self.n
        if not n:
            return 0.0
        agreed = (self.tp + self.tn) / n
        chance = ((self.tp + self.fp) * (self.tp + self.fn) + (self.fn + self.tn) * (self.fp + self.tn)) / (n * n)
        return (agreed - chance) / (1 - chance) if chance < 1 else 0.0


def cross(options, labelmap, ours, cells):
    """Measures every part of the sets with models that were learned without it."""
    rubrics = os.path.join(HERE, "../../Sources/BuiltinData/rubrics")
    for part in range(options.cross):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("learn", "test"):
                os.mkdir(os.path.join(folder, name))
            for name in sets(options.gold):
                with open(os.path.join(options.gold, name), encoding="utf-8") as lines, \
                        open(os.path.join(folder, "learn", name), "w", encoding="utf-8") as learn, \
                        open(os.path.join(folder, "test", name), "w", encoding="utf-8") as test:
                    for line in lines:
                        if line.strip():
                            (test if fold(json.loads(line), options.cross) == part else learn).write(line)
            shutil.copytree(rubrics, os.path.join(folder, "rubrics"))
            command = [os.path.join(HERE, "train"), "--gold", os.path.join(folder, "learn"), "--labelmap", options.labelmap]
            subprocess.run(command + ["--out", os.path.join(folder, "rubrics/models")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            options.rubric = os.path.join(folder, "rubrics/core.yaml")
            for name in sets(options.gold):
                measure(os.path.join(folder, "test", name), options, labelmap, ours, cells, {}, {})
        print(f"part {part + 1} of {options.cross} measured", file=sys.stderr)


def sets(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".ndjson"))


def fold(conversation, count):
    """The part a conversation belongs to: the same on every machine, whatever the order of the file."""
    return hashlib.sha256(conversation["id"].encode()).digest()[0] % count


def measure(path, options, labelmap, ours, cells, parts, cues):
    names = None
    for conversation in conversations(path):
        entry = labelmap.get(conversation["dataset"])
        if not entry:
            continue
        if names is None:
            names = found(path, options)
        for behavior, rule in behaviors(entry).items():
            wanted = ours.get(behavior)
            if not wanted or rule.get("level") == "conversation":
                continue
            key = conversation["dataset"], behavior
            for index, is_positive in scope(conversation, entry, rule):
                there = names.get((conversation["id"], index), set())
                said = bool(there & wanted)
                cells.setdefault(key, Cell()).add(said, is_positive)
                if options.folds:
                    parts.setdefault(key, [Cell() for _ in range(options.folds)])[fold(conversation, options.folds)].add(said, is_positive)
                if options.cues and said:
                    for cue in there:
                        cues.setdefault((behavior, cue), {}).setdefault(conversation["dataset"], Cell()).add(True, is_positive)


def table(cells, peers, options):
    head = ["naive", "moved", "trained", "human"]
    print(f"{'behavior':24}{'dataset':20}{'n':>7}{'support':>8}{'P':>7}{'R':>7}{'F1':>7}{'kappa':>7}" + "".join(f"{h:>8}" for h in head))
    for (dataset, behavior), cell in sorted(cells.items(), key=lambda item: (item[0][1], item[0][0])):
        peer = peers.get((behavior, dataset))
        if options.core and not peer:
            continue
        line = f"{behavior:24}{dataset:20}{cell.n:7d}{cell.support:8d}{cell.precision:7.3f}{cell.recall:7.3f}{cell.f1:7.3f}{cell.kappa:7.3f}"
        if peer:
            line += "".join(f"{peer[h] if peer[h] is not None else '':>8}" for h in head) + "  core" + verdict(cell.kappa, peer)
        print(line)
    core = [(cells[d, b].kappa, peers[b, d]) for d, b in cells if (b, d) in peers]
    if core:
        mean = lambda values: sum(values) / len(values)
        known = [p for _, p in core]
        print(f"\ncore pairs: {len(core)} of {len(peers)}; mean kappa ours {mean([k for k, _ in core]):.3f}, "
              f"naive {mean([p['naive'] for p in known]):.3f}, trained {mean([p['trained'] for p in known]):.3f}; "
              f"above naive {sum(k > p['naive'] for k, p in core)}, at least the trained one {sum(k >= p['trained'] for k, p in core)}, "
              f"under 0.9 of it {sum(k < 0.9 * p['trained'] for k, p in core)}")


def verdict(kappa, peer):
    if kappa <= peer["naive"]:
        return ", not above naive"
    return "" if kappa >= 0.9 * peer["trained"] else ", under 0.9 of trained"


def write(path, cells):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["dataset", "behavior", "n", "support", "precision", "recall", "f1", "kappa"])
        for (dataset, behavior), c in sorted(cells.items()):
            out.writerow([dataset, behavior, c.n, c.support] + [f"{x:.4f}" for x in (c.precision, c.recall, c.f1, c.kappa)])


def print_folds(parts, peers):
    print("\nkappa in parts of each set, cut by conversation")
    for (dataset, behavior), cells in sorted(parts.items(), key=lambda item: (item[0][1], item[0][0])):
        if (behavior, dataset) not in peers:
            continue
        values = [cell.kappa for cell in cells if cell.support]
        mean = sum(values) / len(values) if values else 0.0
        spread = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5 if values else 0.0
        print(f"{behavior:24}{dataset:20} mean {mean:.3f}  sd {spread:.3f}  " + " ".join(f"{v:.2f}" for v in values))


def reach(options, ours):
    """For each behavior, its cues and those that they unite (also:), read from the rubric's files."""
    folder = os.path.dirname(options.rubric) if options.rubric else os.path.join(HERE, "../../Sources/BuiltinData/rubrics")
    unites, cue = {}, None
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".yaml"):
                with open(os.path.join(place, name), encoding="utf-8") as lines:
                    for line in lines:
                        if head := re.match(r"  ([a-z0-9-]+):\s*$", line):
                            cue = head[1]
                        elif also := re.match(r"    also: \[(.*)\]", line):
                            unites.setdefault(cue, set()).update(re.split(r",\s*", also[1]))
    reached = {}
    for behavior, wanted in ours.items():
        open_, seen = list(wanted), set()
        while open_:
            cue = open_.pop()
            if cue not in seen:
                seen.add(cue)
                open_ += unites.get(cue, ())
        reached[behavior] = seen
    return reached


def print_cues(cues, cells, reached):
    print("\nhow each cue fares: right of fired (times the share of positives) in each set that has labels for it")
    for (behavior, cue), sets in sorted(cues.items()):
        if cue not in reached[behavior] or sum(cell.n for cell in sets.values()) < 10:
            continue
        parts = []
        for dataset, cell in sorted(sets.items()):
            whole = cells[dataset, behavior]
            base = whole.support / whole.n if whole.n else 0
            parts.append(f"{dataset} {cell.tp}/{cell.n} (x{cell.precision / base:.1f})" if base else f"{dataset} {cell.tp}/{cell.n}")
        print(f"{behavior:24}{cue:26}" + "  ".join(parts))


def main():
    options = arguments()
    with open(options.labelmap, encoding="utf-8") as file:
        labelmap = json.load(file)
    ours = {row[0]: set(row[1].split()) for row in rows(options.map) if len(row) > 1}
    number = lambda text: float(text) if text else None
    peers = {}
    if os.path.exists(options.peers):
        for row in rows(options.peers):
            row += [""] * (6 - len(row))
            peers[row[0], row[1]] = dict(zip(["naive", "moved", "trained", "human"], map(number, row[2:6])))
    cells, parts, cues = {}, {}, {}
    if options.cross:
        cross(options, labelmap, ours, cells)
    else:
        for name in sets(options.gold):
            measure(os.path.join(options.gold, name), options, labelmap, ours, cells, parts, cues)
    if not cells:
        sys.exit(f"{options.gold}: no labelled set that the label map and map.tsv know")
    table(cells, peers, options)
    if options.folds:
        print_folds(parts, peers)
    if options.cues:
        print_cues(cues, cells, reach(options, ours))
    if options.csv:
        write(options.csv, cells)


main()
