"""A child process with what the kernel says of its CPU time and memory."""
import os
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    def __init__(self, name, command, log, environment=None, user=None):
        self.name = name
        self.log = log
        os.makedirs(os.path.dirname(log), exist_ok=True)
        with open(log, "wb") as out:
            self.child = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True, env={**os.environ, **(environment or {})}, user=user)

    def alive(self):
        return self.child.poll() is None

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.child.pid) as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        return self._memory_mb("VmRSS")

    def peak_mb(self):
        return self._memory_mb("VmHWM")

    def _memory_mb(self, key):
        with open("/proc/%d/status" % self.child.pid) as status:
            for line in status:
                if line.startswith(key + ":"):
                    return int(line.split()[1]) / 1024
        raise RuntimeError("%s: no %s" % (self.name, key))

    def output(self):
        with open(self.log, errors="replace") as text:
            return text.read()

    def stop(self, seconds=60):
        if not self.alive():
            return
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def until(what, condition, process=None, seconds=120, every=0.01):
    """Waits for a condition that answers something true; that is returned."""
    end = time.time() + seconds
    while time.time() < end:
        answer = condition()
        if answer:
            return answer
        if process is not None and not process.alive():
            raise RuntimeError("%s died before %s:\n%s" % (process.name, what, process.output()[-3000:]))
        time.sleep(every)
    raise RuntimeError("no %s within %d s%s" % (what, seconds, "" if process is None else ":\n" + process.output()[-3000:]))
