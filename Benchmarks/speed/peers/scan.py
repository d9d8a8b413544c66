"""scan.py duckdb|polars THREADS CSV: reads every column of a table as text and sums the lengths of its cells."""
import os, sys

engine, threads, path = sys.argv[1:4]
if engine == "duckdb":
    import duckdb

    session = duckdb.connect()
    session.execute(f"set threads={threads}")
    session.execute("set preserve_insertion_order=false")
    table = f"read_csv('{path}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"')"
    columns = [row[0] for row in session.execute(f"describe select * from {table}").fetchall()]
    print(session.execute(f"select count(*), {', '.join(f'sum(strlen({name}))' for name in columns)} from {table}").fetchall())
else:
    os.environ["POLARS_MAX_THREADS"] = threads
    import polars

    lengths = polars.all().str.len_bytes().sum()
    print(polars.scan_csv(path, infer_schema=False).select(polars.len(), lengths.cast(polars.Int64)).collect(engine="streaming").row(0))
