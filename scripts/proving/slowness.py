"""Clients that take their time: with heads, bodies, answers and handshakes."""

import collections
import re
import shutil
import subprocess
import time

from . import wire
from .credentials import Certificates
from .honest import HonestClient
from .service import MONTH, Service

STREAM = b"POST /v1/claims/validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
# The first octets of a ClientHello that never goes on.
HELLO = bytes.fromhex("16030102000100")
# So long after a limit a client may still be there: deadlines are looked at now and then, and a closed one lingers.
SLACK = 4
# --max-large-requests unless told.
PLACES = 256


def run(report, program, folder, full):
    count = 1000 if full else 200
    limits = {"head-time": 10, "body-grace": 10, "idle-time": 60, "write-stall": 30, "tls-handshake-time": 10, "linger-time": 2}
    if not full:
        limits = dict.fromkeys(limits, 2)
    flags = [word for name, seconds in limits.items() for word in (f"--{name}", f"{seconds}s")]
    service = Service(program, "--log-level", "warning", *flags, folder=folder, tls_flags=Certificates(folder).server_flags())
    # Everything that the service opens once is open after this.
    wire.outcome(service.port, wire.post("/v1/claims/validate", MONTH))
    honest = HonestClient(service.port)
    resting = service.descriptors()
    report.begin("slowness", honest)

    def case(name, expected, limit, start, piece=b"", port=None, every=0.25):
        clients = [wire.connect(port or service.port) for _ in range(count)]
        for client in clients:
            client.sendall(start)
            client.setblocking(False)
        endings = trickle(clients, piece, limit + SLACK, every)
        for client in clients:
            client.close()
        seen = ", ".join(sorted(endings)) + ("" if service.settled(resting) else ", descriptors left")
        report.case(f"{count} clients: {name}", expected, seen)

    case("heads a byte at a time", "408", limits["head-time"], b"GET /livez HTTP/1.1\r\nHost: a\r\nX: ", b"a")
    case("heads that stop", "408", limits["head-time"], b"GET /livez HTTP/1.1\r\nHo")
    case("connections without a word", ("closed", "408"), max(limits["head-time"], limits["idle-time"]), b"")
    declared = wire.post("/v1/claims/validate", b" " * 60_000)[:-59_990]
    case("bodies a byte at a time", "408", limits["body-grace"], declared, b" ")
    case("bodies that stop", "408", limits["body-grace"], declared)
    chunked = STREAM.replace(b"x-ndjson", b"json")
    # Bodies of unknown length take a place each, and who comes when there is none is told so at once.
    shed = ", 503" if count > PLACES else ""
    case("chunked bodies a byte at a time", f"408{shed}", limits["body-grace"], chunked, b"1\r\n \r\n")
    case("streams a byte at a time", (f"200{shed}", f"408{shed}"), limits["body-grace"], STREAM, b"1\r\n \r\n")
    case("handshakes that stop", "closed", limits["tls-handshake-time"], HELLO, port=service.tls_port)
    unread(report, service, count // 4, limits["write-stall"], resting)
    if shutil.which("slowhttptest"):
        slowhttptest(report, service, count, 30 if full else 6, resting)
    else:
        report.skip("slowhttptest", "it is not installed")
    honest.end()
    report.begin("slowness")
    report.case("the service stops", "0", service.stop())


def trickle(clients, piece, seconds, every):
    """Sends a piece on each connection now and then; the statuses and ends that are seen until all have ended."""
    endings, received = collections.Counter(), dict.fromkeys(clients, b"")
    end = time.monotonic() + seconds
    while received and time.monotonic() < end:
        for client in list(received):
            over = False
            try:
                data = client.recv(4096)
                received[client] += data[:12]
                over = not data
            except BlockingIOError:
                pass
            except ConnectionError:
                over = True
            if over:
                endings[received.pop(client)[9:12].decode() or "closed"] += 1
            elif piece and not received[client]:
                try:
                    client.send(piece)
                except (ConnectionError, BlockingIOError):
                    pass
        time.sleep(every)
    if received:
        endings[f"{len(received)} still open"] += 1
    return endings


def unread(report, service, count, limit, resting):
    """Clients that ask for large documents, pipelined, and read nothing, or ten bytes now and then."""
    before = service.memory()
    for name, size in (("read nothing", 0), ("read ten bytes at a time", 10)):
        clients = [wire.connect(service.port, receive=4096) for _ in range(count)]
        for client in clients:
            client.settimeout(0.05)
            try:
                client.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 100)
            except OSError:
                pass
        each, end = 0, time.monotonic() + 2 * limit + SLACK
        while time.monotonic() < end and service.descriptors() > resting:
            each = max(each, (service.memory() - before) // count)
            for client in clients if size else ():
                try:
                    client.recv(size)
                except OSError:
                    pass
            time.sleep(0.2)
        let_go = service.settled(resting, 1)
        for client in clients:
            client.close()
        seen = ("let go of" if let_go else "kept") + (", under 512 KiB each" if each < 512 else f", {each} KiB each")
        report.case(f"{count} clients that ask and {name}", "let go of, under 512 KiB each", seen)


def slowhttptest(report, service, count, seconds, resting):
    url = f"http://127.0.0.1:{service.port}"
    kinds = {"headers": ["-H", "-u", url + "/livez"], "bodies": ["-B", "-u", url + "/v1/claims/validate", "-t", "POST"],
             "reads": ["-X", "-u", url + "/openapi.json", "-w", "16", "-y", "64", "-n", "5", "-z", "16", "-k", "10"]}
    for name, more in kinds.items():
        done = subprocess.run(["slowhttptest", *more, "-c", str(count), "-r", "200", "-i", "1", "-l", str(seconds), "-p", "3"],
                              capture_output=True, text=True, timeout=seconds + 60, check=False)
        # It colours its words.
        available = re.search(r"service available:\s+YES", re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))
        seen = ("available" if available else "not available") + ("" if service.settled(resting) else ", descriptors left")
        report.case(f"slowhttptest, {count} connections, slow {name}", "available", seen)
