"""Requests of every kind, right and wrong, whose answers are known to the byte."""

import gzip
import http.client
import random
import re
import ssl
import threading
import time

from . import wire
from .service import ROOT

# The same for every request, so that a problem document is the same each time.
IDENTITY = "X-Request-Id: 0123456789abcdef0123456789abcdef"
VALIDATE, SUGGEST, GAPS, FHIR = "/v1/claims/validate", "/v1/codes/suggest", "/v1/documentation/gaps", "/fhir/Claim/$validate"
NDJSON, X12 = "application/x-ndjson", "application/edi-x12"
# How often a request is sent again that a kept connection took and did not answer.
TRIES = 3


def questions(key, reader):
    """Name, weight and bytes of each kind of request; `reader` is a key that may read rules alone."""
    who = (IDENTITY, f"X-API-Key: {key}")
    months = sorted((ROOT / "examples").glob("*.json"))
    stream = b"".join(month.read_bytes().replace(b"\n", b" ").strip() + b"\n" for month in months if b'"lines"' in month.read_bytes())
    fhir = (ROOT / "examples/fhir/two-units.json").read_bytes()
    claims = (ROOT / "examples/two-claims.837").read_bytes()
    clean = (ROOT / "examples/clean-staff-month.json").read_bytes()
    kinds = []

    def add(name, weight, request):
        kinds.append((name, weight, request))

    for month in months:
        body = month.read_bytes()
        add("validate", 20, wire.post(VALIDATE, body, *who))
        add("suggest", 6, wire.post(SUGGEST, body, *who))
        add("gaps", 6, wire.post(GAPS, body, *who))
    add("validate, gzip in", 30, wire.post(VALIDATE, gzip.compress(clean, mtime=0), *who, "Content-Encoding: gzip"))
    add("validate, text out", 20, wire.post(VALIDATE, clean, *who, "Accept: text/plain"))
    add("validate, repeated", 20, wire.post(VALIDATE, clean, *who, 'Idempotency-Key: "soak"'))
    add("NDJSON, 15 months", 20, wire.post(VALIDATE + "?summary=true", stream, *who, kind=NDJSON))
    add("NDJSON, 300 months", 4, wire.post(VALIDATE + "?summary=true", stream * 20, *who, kind=NDJSON))
    add("NDJSON, gzip in", 8, wire.post(GAPS, gzip.compress(stream, mtime=0), *who, "Content-Encoding: gzip", kind=NDJSON))
    add("FHIR", 40, wire.post(FHIR, fhir, *who, kind="application/fhir+json"))
    add("FHIR, as JSON", 20, wire.post(VALIDATE, fhir, *who, kind="application/fhir+json"))
    add("X12", 40, wire.post(VALIDATE, claims, *who, kind=X12))
    add("rules and codes", 10, wire.get("/v1/rules", *who))
    add("rules and codes", 20, wire.get("/v1/codes/99490?on=2026-03-31", *who))
    add("health", 30, wire.get("/livez", IDENTITY))
    wrong = {
        "not JSON": wire.post(VALIDATE, b'{"serviceMonth": ', *who), "no care month": wire.post(VALIDATE, b'{"serviceMonth": 3}', *who),
        "unknown type": wire.post(VALIDATE, clean, *who, kind="text/csv"), "no such path": wire.get("/v1/nothing", *who),
        "another method": wire.get(VALIDATE, *who), "no key": wire.post(VALIDATE, clean, IDENTITY),
        "wrong key": wire.post(VALIDATE, clean, IDENTITY, "X-API-Key: cg_" + "A" * 43),
        "no scope": wire.post(VALIDATE, clean, IDENTITY, f"X-API-Key: {reader}"),
        "bad gzip": wire.post(VALIDATE, clean, *who, "Content-Encoding: gzip"), "bad X12": wire.post(VALIDATE, claims[:200], *who, kind=X12),
        "bad FHIR": wire.post(FHIR, b'{"resourceType":"Claim","item":7}', *who, kind="application/fhir+json"),
        "too large": wire.post(VALIDATE, b" " * 1_100_000, *who), "not HTTP": b"GET /livez HTTP/1.1\r\nHost : a\r\n\r\n",
    }
    for request in wrong.values():
        add("wrong requests", 4, request)
    return kinds


def known(answer):
    """What an answer is known by. What is no HTTP has no number of its client's, so its problem has one of the service's."""
    return answer.status, re.sub(rb'"requestId":"[0-9a-f]{32}"', b"", answer.body)


class Tally:
    """What became of the requests of a kind."""

    def __init__(self):
        self.count = self.lost = self.wrong = self.again = 0
        self.times = []


class Load:
    """Clients in threads, together at so many requests a second, each on a kept connection or new ones, plain or with TLS."""

    def __init__(self, kinds, expected, ports, authority, rate, clients=8):
        self.kinds, self.expected, self.authority = kinds, expected, authority
        self.weights = [weight for _, weight, _ in kinds]
        self.tallies = {name: Tally() for name, _, _ in kinds}
        self.lock, self.running, self.failures = threading.Lock(), True, []
        self.threads = [threading.Thread(target=self._client, args=(number, ports[number % 2], number % 2 == 1, clients / rate), daemon=True)
                        for number in range(clients)]
        for thread in self.threads:
            thread.start()

    def end(self):
        self.running = False
        for thread in self.threads:
            thread.join()

    def _connect(self, port, is_tls):
        return wire.connect_tls(port, self.authority, timeout=20) if is_tls else wire.connect(port, timeout=20)

    def _client(self, number, port, is_tls, pause):
        choose, kept, due = random.Random(number), None, time.monotonic()
        while self.running:
            index = choose.choices(range(len(self.kinds)), self.weights)[0]
            name, _, request = self.kinds[index]
            start, again, problem, answer = time.monotonic(), 0, "lost", None
            while again < TRIES:
                is_new = kept is None
                try:
                    kept = kept or self._connect(port, is_tls)
                    answer = wire.ask(kept, request)
                    problem = "" if known(answer) == self.expected[index] else "wrong"
                    break
                except (OSError, http.client.HTTPException, ssl.SSLError) as error:
                    problem = f"lost ({type(error).__name__})"
                    if kept:
                        kept.close()
                    kept = None
                    again += 1
                    # A connection that was opened for this request and did not answer it is a loss, whatever comes then.
                    if is_new:
                        time.sleep(0.1)
            taken = time.monotonic() - start
            # One in eight goes on on a new connection, so that the balancer has something to choose.
            if kept and (answer is None or answer.fields.get("Connection") == "close" or choose.randrange(8) == 0):
                kept.close()
                kept = None
            with self.lock:
                tally = self.tallies[name]
                tally.count += 1
                tally.again += again if not problem else 0
                tally.times.append(taken)
                if problem:
                    tally.lost += problem.startswith("lost")
                    tally.wrong += problem == "wrong"
                    self.failures.append(f"{name}: {problem}{f', status {answer.status}' if answer else ''}")
            due = max(due + pause, time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))
        if kept:
            kept.close()
