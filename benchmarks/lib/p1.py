"""P1, P1f, P2: Kafka's own ProducerPerformance and ConsumerPerformance; CPU by the kernel's account of the broker."""
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
CONSUMED = [("records/s", "read_per_s", "–"), ("broker CPU-s/GB", "read_cpu_s_per_gb", "≤ 0.7×")]
# partitions, bytes of a record, codec, number of records
COMBINATIONS = [(partitions, size, codec, count)
                for partitions in (1, 8)
                for size, count in ((1024, 400_000), (100, 2_000_000))
                for codec in ("none", "lz4")]


def run(options):
    """P1 and, over the data just written, P2."""
    yield from compare(options, COMBINATIONS, ["log.flush=os"], {}, ROWS, CONSUMED, "P1: produce", "log.flush=os, warm")


def run_flushed(options):
    """P1f: both force each batch to the disk before they answer."""
    rows = [(label, key, "≥ 3×" if key == "records_per_s" else "–") for label, key, _ in ROWS]
    chosen = [combination for combination in COMBINATIONS if combination[2] == "none"]
    yield from compare(options, chosen, ["log.flush=fsync"], {"log.flush.interval.messages": 1}, rows, [],
                       "P1f: produce", "every answer forced to the disk (Kafka: log.flush.interval.messages=1), warm")


def compare(options, combinations, ours_set, peer_set, rows, consumed, title, conditions):
    results = {combination: ([], []) for combination in combinations}
    for _ in range(options.rounds):
        for which, system in ((1, systems.Peer(systems.WORK + "/peer", broker=peer_set)),
                              (0, systems.Headrace(systems.WORK + "/ours", ours_set))):
            system.start_log()
            until("open port", systems.port_open, system.processes[0])
            warm_up()
            for combination in combinations:
                results[combination][which].append(measure(system, *combination, consume=bool(consumed)))
            system.stop()
    named = {label(*combination): pair for combination, pair in results.items()}
    for figure, key, target in rows:
        yield report.comparison("%s: %s, acks=all, %s" % (title, figure, conditions), key, target, named)
    for figure, key, target in consumed:
        yield report.comparison("P2: consume the same: %s, warm" % figure, key, target, named)


def label(partitions, size, codec, _):
    return "%d partition%s, %d B, %s" % (partitions, "" if partitions == 1 else "s", size, codec)


def warm_up():
    """Both brokers' JIT compilers need some million records before the figures level off."""
    for index in range(4):
        name = "warm-%d" % index
        systems.create_topic(name, 1)
        produce(name, 2_500_000, 100, "none")
        systems.delete_topic(name)


def measure(system, partitions, size, codec, count, consume):
    name = "produce-%d-%d-%s" % (partitions, size, codec)
    systems.create_topic(name, partitions)
    cpu = system.cpu_seconds()
    result = produce(name, count, size, codec)
    result["cpu_s_per_gb"] = (system.cpu_seconds() - cpu) / (count * size / 1e9)
    result["peak_mb"] = system.peak_mb()
    if consume:
        result.update(consumption(system, name, size, count))
    systems.delete_topic(name)
    print("P1", system.name, partitions, size, codec, {key: round(value, 2) for key, value in result.items()}, flush=True)
    return result


def consumption(system, topic, size, count):
    cpu = system.cpu_seconds()
    text = systems.tool(
        "org.apache.kafka.tools.ConsumerPerformance", "--bootstrap-server", systems.BOOTSTRAP, "--topic", topic,
        "--num-records", count, "--hide-header", "--timeout", 30000, "--command-property", "max.poll.records=5000",
        heap="-Xmx1G")
    # start, end, MB, MB/s, records, records/s, rebalance ms, fetch ms, fetch MB/s, fetch records/s
    fields = [field.strip() for field in text.strip().splitlines()[-1].split(",")]
    read, millis = int(fields[4]), float(fields[7])
    if read < count:
        raise RuntimeError("%s gave %d of %d records" % (system.name, read, count))
    return {"read_per_s": read / millis * 1e3, "read_cpu_s_per_gb": (system.cpu_seconds() - cpu) / (read * size / 1e9)}


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
