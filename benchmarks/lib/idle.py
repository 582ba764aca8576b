"""2,000 connections that have shaken hands and say nothing more: what they cost the broker."""
import resource
import socket
import struct
import time

from lib import report, systems
from lib.process import until

CONNECTIONS = 2_000
SECONDS = 20
ROWS = [
    ("memory (RSS) for each connection, KB", "kb_each", "–"),
    ("idle CPU with them, % of a core", "cpu_percent", "–"),
]
# ApiVersions, version 0, as client "idle".
HELLO = struct.pack(">hhih", 18, 0, 1, 4) + b"idle"


def run(options):
    ours, peer = [], []
    for _ in range(options.rounds):
        for results, system in ((peer, systems.Peer(systems.WORK + "/peer")),
                                (ours, systems.Headrace(systems.WORK + "/ours"))):
            system.start_log()
            until("open port", systems.port_open, system.processes[0])
            results.append(measure(system))
            system.stop()
    yield report.table("Idle connections: %d, each after one request" % CONNECTIONS, ROWS, ours, peer)


def measure(system):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < CONNECTIONS + 100:
        resource.setrlimit(resource.RLIMIT_NOFILE, (CONNECTIONS + 100, hard))
    warm = [connect() for _ in range(100)]
    before = system.resident_mb()
    connections = [connect() for _ in range(CONNECTIONS - len(warm))]
    time.sleep(5)
    memory, cpu, begin = system.resident_mb() - before, system.cpu_seconds(), time.time()
    time.sleep(SECONDS)
    result = {"kb_each": memory * 1024 / len(connections),
              "cpu_percent": 100 * (system.cpu_seconds() - cpu) / (time.time() - begin)}
    for connection in warm + connections:
        connection.close()
    print("idle", system.name, {key: round(value, 2) for key, value in result.items()}, flush=True)
    return result


def connect():
    connection = socket.create_connection(("127.0.0.1", systems.KAFKA_PORT), timeout=30)
    connection.sendall(struct.pack(">i", len(HELLO)) + HELLO)
    length, = struct.unpack(">i", receive(connection, 4))
    receive(connection, length)
    return connection


def receive(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise RuntimeError("the broker closed a connection")
        data += more
    return data
