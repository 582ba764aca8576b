"""The two systems under test, each behind the same few methods: start, stop, the connectors' configs."""
import glob
import json
import os
import shutil
import socket
import subprocess
import urllib.error
import urllib.request

from lib.process import Process, until

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(HERE)
WORK = os.environ.get("BENCHMARK_DIR", os.path.join(HERE, "target"))
JARS = os.path.join(HERE, "peer", "target", "libs")
PLUGINS = os.path.join(HERE, "peer", "target", "plugins")
# Below the ephemeral range, so that a client that connects to a port that is not open yet never meets itself.
KAFKA_PORT, REST_PORT = 23092, 23083
BOOTSTRAP = "127.0.0.1:%d" % KAFKA_PORT
REST_URL = "http://127.0.0.1:%d" % REST_PORT
# The JVM options of kafka-run-class.sh as shipped.
SHIPPED_JVM = ["-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35",
               "-XX:+ExplicitGCInvokesConcurrent", "-Djava.awt.headless=true"]
_running = []


def java():
    """The JDK that runs the peer and all clients: the one that runs Headrace too."""
    named = [os.environ.get("HEADRACE_JAVA"), os.environ.get("JAVA_HOME") and os.environ["JAVA_HOME"] + "/bin/java"]
    for candidate in [*named, *sorted(glob.glob("/usr/lib/jvm/*/bin/java"), reverse=True), "java"]:
        if not candidate or not (shutil.which(candidate)):
            continue
        version = subprocess.run([candidate, "-version"], stderr=subprocess.PIPE, text=True).stderr
        if 'version "25' in version:
            return candidate
    raise SystemExit("no JDK 25 found; set JAVA_HOME")


def prepare():
    """Jars of the peer, our own build, and nothing left of an earlier run."""
    global JAVA
    JAVA = java()
    if not glob.glob(JARS + "/kafka_2.13-*.jar"):
        print("Resolving the peer's jars ...", flush=True)
        _resolve("pom.xml", JARS)
    subprocess.run([ROOT + "/bin/headrace", "--version"], check=True)
    os.makedirs(WORK, exist_ok=True)


def _resolve(pom, directory):
    subprocess.run(["mvn", "-q", "-B", "-f", HERE + "/peer/" + pom,
                    "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
                    "-DincludeScope=runtime", "-DoutputDirectory=" + directory], check=True)


def prepare_jdbc_sink():
    """The peer's JDBC sink as a plugin. Jackson comes from Connect: two of it do not go together."""
    directory = PLUGINS + "/debezium-jdbc"
    if not glob.glob(directory + "/debezium-connector-jdbc-*.jar"):
        print("Resolving the peer's JDBC sink ...", flush=True)
        _resolve("jdbc/pom.xml", directory)
    for part in ("core", "databind", "annotations"):
        for jar in glob.glob("%s/jackson-%s-*.jar" % (directory, part)):
            os.remove(jar)


def tool(main, *arguments, heap="-Xmx512M", properties=None):
    """Runs one of Kafka's own command-line tools and returns what it prints."""
    command = [JAVA, heap, *SHIPPED_JVM, "-Dlog4j2.level=ERROR", "-cp", JARS + "/*", main, *map(str, arguments)]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=900)
    if result.returncode != 0:
        raise RuntimeError("%s failed\n%s\n%s" % (main, result.stdout[-2000:], result.stderr[-2000:]))
    return result.stdout


def create_topic(name, partitions):
    tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", BOOTSTRAP, "--create", "--topic", name,
         "--partitions", partitions)


def delete_topic(name):
    tool("org.apache.kafka.tools.TopicCommand", "--bootstrap-server", BOOTSTRAP, "--delete", "--topic", name)


def produce(topic, path):
    """Sends the lines of a file as records, in order, in batches as producers are told to make them."""
    command = [JAVA, "-Xmx512M", *SHIPPED_JVM, "-Dlog4j2.level=ERROR", "-cp", JARS + "/*",
               "org.apache.kafka.tools.ConsoleProducer", "--bootstrap-server", BOOTSTRAP, "--topic", topic]
    for setting in ("batch.size=262144", "linger.ms=5", "compression.type=lz4", "acks=all"):
        command += ["--command-property", setting]
    with open(path, "rb") as lines:
        subprocess.run(command, stdin=lines, stdout=subprocess.DEVNULL, check=True, timeout=900)


def rest(method, path, body=None):
    request = urllib.request.Request(REST_URL + path, method=method, headers={"Content-Type": "application/json"},
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=90) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def rest_answers():
    try:
        rest("GET", "/connectors")
        return True
    except (OSError, urllib.error.URLError):
        return False


def port_open():
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", KAFKA_PORT)) == 0


def remember(process):
    """Has a process stopped at the end, whatever happens before."""
    _running.append(process)


def forget(process):
    _running.remove(process)


def stop_all():
    for process in reversed(_running):
        process.stop()
    _running.clear()


class System:
    """A log and a worker. `processes` are what is measured."""

    def __init__(self, directory):
        self.directory = directory
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        self.processes = []

    def _start(self, name, command, environment=None):
        process = Process(name, command, "%s/%s.log" % (self.directory, name), environment)
        self.processes.append(process)
        _running.append(process)
        return process

    def start_all(self):
        self.start_log()
        until("open port", port_open, self.processes[0])
        self.start_worker()
        until("REST answer", rest_answers, self.processes[-1])

    def cpu_seconds(self):
        return sum(process.cpu_seconds() for process in self.processes)

    def peak_mb(self):
        return sum(process.peak_mb() for process in self.processes)

    def resident_mb(self):
        return sum(process.resident_mb() for process in self.processes)

    def stop(self):
        for process in reversed(self.processes):
            process.stop()
            _running.remove(process)
        self.processes.clear()
        shutil.rmtree(self.directory, ignore_errors=True)


class Peer(System):
    """One KRaft broker and Kafka Connect (standalone), as shipped unless `tuned`."""

    name = "Kafka + Connect"

    def __init__(self, directory, tuned=False, broker=None, plugins=False):
        super().__init__(directory)
        self.tuned = tuned
        self.plugins = plugins
        self.broker = broker or {}
        self._format()

    def _format(self):
        listeners = "PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d" % (BOOTSTRAP, KAFKA_PORT + 1)
        settings = {
            "process.roles": "broker,controller", "node.id": 1, "listeners": listeners, "advertised.listeners": listeners,
            "controller.quorum.bootstrap.servers": "127.0.0.1:%d" % (KAFKA_PORT + 1),
            "inter.broker.listener.name": "PLAINTEXT", "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "num.network.threads": 3, "num.io.threads": 8, "socket.send.buffer.bytes": 102400,
            "socket.receive.buffer.bytes": 102400, "socket.request.max.bytes": 104857600, "num.partitions": 1,
            "log.dirs": self.directory + "/data", "num.recovery.threads.per.data.dir": 2,
            "offsets.topic.replication.factor": 1, "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1, "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1, "log.retention.hours": 168,
            "log.segment.bytes": 1073741824, "log.retention.check.interval.ms": 300000, **self.broker}
        if self.tuned:
            settings["group.initial.rebalance.delay.ms"] = 0
        path = _properties(self.directory + "/server.properties", settings)
        cluster = tool("kafka.tools.StorageTool", "random-uuid").split()[-1]
        tool("kafka.tools.StorageTool", "format", "--standalone", "-t", cluster, "-c", path)

    def start_log(self):
        self._start("broker", [JAVA, "-Xmx1G", "-Xms1G", *SHIPPED_JVM, "-Dlog4j2.level=WARN", "-cp", JARS + "/*",
                               "kafka.Kafka", self.directory + "/server.properties"])

    def start_worker(self):
        converter = "org.apache.kafka.connect.storage.StringConverter"
        path = _properties(self.directory + "/connect.properties", {
            "bootstrap.servers": BOOTSTRAP, "key.converter": converter, "value.converter": converter,
            "listeners": REST_URL, "offset.flush.interval.ms": 10000,
            **({"plugin.path": PLUGINS} if self.plugins else {}),
            "offset.storage.file.filename": self.directory + "/connect.offsets"})
        self._start("connect", [JAVA, "-Xms256M", "-Xmx2G", *SHIPPED_JVM, "-Dlog4j2.level=WARN", "-cp", JARS + "/*",
                                "org.apache.kafka.connect.cli.ConnectStandalone", path])

    def file_source(self, path, topic):
        config = {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "tasks.max": "1",
                  "file": path, "topic": topic}
        if self.tuned:
            override = {"batch.size": "262144", "linger.ms": "10", "compression.type": "lz4",
                        "buffer.memory": "67108864", "max.request.size": "4194304"}
            config["batch.size"] = "10000"
            config.update({"producer.override." + key: value for key, value in override.items()})
        return config

    def file_sink(self, path, topic):
        config = {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "tasks.max": "1",
                  "file": path, "topics": topic}
        if self.tuned:
            override = {"max.poll.records": "10000", "fetch.min.bytes": "262144", "fetch.max.wait.ms": "50",
                        "max.partition.fetch.bytes": "4194304", "receive.buffer.bytes": "1048576"}
            config.update({"consumer.override." + key: value for key, value in override.items()})
        return config


    def jdbc_sink(self, url, user, topic, mode, key):
        """Needs prepare_jdbc_sink() before the worker starts."""
        override = {"max.poll.records": "5000", "fetch.min.bytes": "262144", "fetch.max.wait.ms": "50",
                    "max.partition.fetch.bytes": "8388608"}
        return {"connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector", "tasks.max": "1", "topics": topic,
                "connection.url": url + "?reWriteBatchedInserts=true", "connection.username": user,
                "connection.password": user, "insert.mode": mode, "primary.key.mode": "record_value",
                "primary.key.fields": key, "schema.evolution": "basic", "collection.name.format": topic,
                "batch.size": "5000", "key.converter": "org.apache.kafka.connect.storage.StringConverter",
                "value.converter": "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable": "true",
                **{"consumer.override." + name: value for name, value in override.items()}}


class Headrace(System):
    """The one process, with its defaults (fsync, exactly once) unless settings say otherwise."""

    name = "Headrace"

    def __init__(self, directory, settings=()):
        super().__init__(directory)
        self.settings = settings

    def start_log(self):
        changed = [word for setting in self.settings for word in ("--set", setting)]
        self._start("headrace", [ROOT + "/bin/headrace", "run", "--kafka", BOOTSTRAP,
                                 "--rest", "127.0.0.1:%d" % REST_PORT, "--data", self.directory + "/data", *changed])

    def start_worker(self):
        """It is the same process."""

    def file_source(self, path, topic):
        return {"connector.class": "file-source", "path": path, "topic": topic, "format": "lines"}

    def file_sink(self, path, topic):
        return {"connector.class": "file-sink", "path": path, "topics": topic, "format": "lines", "rolling": "none"}

    def jdbc_sink(self, url, user, topic, mode, key):
        return {"connector.class": "jdbc-sink", "url": url, "user": user, "topics": topic, "mode": mode,
                "key.columns": key}

    def jdbc_source(self, url, user, table, topic):
        return {"connector.class": "jdbc-source", "url": url, "user": user, "tables": table, "mode": "bulk",
                "topic": topic}

    def records(self, connector):
        """How many records all tasks have committed."""
        status = rest("GET", "/connectors/%s/status" % connector)
        return sum(task.get("progress", {}).get("records", 0) for task in status["tasks"])


def _properties(path, settings):
    with open(path, "w") as out:
        out.writelines("%s=%s\n" % item for item in settings.items())
    return path
