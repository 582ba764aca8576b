"""P6: JSON records of six columns, log -> PostgreSQL, in a process that has just started. P6r: the table -> log.

Beside the peer stands what PostgreSQL's own client does with the same rows: `\\copy` into a table with the same primary
key, and out of it."""
import json
import os
import time

from lib import report, systems
from lib.postgres import URL, Postgres
from lib.process import until

ROWS = [
    ("rows/s", "rows_per_s", "≥ 3×"),
    ("rows/s between first and last commit", "steady_rows_per_s", "–"),
    ("CPU-s per million rows, without PostgreSQL's", "cpu_s_per_million", "–"),
    ("CPU-s of PostgreSQL per million rows", "postgres_s_per_million", "–"),
    ("peak memory, MB", "peak_mb", "–"),
]
SCHEMA = {"type": "struct", "optional": False, "name": "order", "fields": [
    {"type": "int64", "optional": False, "field": "id"}, {"type": "string", "optional": False, "field": "customer"},
    {"type": "int32", "optional": False, "field": "quantity"}, {"type": "double", "optional": False, "field": "price"},
    {"type": "boolean", "optional": False, "field": "paid"}, {"type": "string", "optional": True, "field": "note"}]}
TABLE = "(id bigint PRIMARY KEY, customer text, quantity int, price double precision, paid boolean, note text)"


def run(options):
    count = options.rows
    systems.prepare_jdbc_sink()
    files = data_files(count)
    postgres = Postgres(systems.WORK + "/postgres")
    copies, read, written = [], [], []
    for mode in ("insert", "upsert"):
        ours, peer = [], []
        for _ in range(options.rounds):
            peer.append(measure(systems.Peer(systems.WORK + "/peer", tuned=True, plugins=True), postgres, mode, files["enveloped"], count))
            ours.append(measure(systems.Headrace(systems.WORK + "/ours"), postgres, mode, files["plain"], count))
            if mode == "insert":
                copies.append(copy_in(postgres, files["text"], count))
                written.append(ours[-1])
        yield report.table(
            "P6, %s: log → PostgreSQL, %s JSON records of 6 columns, Headrace exactly once with plain JSON, against"
            " Debezium's JDBC sink, tuned (batches of 5,000), at least once with a schema in each record"
            % (mode, report.number(count)), ROWS, ours, peer)
    yield report.table("P6, insert, against `psql \\copy` into a table with the same primary key",
                       [("rows/s", "rows_per_s", "≥ 0.6×")], written, copies, "psql \\copy")
    copies = []
    for _ in range(options.rounds):
        read.append(measure_read(systems.Headrace(systems.WORK + "/ours"), postgres, count))
        copies.append(copy_out(postgres, count))
    yield report.table("P6r: PostgreSQL → log, the same rows, bulk, against `psql \\copy … to`",
                       [("rows/s", "rows_per_s", "≥ 0.15×, goal ≥ 0.5×"), ("rows/s behind the first records", "steady_rows_per_s", "–")],
                       read, copies, "psql \\copy")
    postgres.stop()


def measure(system, postgres, mode, records, count):
    system.start_all()
    systems.create_topic("orders", 1)
    systems.produce("orders", records)
    postgres.run("DROP TABLE IF EXISTS orders, headrace_positions")
    postgres.run("CHECKPOINT")
    time.sleep(2)
    cpu, server, start = system.cpu_seconds(), postgres.cpu_seconds(), time.time()
    systems.rest("POST", "/connectors", {"name": "sink", "config": system.jdbc_sink(URL, "bench", "orders", mode, "id")})
    until("first row", lambda: postgres.ask("SELECT max(id) FROM orders"), system.processes[-1], every=0.05)
    first = time.time()
    until("last row", lambda: postgres.ask("SELECT max(id) FROM orders") == str(count - 1), system.processes[-1],
          seconds=900, every=0.05)
    end = time.time()
    cpu, server = system.cpu_seconds() - cpu, postgres.cpu_seconds() - server
    require_rows(system.name, postgres, count)
    result = {"rows_per_s": count / (end - start), "steady_rows_per_s": count / max(end - first, 0.001),
              "cpu_s_per_million": cpu * 1e6 / count, "postgres_s_per_million": server * 1e6 / count,
              "peak_mb": system.peak_mb()}
    print("P6", mode, system.name, {key: round(value, 2) for key, value in result.items()}, flush=True)
    system.stop()
    return result


def require_rows(name, postgres, count):
    found = postgres.ask("SELECT count(*), sum(id), count(note), sum(quantity) FROM orders")
    expected = "%d|%d|%d|%d" % (count, count * (count - 1) // 2, sum(1 for i in range(count) if i % 5),
                                sum(i % 17 for i in range(count)))
    if found != expected:
        raise RuntimeError("%s: the table holds %s, not %s" % (name, found, expected))


def measure_read(system, postgres, count):
    require_rows("\\copy", postgres, count)
    system.start_all()
    systems.create_topic("orders", 1)
    time.sleep(2)
    start = time.time()
    systems.rest("POST", "/connectors", {"name": "source", "config": system.jdbc_source(URL, "bench", "orders", "orders")})
    until("first record", lambda: system.records("source"), system.processes[-1], every=0.02)
    first, before = time.time(), system.records("source")
    until("last record", lambda: system.records("source") >= count, system.processes[-1], seconds=900, every=0.02)
    end = time.time()
    result = {"rows_per_s": count / (end - start), "steady_rows_per_s": (count - before) / max(end - first, 0.001)}
    print("P6r", system.name, {key: round(value, 2) for key, value in result.items()}, flush=True)
    system.stop()
    return result


def copy_in(postgres, path, count):
    postgres.run("DROP TABLE IF EXISTS orders")
    postgres.run("CREATE TABLE orders " + TABLE)
    postgres.run("CHECKPOINT")
    return {"rows_per_s": count / postgres.timed("\\copy orders from '%s'" % path)}


def copy_out(postgres, count):
    rate = count / postgres.timed("\\copy orders to '%s/copied.txt'" % systems.WORK)
    return {"rows_per_s": rate, "steady_rows_per_s": rate}


def data_files(count):
    """The same rows as JSON, as JSON in Connect's envelope, and as COPY reads them."""
    files = {kind: "%s/orders-%d.%s" % (systems.WORK, count, kind) for kind in ("plain", "enveloped", "text")}
    if all(os.path.exists(path) for path in files.values()):
        return files
    envelope = '{"schema":%s,"payload":' % json.dumps(SCHEMA, separators=(",", ":"))
    with open(files["plain"] + ".new", "w") as plain, open(files["enveloped"] + ".new", "w") as enveloped, \
            open(files["text"] + ".new", "w") as text:
        for i in range(count):
            note = None if i % 5 == 0 else "note number %d for the order" % i
            row = {"id": i, "customer": "customer-%d" % (i * 7919 % 100003), "quantity": i % 17,
                   "price": i % 9973 / 100.0, "paid": i % 3 == 0, "note": note}
            line = json.dumps(row, separators=(",", ":"))
            plain.write(line + "\n")
            enveloped.write(envelope + line + "}\n")
            text.write("%d\t%s\t%d\t%s\t%s\t%s\n" % (
                i, row["customer"], row["quantity"], row["price"], "t" if row["paid"] else "f", note or "\\N"))
    for path in files.values():
        os.replace(path + ".new", path)
    return files
