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
    results = measure_all(options, COMBINATIONS, True, {
        "Headrace": lambda: headrace("os"), "Kafka": lambda: systems.Peer(systems.WORK + "/peer")})
    for figure, key, target in ROWS:
        yield report.comparison("P1: produce: %s, acks=all, log.flush=os, warm" % figure, key, target,
                                pairs(results, "Headrace", "Kafka"), "Kafka")
    for figure, key, target in CONSUMED:
        yield report.comparison("P2: consume the same: %s, warm" % figure, key, target,
                                pairs(results, "Headrace", "Kafka"), "Kafka")


def run_flushed(options):
    """P1f: each batch is forced to the disk before it is answered, beside Kafka's doing so and our own log.flush=os.

    Five times as many records as in P1: in the first three seconds the client's own compiler takes a third of two cores,
    and a forced write needs its turn on them several times.
    """
    chosen = [(partitions, size, codec, 5 * count) for partitions, size, codec, count in COMBINATIONS if codec == "none"]
    results = measure_all(options, chosen, False, {
        "fsync": lambda: headrace("fsync"), "os": lambda: headrace("os"),
        "Kafka": lambda: systems.Peer(systems.WORK + "/peer", broker={"log.flush.interval.messages": 1})})
    for figure, key, _ in ROWS:
        yield report.comparison(
            "P1f: produce: %s, acks=all, every answer forced to the disk (Kafka: log.flush.interval.messages=1), warm"
            % figure, key, "≥ 3×" if key == "records_per_s" else "–", pairs(results, "fsync", "Kafka"), "Kafka")
    yield report.comparison("P1f: produce: records/s, acks=all, forced to the disk, against our own log.flush=os, warm",
                            "records_per_s", "≥ 0.7×", pairs(results, "fsync", "os"), "Headrace with log.flush=os")


def headrace(flush):
    return systems.Headrace(systems.WORK + "/ours", ["log.flush=" + flush])


def measure_all(options, combinations, consume, makers):
    """By combination, the rounds of each system, which take turns."""
    results = {combination: {name: [] for name in makers} for combination in combinations}
    for _ in range(options.rounds):
        for name, make in reversed(makers.items()):
            system = make()
            system.start_log()
            until("open port", systems.port_open, system.processes[0])
            warm_up(system, consume)
            for combination in combinations:
                results[combination][name].append(measure(system, *combination, consume=consume))
            system.stop()
    return results


def pairs(results, ours, other):
    return {label(*combination): (rounds[ours], rounds[other]) for combination, rounds in results.items()}


def label(partitions, size, codec, _):
    return "%d partition%s, %d B, %s" % (partitions, "" if partitions == 1 else "s", size, codec)


def warm_up(system, consume):
    """Both brokers' JIT compilers need some million records, of each kind of work, before the figures level off."""
    for index, partitions in enumerate((1, 8, 1, 8)):
        name = "warm-%d" % index
        systems.create_topic(name, partitions)
        produce(name, 2_500_000, 100, "none")
        if consume:
            consumption(system, name, 100, 2_500_000)
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
