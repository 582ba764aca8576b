"""P3: end-to-end latency with Kafka's own EndToEndLatency: produce one record, consume it, then the next."""
import re

from lib import report, systems
from lib.process import until

RECORDS = 10_000
RESULT = re.compile(r"50th = ([\d.]+), 99th = ([\d.]+), 99\.9th = ([\d.]+)")
ROWS = [
    ("mean, ms", "mean_ms", "–"),
    ("p50, ms", "p50_ms", "–"),
    ("p99, ms", "p99_ms", "≤ 1×"),
    ("p99.9, ms", "p999_ms", "goal ≤ 0.3×"),
]


def run(options):
    ours, peer = [], []
    for _ in range(options.rounds):
        for results, system in ((peer, systems.Peer(systems.WORK + "/peer")),
                                (ours, systems.Headrace(systems.WORK + "/ours", ["log.flush=os"]))):
            system.start_log()
            until("open port", systems.port_open, system.processes[0])
            for name in ("warm", "measured"):
                systems.create_topic(name, 1)
                result = measure(name)
            print("P3", system.name, result, flush=True)
            results.append(result)
            system.stop()
    yield report.table("P3: end-to-end latency, one record at a time, 100 B, acks=all, log.flush=os", ROWS, ours, peer)


def measure(topic):
    text = systems.tool(
        "org.apache.kafka.tools.EndToEndLatency", "--bootstrap-server", systems.BOOTSTRAP, "--topic", topic,
        "--num-records", RECORDS, "--producer-acks", "all", "--record-size", 100)
    p50, p99, p999 = map(float, RESULT.search(text).groups())
    mean = float(re.search(r"Avg latency: ([\d.]+)", text)[1])
    return {"mean_ms": mean, "p50_ms": p50, "p99_ms": p99, "p999_ms": p999}
