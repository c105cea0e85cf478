"""Paths and bodies that are meant to get past something or to cost too much."""

import gzip
import json
import zlib

from . import wire
from .credentials import Keys
from .honest import HonestClient
from .service import MONTH, ROOT, Service

VALIDATE = "/v1/claims/validate"
# More resident memory than this, in KiB, no hostile body may cost for good.
GROWTH = 48 * 1024


def run(report, program, folder, full):
    paths(report, program, folder)
    bodies(report, program, folder, full)


def paths(report, program, folder):
    """With keys asked for: no spelling of a path opens what needs one, and none is answered twice."""
    keys = Keys(program, folder)
    key, _ = keys.new("honest")
    service = Service(program, "--api-keys", str(keys.file), "--log-level", "warning", folder=folder)
    honest = HonestClient(service.port, f"X-API-Key: {key}")
    report.begin("paths", honest)
    refused = ("400", "401", "404")
    tricks = {
        "//": b"//v1/rules", "// inside": b"/v1//rules", "/./": b"/v1/./rules", "/../": b"/livez/../v1/rules",
        "/.. at the end": b"/v1/rules/..", "..;": b"/livez/..;/v1/rules", "%2e%2e": b"/livez/%2e%2e/v1/rules",
        "%2E": b"/%2E/v1/rules", "%2f": b"/v1%2frules", "%5c": b"/v1%5crules", "backslash": b"/v1\\rules",
        "%252e": b"/livez/%252e%252e/v1/rules", "%00": b"/v1/rules%00", "%00 and an open path": b"/livez%00/v1/rules",
        "NUL": b"/v1/rules\x00", "overlong UTF-8": b"/%c0%ae%c0%ae/v1/rules", "bad escape": b"/v1/%zz",
        "unfinished escape": b"/v1/rules%2", "fragment": b"/v1/rules#x", "other letter case": b"/V1/Rules",
        "trailing slash": b"/v1/rules/", "semicolon": b"/v1/rules;livez", "space": b"/v1/ rules", "not ASCII": b"/v1/r\xc3\xbcles",
        "query that is a path": b"/v1/rules?/livez", "file": b"/v1/rules/../../../../etc/passwd", "no slash": b"v1/rules",
        "absolute form": b"http://claims.example/v1/rules", "absolute form, other host": b"http://other.example/v1/rules",
        "absolute form with user": b"http://u:p@claims.example/v1/rules", "another scheme": b"file:///etc/passwd",
        "9,000 characters": b"/v1/" + b"a" * 9000,
    }
    for name, path in tricks.items():
        expected = refused + ("414",) if len(path) > 8000 else refused
        report.case(name, expected, wire.outcome(service.port, wire.get(path)))
    shut = ("400", "404", "414")
    opened = [name for name, path in tricks.items()
              if str(wire.outcome(service.port, wire.get(path, f"X-API-Key: {key}"))) not in shut]
    report.case("which of these are a resource with the key", "absolute form, absolute form, other host",
                ", ".join(opened))
    report.case("absolute form with the key", "200",
                wire.outcome(service.port, wire.get("http://claims.example/v1/rules", f"X-API-Key: {key}")))
    tunnel = b"CONNECT claims.example:443 HTTP/1.1\r\nHost: claims.example:443\r\n\r\n"
    report.case("CONNECT", ("400", "405", "501"), wire.outcome(service.port, tunnel))
    report.case("method override", "401",
                wire.outcome(service.port, wire.post("/livez/../v1/rules", b"{}", "X-HTTP-Method-Override: GET",
                                                     "X-Original-URL: /livez", "X-Rewrite-URL: /livez", "X-Forwarded-For: 127.0.0.1")))
    honest.end()
    report.begin("paths")
    report.case("the service stops", "0", service.stop())


def bomb(size, layers=1):
    """So many bytes of blanks, compressed as far as it goes, as often as told."""
    packed = size
    for layer in range(layers):
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        if layer == 0:
            parts = [pack.compress(b" " * (1 << 20)) for _ in range(packed >> 20)]
        else:
            parts = [pack.compress(data)]
        data = b"".join(parts) + pack.flush()
    return data


def bodies(report, program, folder, full):
    big = 1 << (30 if full else 28)
    once, twice = bomb(big), bomb(big, 2)
    service = Service(program, "--log-level", "warning", folder=folder)
    honest = HonestClient(service.port)
    report.begin("bodies", honest)
    before = service.memory()
    packed = "Content-Encoding: gzip"

    def case(name, expected, body, *fields, kind="application/json"):
        report.case(name, expected, wire.outcome(service.port, wire.post(VALIDATE, body, *fields, kind=kind)))

    def raw(name, expected, *lines, body=b""):
        head = f"POST {VALIDATE} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + "".join(line + "\r\n" for line in lines)
        report.case(name, expected, wire.outcome(service.port, head.encode() + b"\r\n" + body))

    case("a document at the bound of 1 MiB", ("400", "422"), b" " * (1 << 20))
    case("one byte over it", "413", b" " * ((1 << 20) + 1))
    raw("a length of 10 GiB", "413", "Content-Length: 10737418240")
    raw("a length beyond 64 bits", ("400", "413"), "Content-Length: 99999999999999999999999999")
    raw("a negative length", "400", "Content-Length: -1")
    raw("a length with a sign", "400", "Content-Length: +2", body=b"{}")
    raw("a chunk size beyond 64 bits", ("400", "413"), "Transfer-Encoding: chunked", body=b"FFFFFFFFFFFFFFFFF\r\n")
    raw("a chunk size of 2^63", ("400", "413"), "Transfer-Encoding: chunked", body=b"8000000000000000\r\n")
    raw("a chunk of 1 GiB", "413", "Transfer-Encoding: chunked", body=b"40000000\r\n" + b" " * (2 << 20))
    raw("a chunk extension of 1 MiB", ("400", "413"), "Transfer-Encoding: chunked", body=b"1;" + b"a" * (1 << 20))
    raw("100,000 chunks of one byte", "413", "Transfer-Encoding: chunked", body=b"1\r\n \r\n" * 100_000 + b"0\r\n\r\n")
    raw("trailers of 1 MiB", ("400", "431", "413"), "Transfer-Encoding: chunked", body=b"0\r\n" + b"a: " + b"b" * (1 << 20))
    raw("lengths that differ", "400", "Content-Length: 2", "Content-Length: 3", body=b"{}")
    raw("length and chunks", "400", "Content-Length: 2", "Transfer-Encoding: chunked", body=b"0\r\n\r\n")
    case("gzip that would be 1 MiB and more", "413", gzip.compress(b" " * (2 << 20)), packed)
    case(f"gzip bomb of {big >> 20} MiB", "413", once, packed)
    case(f"gzip bomb in gzip, {big >> 20} MiB", ("400", "413", "422"), twice, packed)
    case("two codings", "415", gzip.compress(gzip.compress(MONTH)), "Content-Encoding: gzip, gzip")
    case("gzip cut short", "400", gzip.compress(MONTH)[:-9], packed)
    case("gzip with more behind it", ("200", "400"), gzip.compress(MONTH) + b"more", packed)
    case("what is no gzip", "400", MONTH, packed)
    case("an unknown coding", "415", MONTH, "Content-Encoding: br")
    case("half a million open brackets", ("400", "422"), b"[" * 500_000)
    case("a hundred thousand nested objects", ("400", "422"), b'{"a":' * 100_000 + b"1" + b"}" * 100_000)
    case("nesting in a member that is not read", ("200", "400", "422"),
         MONTH.rstrip()[:-1] + b',"zz":' + b"[" * 400_000 + b"]" * 400_000 + b"}")
    case("a number of 900,000 digits", ("400", "422"), b'{"serviceMonth":"2026-03","lines":[{"units":' + b"9" * 900_000 + b"}]}")
    case("1e999999999", ("400", "422"), b'{"serviceMonth":"2026-03","lines":[{"units":1e999999999}]}')
    case("a fraction of 900,000 digits", ("400", "422"), b'{"serviceMonth":"2026-03","timeLog":[{"minutes":0.' + b"1" * 900_000 + b"}]}")
    case("a text of 900,000 escapes", ("400", "422"), b'{"serviceMonth":"' + b"\\u0041" * 150_000 + b'"}')
    case("a hundred thousand members that nobody knows", ("200", "422"),
         MONTH.rstrip()[:-1] + b"".join(b',"x%d":1' % number for number in range(70_000)) + b"}")
    case("one member twice", "400", b'{"serviceMonth":"2026-03","serviceMonth":"2026-04"}')
    entry = b'{"date":"2026-03-04","minutes":1,"performer":{"kind":"clinical-staff"}}'
    many = json.loads(MONTH) | {"timeLog": []}
    case("twelve thousand time entries", ("200", "422"),
         json.dumps(many).encode().replace(b'"timeLog": []', b'"timeLog":[' + b",".join([entry] * 12_000) + b"]"))
    line = b'{"code":"99490","units":1,"date":"2026-03-31"}'
    many = json.loads(MONTH) | {"lines": []}
    case("ten thousand lines", ("200", "422"),
         json.dumps(many).encode().replace(b'"lines": []', b'"lines":[' + b",".join([line] * 10_000) + b"]"))
    case("invalid UTF-8", "400", b'{"serviceMonth":"\xff\xfe"}')
    case("UTF-16", "400", MONTH.decode().encode("utf-16"))
    case("a line of 2 MiB in a stream", "200", b"[" * (2 << 20) + b"\n" + MONTH.replace(b"\n", b" ") + b"\n", kind="application/x-ndjson")
    case("a million empty lines in a stream", "200", b"\n" * 1_000_000, kind="application/x-ndjson")
    case(f"gzip bomb of {big >> 20} MiB as a stream", ("200", "400", "413"), once, packed, kind="application/x-ndjson")
    claims = (ROOT / "examples/two-claims.837").read_bytes()
    case("an X12 segment of 1 MiB", ("400", "413", "422", "200"), claims[:500] + b"A" * (1 << 20), kind="application/edi-x12")
    case("X12 cut short", ("200", "400", "422"), claims[:900], kind="application/edi-x12")
    case("X12 of hundred thousand empty segments", ("200", "400", "413", "422"), claims[:106] + b"~" * 100_000, kind="application/edi-x12")
    case("a FHIR bundle of 400,000 open brackets", ("400", "422"), b'{"resourceType":"Bundle","entry":' + b"[" * 400_000,
         kind="application/fhir+json")
    grown = service.memory() - before
    report.case(f"memory after all of it, at most {GROWTH >> 10} MiB more", "so", "so" if grown < GROWTH else f"{grown} KiB more")
    honest.end()
    report.begin("bodies")
    report.case("the service stops", "0", service.stop())
