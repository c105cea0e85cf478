#!/usr/bin/env python3
"""Asks ClaimGate about files and prints a line for each decision. Python's standard library alone.

    CLAIMS_URL=https://claims.example:8443 CLAIMS_KEY=cg_... validate.py FILE...

    .json     a care month, or a FHIR R4 Claim or Bundle
    .ndjson   care months, one a line: read while they are sent
    .837      a file of professional claims (X12)

CLAIMS_CA names a PEM file of authorities, where the machine's own do not do. Exit status: 0 all accepted, 1 something is in
the way, 2 something could not be answered.
"""

import asyncio
import gzip
import http.client
import json
import os
import random
import ssl
import sys
import time
import urllib.parse
import uuid

URL = urllib.parse.urlsplit(os.environ.get("CLAIMS_URL", "http://127.0.0.1:8080"))
KEY = os.environ.get("CLAIMS_KEY")
TRIES = 5
# Statuses that say when to come again.
WAIT = (429, 503)
STREAMS = {".ndjson": "application/x-ndjson", ".837": "application/edi-x12"}


def trust():
    return ssl.create_default_context(cafile=os.environ.get("CLAIMS_CA")) if URL.scheme == "https" else None


def fields(kind, **more):
    who = {"Authorization": f"Bearer {KEY}"} if KEY else {}
    return {"Content-Type": kind, **who, **more}


def pause(attempt):
    """Seconds before the next try after one without an answer: longer each time, and not the same for every client."""
    return random.uniform(0.5, 1) * 2**attempt / 4


def ask(path, body, kind):
    """One document, one answer."""
    # The same key for every try: the service then gives the same bytes, and never does the work twice.
    again = {"Idempotency-Key": f'"{uuid.uuid4()}"', "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    body = gzip.compress(body)

    # Sending again is always safe: the questions change nothing.
    for attempt in range(1, TRIES + 1):
        try:
            if URL.scheme == "https":
                connection = http.client.HTTPSConnection(URL.hostname, URL.port, timeout=60, context=trust())
            else:
                connection = http.client.HTTPConnection(URL.hostname, URL.port, timeout=60)
            connection.request("POST", path, body, fields(kind, **again))
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException):
            if attempt == TRIES:
                raise
            time.sleep(pause(attempt))
            continue
        if answer.status not in WAIT or attempt == TRIES:
            break
        # Whole seconds, as the service says them.
        time.sleep(int(answer.getheader("Retry-After", "1")))
    return answer.status, json.loads(gzip.decompress(data) if answer.getheader("Content-Encoding") == "gzip" else data)


class Stream:
    """A file of any size, sent in pieces, and its answers, a line each, which come while it is still being sent."""

    async def open(self, path, file, kind):
        """Begins to send; returns when the answer begins."""
        port = URL.port or (443 if URL.scheme == "https" else 80)
        self.reader, self.writer = await asyncio.open_connection(URL.hostname, port, ssl=trust())
        more = {"Host": URL.netloc, "Accept": "application/x-ndjson", "Transfer-Encoding": "chunked", "Connection": "close"}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields(kind, **more).items())
        self.writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode())
        self.sending = asyncio.create_task(self.send(file))
        self.status = int((await self.reader.readuntil(b"\r\n")).split()[1])
        self.fields = {}
        while line := (await self.reader.readuntil(b"\r\n")).strip().decode("latin-1"):
            name, _, value = line.partition(":")
            self.fields[name.lower()] = value.strip()
        return self

    async def send(self, file):
        try:
            with await asyncio.to_thread(open, file, "rb") as lines:
                while line := await asyncio.to_thread(lines.readline):
                    self.writer.write(b"%x\r\n%s\r\n" % (len(line), line))
                    await self.writer.drain()
            self.writer.write(b"0\r\n\r\n")
            await self.writer.drain()
        except OSError:
            pass  # The service has answered already and takes no more; the answer says why.

    async def lines(self):
        """The answers; an answer that ends before its end is an asyncio.IncompleteReadError."""
        if "content-length" in self.fields:
            for line in (await self.reader.readexactly(int(self.fields["content-length"]))).splitlines():
                yield line
            return
        rest = b""
        while size := int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16):
            *whole, rest = (rest + await self.reader.readexactly(size)).split(b"\n")
            await self.reader.readexactly(2)
            for line in whole:
                yield line

    def close(self):
        self.sending.cancel()
        self.writer.close()


async def stream(path, file, kind):
    for attempt in range(1, TRIES + 1):
        try:
            answer = await Stream().open(path, file, kind)
        except (OSError, EOFError):
            if attempt == TRIES:
                raise
            await asyncio.sleep(pause(attempt))
            continue
        if answer.status not in WAIT or attempt == TRIES:
            break
        answer.close()
        await asyncio.sleep(int(answer.fields.get("retry-after", "1")))
    async for line in answer.lines():
        yield answer.status, json.loads(line)
    answer.close()


def decision(answer):
    """The words of a line: id, verdict, and the rules that stand in the way."""
    if answer.get("resourceType") == "OperationOutcome":
        verdict, *issues = answer["issue"]
        errors = [issue["details"]["coding"][0]["code"] for issue in issues if issue["severity"] == "error"]
        return "-", verdict["details"]["coding"][0]["code"], errors
    errors = [finding["rule"] for finding in answer["findings"] if finding["severity"] == "error"]
    return answer.get("id", "-"), answer["verdict"], errors


async def answers(file):
    kind = STREAMS.get(os.path.splitext(file)[1])
    if kind:
        async for answer in stream("/v1/claims/validate", file, kind):
            yield answer
        return
    with open(file, "rb") as document:
        body = document.read()
    if b'"resourceType"' in body:
        yield ask("/fhir/Claim/$validate", body, "application/fhir+json")
    else:
        yield ask("/v1/claims/validate", body, "application/json")


async def main(files):
    worst = 0
    for file in files:
        async for status, answer in answers(file):
            if "summary" in answer:
                continue  # The last line for a file of claims: counts, and what is wrong with its structure.
            if status != 200 or "title" in answer:
                # A problem; in a stream it stands in the place of one answer.
                print("-", "problem", answer.get("title", status))
                worst = 2
                continue
            identity, verdict, rules = decision(answer)
            print(identity, verdict, *rules, flush=True)
            worst = max(worst, 0 if verdict == "accept" else 1)
    return worst


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
