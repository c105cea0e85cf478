"""A running service on loopback, and what can be seen of it from outside."""

import atexit
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MONTH = (ROOT / "examples/clean-staff-month.json").read_bytes()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raise_descriptor_limit():
    """As many open files as this process may have; returns how many that is."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Service:
    """`claimgate serve` on ports of its own: plain, for figures, and with TLS if certificates are given.

    Its log goes to a file unless `stderr` says otherwise; `folder` is for files of the caller too, and goes at the end.
    """

    def __init__(self, program, *flags, tls_flags=None, descriptors=None, environment=None, stderr=None, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="claimgate-"))
        self.owns_folder = folder is None
        self.port, self.figures_port, self.tls_port = free_port(), free_port(), None
        command = [program, "serve", "--listen", f"127.0.0.1:{self.port}"]
        command += ["--metrics-listen", f"127.0.0.1:{self.figures_port}", *flags]
        if tls_flags is not None:
            self.tls_port = free_port()
            command += ["--tls-listen", f"127.0.0.1:{self.tls_port}", *tls_flags]
        self.log = self.folder / f"log-{self.port}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMGATE_")}
        limit = descriptors and (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors)))
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr or log,
                                            env=clean | (environment or {}), preexec_fn=limit or None)
        # Whatever becomes of this program.
        atexit.register(self.process.kill)
        for _ in range(200):
            if self.is_ready():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        sys.exit(f"the service did not start: {self.log.read_text(errors='replace')[-2000:]}")

    @property
    def pid(self):
        return self.process.pid

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.figures_port}/readyz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def figure(self, name):
        """The sum of a family's samples in /metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.figures_port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.M)
        return sum(float(value) for value in found)

    def memory(self):
        """Kibibytes resident."""
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as status:
            return int(next(line for line in status if line.startswith("VmRSS")).split()[1])

    def processor_seconds(self):
        with open(f"/proc/{self.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def settled(self, descriptors, seconds=15):
        """Whether it lets go of all but so many descriptors in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.descriptors() <= descriptors:
                return True
            time.sleep(0.05)
        return False

    def reload(self):
        """Sends SIGHUP and waits until the reload is over."""
        before = self.figure("claimgate_reloads_total")
        self.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 10
        while self.figure("claimgate_reloads_total") == before and time.monotonic() < end:
            time.sleep(0.02)

    def stop(self):
        """Ends it as an orchestrator does; returns its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        atexit.unregister(self.process.kill)
        if self.owns_folder:
            for file in self.folder.iterdir():
                file.unlink()
            self.folder.rmdir()
        return status
