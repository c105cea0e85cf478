"""A clock that is set, forward and back, while the service runs: a day, ten years, and past 2038."""

import email.utils
import pathlib
import struct
import subprocess
import time

from . import wire
from .credentials import Certificates, Keys, Tokens
from .honest import HonestClient
from .identity import bearer, seen
from .service import MONTH, Service

DAY = 86_400
YEARS = 3650 * DAY
# In KiB: what clock jumps may cost of memory, beyond which something is kept for them.
GROWTH = 16 * 1024


def run(report, program, folder, full):
    report.begin("clock")
    shim, offset = pathlib.Path(folder) / "clock.so", pathlib.Path(folder) / "offset"
    source = pathlib.Path(__file__).with_name("clock.c")
    built = subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], capture_output=True, check=False)
    if built.returncode:
        return report.skip("jumps", "there is no C compiler")

    def jump(seconds):
        with open(offset, "r+b") as file:
            file.write(struct.pack("l", seconds))

    offset.write_bytes(struct.pack("l", 0))
    certificates, keys, tokens = Certificates(folder), Keys(program, folder), Tokens(folder)
    key, _ = keys.new("billing")
    other, _ = keys.new("honest")
    service = Service(program, "--api-keys", str(keys.file), *tokens.flags("30s"), "--rate-limit", "6000", "--rate-burst", "100",
                      "--head-time", "3s", folder=folder, tls_flags=certificates.flags(),
                      environment={"LD_PRELOAD": str(shim), "CLOCK_OFFSET_FILE": str(offset)})
    jump(YEARS)
    moved = date(service) - time.time() > YEARS / 2
    jump(0)
    if not moved:
        service.stop()
        return report.skip("jumps", "the program is linked statically, so its clock cannot be set alone")
    honest = HonestClient(service.port, f"X-API-Key: {other}", pause=0.03)
    report.begin("clock", honest)
    before = service.memory()

    def ask(request):
        return seen(wire.outcome(service.port, request))

    token = tokens.good()
    with wire.connect(service.port) as kept, wire.connect(service.port, timeout=20) as half:
        first = [seen(wire.ask(kept, bearer(token)))]
        half.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\nX: ")
        jump(DAY)
        first += [seen(wire.ask(kept, bearer(token)))]
        half.sendall(b"a\r\n\r\n")
        report.case("a token, a day forward, on its connection", "200, then 401", ", then ".join(first))
        report.case("a request that was half sent then", "200", wire.read_answer(half))
    report.case("a key with a year to go, a day forward", "200", ask(bearer(key)))
    jump(-DAY)
    report.case("a token, a day back, not good before it was made", "401", ask(bearer(tokens.good(nbf=int(time.time())))))
    report.case("the same key, a day back", "200", ask(bearer(key)))
    jump(0)
    report.case("the token, the clock put right", "200", ask(bearer(token)))

    authority, pair = certificates.pair("authority")[0], certificates.pair("good")
    question = wire.post("/v1/claims/validate", MONTH)
    handshakes = []
    for seconds in (0, 20 * DAY, -20 * DAY, 0):
        jump(seconds)
        handshakes.append(seen(wire.tls_outcome(service.tls_port, authority, question, *pair)))
    report.case("a certificate, now, when its revocation list is out of date, before it was made, and now again",
                "200, handshake refused, handshake refused, 200", ", ".join(handshakes))

    repeat = wire.post("/v1/claims/validate", MONTH, f"X-API-Key: {key}", 'Idempotency-Key: "clock"')
    answers = []
    for seconds in (0, DAY, -DAY, 0):
        jump(seconds)
        answers.append(wire.outcome(service.port, repeat))
    same = "the same bytes" if len({answer.body for answer in answers}) == 1 else "other bytes"
    report.case("a repeated request, over a day forward, a day back and now", "200, the same bytes",
                f"{', '.join(sorted({seen(answer) for answer in answers}))}, {same}")

    spent = []
    for seconds in (0, -DAY, YEARS, 0):
        jump(seconds)
        if seconds == YEARS:
            # Keys are out of date there; what is asked is how an allowance goes on.
            continue
        with wire.connect(service.port) as client:
            request = wire.post("/v1/claims/validate", MONTH, f"X-API-Key: {key}")
            client.sendall(request * 300)
            answers = [answer.status for answer in wire.read_answers(client, 300)]
        spent.append("some of both" if 0 < answers.count(429) < 300 else f"{answers.count(429)} x 429")
    report.case("300 requests at once of 100, now, a day back, and after ten years", "some of both, some of both, some of both",
                ", ".join(spent))
    time.sleep(1.5)
    report.case("the allowance a second later", "200", ask(bearer(key)))

    with wire.connect(service.port, timeout=20) as slow:
        slow.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\nX: ")
        jump(-YEARS)
        start = time.monotonic()
        status = str(wire.read_answer(slow))
        waited = time.monotonic() - start
    jump(0)
    report.case("a head that never ends, ten years back, limit 3 s", "408 in time", f"{status} {'in time' if 1 < waited < 6 else f'after {waited:.0f} s'}")

    honest.end()
    report.begin("clock")
    jump(2**31 - int(time.time()) + 100)
    report.case("past the year 2038: health, and a key that is out of date", "200, 401",
                f"{wire.outcome(service.port, wire.get('/livez'))}, {ask(bearer(key))}")
    report.case("its Date", "past it", "past it" if date(service) > 2**31 else date(service))
    jump(0)
    for seconds in range(-50, 50):
        jump(seconds * 3600)
        wire.outcome(service.port, wire.get("/livez"))
    jump(0)
    report.case("after a hundred jumps", "200", ask(bearer(key)))
    grown = service.memory() - before
    report.case(f"memory, at most {GROWTH >> 10} MiB more", "so", "so" if grown < GROWTH else f"{grown} KiB more")
    negative = service.figure("claimgate_http_request_duration_seconds_sum") < 0
    report.case("durations in the figures", "none below zero", "below zero" if negative else "none below zero")
    return report.case("the service stops", "0", service.stop())


def date(service):
    """The service's own time, as its answers say."""
    answer = wire.outcome(service.port, wire.get("/livez"))
    return email.utils.parsedate_to_datetime(answer.fields["Date"]).timestamp()
