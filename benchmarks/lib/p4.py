"""P4: from the start of the process until REST answers and a first line has gone file -> log -> file; then its idle costs."""
import time

from lib import report, systems
from lib.p5 import size_of
from lib.process import until

ROWS = [
    ("Kafka port open, s", "port_s", "–"),
    ("REST answers, s", "rest_s", "–"),
    ("first line in the sink, s", "first_line_s", "≤ 3 s"),
    ("CPU-s until then", "cpu_s", "–"),
    ("idle memory (RSS), MB", "idle_rss_mb", "≤ 250 MB"),
    ("idle CPU, % of a core", "idle_cpu_percent", "goal ≤ 0.5 %"),
]


def run(options):
    ours, peer = [], []
    for _ in range(options.rounds):
        peer.append(measure(systems.Peer(systems.WORK + "/peer", tuned=True)))
        ours.append(measure(systems.Headrace(systems.WORK + "/ours")))
    yield report.table("P4: start, and idle", ROWS, ours, peer)


def measure(system):
    source, sink = system.directory + "/line.txt", system.directory + "/sink.txt"
    with open(source, "w") as out:
        out.write("the first line\n")
    start = time.time()
    system.start_log()
    until("open port", systems.port_open, system.processes[0])
    port = time.time()
    system.start_worker()
    until("REST answer", systems.rest_answers, system.processes[-1])
    answered = time.time()
    systems.rest("POST", "/connectors", {"name": "sink", "config": system.file_sink(sink, "lines")})
    systems.rest("POST", "/connectors", {"name": "source", "config": system.file_source(source, "lines")})
    until("first line", lambda: size_of(sink) > 0, system.processes[-1])
    result = {"port_s": port - start, "rest_s": answered - start, "first_line_s": time.time() - start,
              "cpu_s": system.cpu_seconds()}
    time.sleep(15)
    cpu, begin = system.cpu_seconds(), time.time()
    time.sleep(20)
    result["idle_cpu_percent"] = 100 * (system.cpu_seconds() - cpu) / (time.time() - begin)
    result["idle_rss_mb"] = system.resident_mb()
    print("P4", system.name, {key: round(value, 2) for key, value in result.items()}, flush=True)
    system.stop()
    return result
