"""P5: a file of 100-byte lines -> log -> file, in a process that has just started."""
import filecmp
import os
import time

from lib import report, systems
from lib.process import until

WIDTH = 100
WORDS = ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau").split()
ROWS = [
    ("lines/s", "lines_per_s", "≥ 5× of tuned"),
    ("lines/s between first and last byte", "steady_lines_per_s", "–"),
    ("first byte in the sink, s", "first_byte_s", "–"),
    ("CPU-s per million lines", "cpu_s_per_million", "≤ 0.2×"),
    ("peak memory, MB", "peak_mb", "≤ 400 MB"),
]


def run(options):
    source = lines_file(options.lines)
    ours, shipped, tuned = [], [], []
    for _ in range(options.rounds):
        tuned.append(measure(systems.Peer(systems.WORK + "/peer", tuned=True), source, options.lines))
        ours.append(measure(systems.Headrace(systems.WORK + "/ours"), source, options.lines))
        shipped.append(measure(systems.Peer(systems.WORK + "/peer"), source, options.lines))
    title = "P5: file → log → file, %s lines of %d bytes, Headrace with fsync and exactly once, " % (
        report.number(options.lines), WIDTH)
    yield report.table(title + "against the tuned peer (page cache, at least once)", ROWS, ours, tuned)
    yield report.table(title + "against the peer as shipped", ROWS, ours, shipped)


def measure(system, source, lines):
    sink = system.directory + "/sink.txt"
    size = os.path.getsize(source)
    system.start_all()
    time.sleep(2)
    systems.create_topic("lines", 1)
    cpu, start = system.cpu_seconds(), time.time()
    systems.rest("POST", "/connectors", {"name": "sink", "config": system.file_sink(sink, "lines")})
    systems.rest("POST", "/connectors", {"name": "source", "config": system.file_source(source, "lines")})
    until("first byte", lambda: size_of(sink) > 0, system.processes[-1])
    first = time.time()
    until("last byte", lambda: size_of(sink) >= size, system.processes[-1], seconds=600)
    end = time.time()
    cpu = system.cpu_seconds() - cpu
    if not filecmp.cmp(source, sink, shallow=False):
        raise RuntimeError(system.name + ": the files differ")
    result = {"lines_per_s": lines / (end - start), "steady_lines_per_s": lines / max(end - first, 0.001),
              "first_byte_s": first - start, "cpu_s_per_million": cpu * 1e6 / lines, "peak_mb": system.peak_mb()}
    print("P5", system.name, {key: round(value, 2) for key, value in result.items()}, flush=True)
    system.stop()
    return result


def size_of(path):
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def lines_file(count):
    """Lines of exactly WIDTH bytes, numbered, of words in a fixed order that repeats seldom."""
    path = "%s/lines-%d.txt" % (systems.WORK, count)
    if size_of(path) == count * WIDTH:
        return path
    with open(path, "w") as out:
        for number in range(count):
            text = " ".join(WORDS[(number * 7 + k * (1 + number % 5)) % len(WORDS)] for k in range(20))
            out.write(("%010d user=%06d %s" % (number, number * 7919 % 1000003, text))[:WIDTH - 1].ljust(WIDTH - 1, "x") + "\n")
    return path
