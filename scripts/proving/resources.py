"""Everything used up: connections, descriptors, places for large bodies, allowances, the disk and the reader of the log."""

import os
import subprocess
import time

from . import wire
from .credentials import Keys
from .honest import HonestClient, LIVEZ
from .service import MONTH, Service, raise_descriptor_limit

QUESTION = wire.post("/v1/claims/validate", MONTH)
# What a connection that asked once and waits may cost of the service's memory.
IDLE_BYTES = 512


def run(report, program, folder, full):
    idle(report, program, folder, full)
    flood(report, program, folder)
    descriptors(report, program, folder)
    large(report, program, folder)
    rates(report, program, folder)
    logs(report, program, folder)


def idle(report, program, folder, full):
    wanted = 10_000 if full else 2_000
    count = min(wanted, raise_descriptor_limit() - 400)
    service = Service(program, "--max-connections", "16000", "--max-connections-per-address", "16000", folder=folder)
    honest = HonestClient(service.port)
    resting, clients = service.descriptors(), []
    # The first ones make what is there for all.
    for _ in range(100):
        clients.append(wire.connect(service.port))
        wire.ask(clients[-1], LIVEZ)
    # A second after its start the program gives back what only starting needed.
    time.sleep(2)
    before = service.memory()
    report.begin("connections", honest)
    answers = set()
    for _ in range(count):
        clients.append(wire.connect(service.port))
        answers.add(str(wire.ask(clients[-1], LIVEZ)))
    each = (service.memory() - before) * 1024 // count
    again = {str(wire.ask(client, LIVEZ)) for client in clients[::50]}
    cheap = f"under {IDLE_BYTES} bytes each" if each < IDLE_BYTES or not full else f"{each} bytes each"
    print(f"      {count} idle connections: {each} bytes of the service's memory each")
    report.case(f"{count} idle ones", f"200, asked again 200, under {IDLE_BYTES} bytes each",
                f"{', '.join(sorted(answers))}, asked again {', '.join(sorted(again))}, {cheap}")
    for client in clients:
        client.close()
    # The honest client comes and goes with one.
    report.case("all of them gone", "all let go of", "all let go of" if service.settled(resting + 1) else service.descriptors())
    honest.end()
    report.begin("connections")
    report.case("the service stops", "0", service.stop())


def flood(report, program, folder):
    """One address takes all it may have; clients of other addresses do not notice."""
    service = Service(program, "--max-connections", "400", folder=folder)
    honest = HonestClient(service.port)
    report.begin("connections", honest)
    clients = [wire.connect(service.port) for _ in range(500)]
    answers = [attempt(client) for client in clients]
    report.case("500 of one address where 300 are allowed", "300 x 200, 200 x 503", counted(answers))
    refused = wire.outcome(service.port, LIVEZ)
    report.case("what a further one is told", "503 with Retry-After",
                f"{refused}{' with Retry-After' if not isinstance(refused, str) and refused.fields.get('Retry-After') else ''}")
    for client in clients:
        client.close()
    time.sleep(0.3)
    report.case("when there is room again", "200", wire.outcome(service.port, LIVEZ))
    honest.end()
    report.begin("connections")
    report.case("the service stops", "0", service.stop())


def attempt(client, request=LIVEZ):
    try:
        return str(wire.ask(client, request))
    except Exception as error:  # pylint: disable=broad-except
        return wire.ending(error)


def counted(answers):
    return ", ".join(f"{answers.count(kind)} x {kind}" for kind in sorted(set(answers)))


def descriptors(report, program, folder):
    """Where the process may open 80 files: those who are connected go on, and newcomers come in when there is room."""
    service = Service(program, folder=folder, descriptors=80)
    honest = HonestClient(service.port, keeps=True)
    report.begin("descriptors", honest)
    clients = [wire.connect(service.port, timeout=2) for _ in range(200)]
    before = service.processor_seconds()
    answers = [attempt(client) for client in clients]
    kinds = set(answers)
    report.case("200 clients where 80 files may be open", "those without a place wait or are told 503",
                "those without a place wait or are told 503" if "200" in kinds and kinds <= {"200", "503", "no answer", "reset", "closed"}
                else counted(answers))
    time.sleep(2)
    spent = service.processor_seconds() - before
    report.case("no spinning meanwhile", "under 1 s of processor time", "under 1 s of processor time" if spent < 1 else f"{spent:.1f} s")
    for client in clients:
        client.close()
    time.sleep(1)
    honest.end()
    honest = HonestClient(service.port)
    report.begin("descriptors", honest)
    report.case("when there is room again", "200", wire.outcome(service.port, QUESTION))
    honest.end()
    report.begin("descriptors")
    report.case("the service stops", "0", service.stop())


def large(report, program, folder):
    """Bodies that are announced and never sent take the places for large ones; small ones go on."""
    service = Service(program, "--max-large-requests", "8", folder=folder)
    honest = HonestClient(service.port)
    report.begin("overload", honest)
    head = b"POST /v1/claims/validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n "
    holders = [wire.connect(service.port) for _ in range(8)]
    for client in holders:
        client.sendall(head)
    time.sleep(0.2)
    refused = [wire.outcome(service.port, head) for _ in range(50)]
    kinds = {f"{answer}{' with Retry-After' if not isinstance(answer, str) and answer.fields.get('Retry-After') else ''}" for answer in refused}
    report.case("large bodies beyond their places", "503 with Retry-After", ", ".join(sorted(kinds)))
    for client in holders:
        client.close()
    time.sleep(0.3)
    report.case("a large body when there is room again", "422", wire.outcome(service.port, wire.post("/v1/claims/validate", b"{}" + b" " * 100_000)))
    honest.end()
    report.begin("overload")
    report.case("the service stops", "0", service.stop())


def rates(report, program, folder):
    """A caller that floods spends its own allowance alone."""
    keys = Keys(program, folder)
    flooder, _ = keys.new("flooder")
    other, _ = keys.new("other")
    service = Service(program, "--api-keys", str(keys.file), "--rate-limit", "12000", "--rate-burst", "200", folder=folder)
    honest = HonestClient(service.port, f"X-API-Key: {other}", pause=0.02)
    report.begin("overload", honest)
    with wire.connect(service.port) as client:
        request = wire.post("/v1/claims/validate", MONTH, f"X-API-Key: {flooder}")
        answers = []
        for _ in range(60):
            client.sendall(request * 20)
            answers += wire.read_answers(client, 20)
    told = all(answer.fields.get("Retry-After") for answer in answers if answer.status == 429)
    kinds = sorted({str(answer) for answer in answers})
    report.case("1200 requests at once of a caller with 200 at once", "200, 429, always with Retry-After",
                f"{', '.join(kinds)}, {'always' if told else 'not always'} with Retry-After")
    honest.end()
    report.begin("overload")
    report.case("the service stops", "0", service.stop())


def flood_of_lines(service, lines):
    """Requests that are logged, pipelined; how many were answered as they should be."""
    answered = 0
    with wire.connect(service.port) as client:
        for _ in range(lines // 20):
            client.sendall(QUESTION * 20)
            answered += sum(answer.status == 200 for answer in wire.read_answers(client, 20))
    return answered


def logs(report, program, folder):
    with open("/dev/full", "wb") as nowhere:
        service = Service(program, folder=folder, stderr=nowhere)
    honest = HonestClient(service.port)
    report.begin("log", honest)
    answered = flood_of_lines(service, 1000)
    time.sleep(0.2)
    lost = "lines lost and counted" if service.figure("claimgate_log_lines_dropped_total") >= 1000 else "not counted"
    report.case("no room on the disk, ever", "1000 answered, lines lost and counted", f"{answered} answered, {lost}")
    honest.end()
    report.begin("log")
    report.case("the service stops", "0", service.stop())

    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as end:
        service = Service(program, folder=folder, stderr=end)
    honest = HonestClient(service.port)
    report.begin("log", honest)
    answered, lines = 0, 0
    # The buffer has 1 MiB; a line is some hundred bytes.
    while service.figure("claimgate_log_lines_dropped_total") == 0 and lines < 20_000:
        answered += flood_of_lines(service, 1000)
        lines += 1000
    lost = "lines lost and counted" if service.figure("claimgate_log_lines_dropped_total") else "not counted"
    report.case("a reader that does not read", "all answered, lines lost and counted",
                f"{'all' if answered == lines else f'{answered} of {lines}'} answered, {lost}")
    os.set_blocking(reader, False)
    text, end = b"", time.monotonic() + 5
    while b"log.dropped" not in text and time.monotonic() < end:
        try:
            text += os.read(reader, 1 << 20)
        except BlockingIOError:
            time.sleep(0.02)
    report.case("when it reads again", "it is told of the loss", "it is told of the loss" if b"log.dropped" in text else "it is not told")
    honest.end()
    os.close(reader)
    report.begin("log")
    report.case("the service stops", "0", service.stop())
    small_disk(report, program, folder)


def small_disk(report, program, folder):
    """A log on a file system of 64 KiB, in a mount namespace of its own, emptied after it was full."""
    place = os.path.join(folder, "disk")
    os.makedirs(place, exist_ok=True)
    script = os.path.join(folder, "with-small-disk")
    with open(script, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nmount -t tmpfs -o size=64k tmpfs {place} && exec "{program}" "$@" 2>>{place}/log\n')
    os.chmod(script, 0o700)
    wrapper = os.path.join(folder, "in-namespace")
    with open(wrapper, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nexec unshare --user --map-root-user --mount {script} "$@"\n')
    os.chmod(wrapper, 0o700)
    probe = ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", place]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        return report.skip("a disk that fills", "no namespace may be made here")
    service = Service(wrapper, folder=folder)
    honest = HonestClient(service.port)
    report.begin("log", honest)
    answered = flood_of_lines(service, 2000)
    time.sleep(0.2)
    lost = "lines lost and counted" if service.figure("claimgate_log_lines_dropped_total") else "not counted"
    report.case("a disk that fills", "2000 answered, lines lost and counted", f"{answered} answered, {lost}")
    log = f"/proc/{service.pid}/root{place}/log"
    os.truncate(log, 0)
    flood_of_lines(service, 20)
    time.sleep(0.3)
    with open(log, "rb") as file:
        told = b"log.dropped" in file.read()
    report.case("when there is room again", "it says what was lost", "it says what was lost" if told else "it does not say")
    honest.end()
    report.begin("log")
    return report.case("the service stops", "0", service.stop())
