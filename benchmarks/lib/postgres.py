"""A PostgreSQL server of its own, as packages install it, with durable commits."""
import glob
import os
import shutil
import subprocess
import time

from lib import systems
from lib.process import TICKS, Process, until

# Below the ephemeral range, see systems.py.
PORT = 23432
BIN = os.environ.get("BENCHMARK_PG_BIN") or next(iter(sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)), "")
# initdb and postgres refuse to run as root.
USER = "postgres" if os.geteuid() == 0 else None
URL = "jdbc:postgresql://127.0.0.1:%d/bench" % PORT


class Postgres:
    def __init__(self, directory):
        if not os.path.exists(BIN + "/postgres"):
            raise SystemExit("P6 needs the programs of a PostgreSQL server; set BENCHMARK_PG_BIN to their directory")
        self.directory = directory
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        if USER:
            shutil.chown(directory, USER)
        data = directory + "/data"
        subprocess.run([BIN + "/initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-locale", "-E", "UTF8"],
                       user=USER, cwd=directory, check=True, stdout=subprocess.DEVNULL)
        self.process = Process("postgres", [
            BIN + "/postgres", "-D", data, "-p", str(PORT), "-k", directory, "-c", "listen_addresses=127.0.0.1",
            "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"], directory + ".log", user=USER)
        systems.remember(self.process)
        until("answer of PostgreSQL", lambda: self.ask("SELECT 1", "postgres") == "1", self.process)
        self.run("CREATE DATABASE bench", "postgres")

    def psql(self, *arguments, database="bench"):
        return subprocess.run([BIN + "/psql", "-X", "-h", "127.0.0.1", "-p", str(PORT), "-U", "bench", "-d", database,
                               "-v", "ON_ERROR_STOP=1", "-At", *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, query, database="bench"):
        """What a query gives; nothing when it fails, as while its table is not there."""
        result = self.psql("-c", query, database=database)
        return result.stdout.strip() if result.returncode == 0 else None

    def run(self, statement, database="bench"):
        result = self.psql("-c", statement, database=database)
        if result.returncode != 0:
            raise RuntimeError(statement + ": " + result.stderr)

    def timed(self, statement):
        """The seconds that a statement, or a command of psql, takes."""
        began = time.time()
        self.run(statement)
        return time.time() - began

    def cpu_seconds(self):
        """Of the server, its children, and those that it has waited for."""
        ticks = 0
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % name) as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(name) == self.process.child.pid:
                ticks += sum(int(field) for field in fields[11:15])
            elif int(fields[1]) == self.process.child.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def stop(self):
        self.process.stop()
        systems.forget(self.process)
        shutil.rmtree(self.directory, ignore_errors=True)
