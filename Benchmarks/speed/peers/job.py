"""job.py duckdb|polars THREADS CSV PATTERNS: the job as one would write it without us: for each of twenty techniques one regular
expression of all its phrases, counted by agent and team. No opportunities, no evidence, no intervals."""
import os, re, sys
from collections import defaultdict

engine, threads, path, patterns = sys.argv[1:5]
techniques = defaultdict(list)
for line in open(patterns, encoding="utf-8"):
    _, technique, _, kind, text = line.rstrip("\n").split("\t")
    techniques[technique].append(text if kind == "re" else rf"\b{re.escape(text)}\b")
expressions = {name: "(?i)" + "|".join(f"(?:{text})" for text in texts) for name, texts in sorted(techniques.items())}
if engine == "duckdb":
    import duckdb

    session = duckdb.connect()
    session.execute(f"set threads={threads}")
    session.execute("set preserve_insertion_order=false")
    quoted = {name: text.replace("'", "''") for name, text in expressions.items()}
    counts = ", ".join(f"count(*) filter (regexp_matches(text, '{text}')) as {name}" for name, text in quoted.items())
    table = f"read_csv('{path}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
    rows = session.execute(f"select team, agent_id, count(*), {counts} from {table} group by all order by all").fetchall()
else:
    os.environ["POLARS_MAX_THREADS"] = threads
    import polars

    counts = [polars.col("text").str.contains(text).sum().alias(name) for name, text in expressions.items()]
    frame = polars.scan_csv(path, infer_schema=False).group_by("team", "agent_id").agg(polars.len(), *counts).sort("team", "agent_id")
    rows = frame.collect(engine="streaming").rows()
print(len(rows), sum(sum(row[3:]) for row in rows))
