"""P1: produce with Kafka's own ProducerPerformance; broker CPU by the kernel's account of its process."""
import os
import re

from lib import report, systems
from lib.process import until

RESULT = re.compile(r"(\d+) records sent, ([\d.]+) records/sec .*?, (\d+) ms 50th, (\d+) ms 95th, (\d+) ms 99th")
ROWS = [
    ("records/s", "records_per_s", "≥ 1.0×"),
    ("broker CPU-s/GB", "cpu_s_per_gb", "≤ 0.6×"),
    ("p99 latency, ms (client's buffer full)", "p99_ms", "goal ≤ 0.5×"),
    ("broker's peak memory, MB", "peak_mb", "–"),
]
# partitions, bytes of a record, codec, number of records
COMBINATIONS = [(1, 1024, "none", 500_000), (1, 100, "none", 2_500_000), (8, 100, "lz4", 2_500_000)]


def run(options):
    results = {combination: ([], []) for combination in COMBINATIONS}
    for _ in range(options.rounds):
        for which, system in ((1, systems.Peer(systems.WORK + "/peer")),
                              (0, systems.Headrace(systems.WORK + "/ours", ["log.flush=os"]))):
            system.start_log()
            until("open port", systems.port_open, system.processes[0])
            warm_up()
            for combination in COMBINATIONS:
                results[combination][which].append(measure(system, *combination))
            system.stop()
    for (partitions, size, codec, _), (ours, peer) in results.items():
        yield report.table("P1: produce, %d partition%s, %d B, acks=all, %s, log.flush=os, warm" % (
            partitions, "" if partitions == 1 else "s", size, codec), ROWS, ours, peer)


def warm_up():
    """Both brokers' JIT compilers need some million records before the figures level off."""
    for index in range(4):
        name = "warm-%d" % index
        systems.create_topic(name, 1)
        produce(name, 2_500_000, 100, "none")
        systems.delete_topic(name)


def measure(system, partitions, size, codec, count):
    name = "produce-%d-%d-%s" % (partitions, size, codec)
    systems.create_topic(name, partitions)
    cpu = system.cpu_seconds()
    result = produce(name, count, size, codec)
    result["cpu_s_per_gb"] = (system.cpu_seconds() - cpu) / (count * size / 1e9)
    result["peak_mb"] = system.peak_mb()
    systems.delete_topic(name)
    print("P1", system.name, partitions, size, codec, {key: round(value, 2) for key, value in result.items()}, flush=True)
    return result


def produce(topic, count, size, codec):
    text = systems.tool(
        "org.apache.kafka.tools.ProducerPerformance", "--bootstrap-server", systems.BOOTSTRAP, "--topic", topic,
        "--num-records", count, "--throughput", -1, "--payload-file", payloads(size), "--reporting-interval", 60000,
        "--command-property", "acks=all", "compression.type=" + codec, "linger.ms=5", "batch.size=65536",
        "buffer.memory=67108864")
    last = RESULT.findall(text)[-1]
    return {"records_per_s": float(last[1]), "p99_ms": float(last[4])}


def payloads(size):
    """10,000 JSON-like records of exactly `size` bytes."""
    path = "%s/payload-%d.txt" % (systems.WORK, size)
    if os.path.exists(path):
        return path
    with open(path, "w") as out:
        for index in range(10_000):
            text, field = '{"id":%d,"user":"user-%d"' % (index * 104729, index * 7919 % 9973), 0
            while len(text) < size:
                text += ',"field%d":"%x"' % (field, (index + 1) * (field + 17) * 2654435761 % (1 << 40))
                field += 1
            out.write(text[:size - 1] + "}\n")
    return path
