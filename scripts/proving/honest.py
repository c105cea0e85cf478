"""A client that behaves, in a process of its own: is it answered while others do not behave, and how soon?"""

import http.client
import multiprocessing
import os
import time

from . import wire
from .service import MONTH

LIVEZ = wire.get("/livez")
# The longest an answer may take, in seconds; on a machine that has more to do than cores to do it with, so much longer.
PATIENCE = 2.0


def patience():
    return PATIENCE * max(1, os.getloadavg()[0] / os.cpu_count())


class HonestClient:
    """Asks /livez on a new connection and a decision on a kept one, again and again, from an address of its own.

    With `keeps` it opens no connection after its first ones: for times when nobody can.
    """

    def __init__(self, port, *fields, keeps=False, pause=0.01):
        fork = multiprocessing.get_context("fork")
        self.pipe, other = fork.Pipe()
        self.process = fork.Process(target=_run, args=(other, port, fields, keeps, pause), daemon=True)
        self.process.start()
        self.taken()

    def taken(self, least=3):
        """What happened since the last call, of which there are `least` rounds at least."""
        self.pipe.send(least)
        return self.pipe.recv()

    def end(self):
        self.pipe.send(None)
        self.process.join()


class Taken:
    """Requests of a while: how many, what went wrong with how many, and the times that they took."""

    def __init__(self):
        self.count, self.failures, self.times = 0, [], []

    @property
    def p99(self):
        """Milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.99)] * 1000 if self.times else 0

    @property
    def slowest(self):
        return max(self.times, default=0) * 1000

    def problem(self):
        if self.failures:
            return f"honest client: {self.failures[0]} ({len(self.failures)} of {self.count})"
        if self.slowest > patience() * 1000:
            return f"honest client waited {self.slowest:.0f} ms"
        return ""

    def __str__(self):
        return f"honest {self.count - len(self.failures)}/{self.count}, p99 {self.p99:.1f} ms"


def _run(pipe, port, fields, keeps, pause):
    question = wire.post("/v1/claims/validate", MONTH, *fields)
    kept, expected, taken, rounds, least = {}, None, Taken(), 0, None
    while True:
        for request, is_kept in ((LIVEZ, keeps), (question, True)):
            start = time.monotonic()
            try:
                client = kept.pop(request, None) or wire.connect(port, "127.0.0.2", patience())
                answer = wire.ask(client, request)
                if answer.status != 200:
                    taken.failures.append(f"status {answer.status}")
                elif request is question:
                    expected = expected or answer.body
                    if answer.body != expected:
                        taken.failures.append("another answer than before")
                if is_kept and answer.fields.get("Connection") != "close":
                    kept[request] = client
                else:
                    client.close()
            except (OSError, http.client.HTTPException) as error:
                taken.failures.append(type(error).__name__)
            taken.count += 1
            taken.times.append(time.monotonic() - start)
        rounds += 1
        if least is not None:
            time.sleep(pause)
        elif pipe.poll(pause):
            least = pipe.recv()
            if least is None:
                return
        if least is not None and rounds >= least:
            pipe.send(taken)
            taken, rounds, least = Taken(), 0, None
