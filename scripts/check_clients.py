"""Runs the clients of docs/clients against a service: python check_clients.py CLAIMGATE.

The service has TLS, asks for a key and allows so little at once that every client meets 429 and has to wait. Each client is
given a file of each kind, and what it prints must be what the program itself says of them at the command line. That answers
come while a file is still being sent is seen with a pipe that gets its next line only after the answer to the one before.
Run by scripts/check-service.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from proving.credentials import Certificates, Keys  # noqa: E402
from proving.service import Service  # noqa: E402

CLIENTS = {"validate.py": [sys.executable], "validate.mjs": ["node"], "validate.sh": ["sh"]}
FILES = ["examples/clean-staff-month.json", "examples/add-on-without-base.json", "examples/fhir/two-units.json",
         "examples/march.ndjson", "examples/two-claims.837"]


def words(answer):
    """What a client says of an answer, read from the program's own."""
    if "findings" not in answer:
        return None if "summary" in answer else f"- problem {answer['title']}"
    errors = [finding["rule"] for finding in answer["findings"] if finding["severity"] == "error"]
    identity = "-" if answer.get("resourceType") else answer["id"]
    return " ".join([identity, answer["verdict"], *errors])


def own_words(program):
    """The same files at the command line."""
    lines = []
    for file in FILES:
        done = subprocess.run([program, "validate", ROOT / file], capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            for each in answer.get("decisions", [answer]):
                said = words(each)
                if said:
                    lines.append(said if "fhir" not in file else "- " + said.split(" ", 1)[1])
    return lines


def said_by(client, output):
    """The lines of a client; curl prints the answers themselves."""
    if not client.endswith(".sh"):
        return output.splitlines()
    lines = []
    for line in output.splitlines():
        answer = json.loads(line)
        if answer.get("resourceType") == "OperationOutcome":
            verdict, *issues = answer["issue"]
            errors = [issue["details"]["coding"][0]["code"] for issue in issues if issue["severity"] == "error"]
            lines.append(" ".join(["-", verdict["details"]["coding"][0]["code"], *errors]))
        elif answer.get("status") != 429 and words(answer):
            lines.append(words(answer))
    return lines


def reads_while_it_sends(command, environment, folder):
    """How many lines of three were answered before the next one was sent."""
    months = [(ROOT / name).read_text().replace("\n", " ") + "\n" for name in FILES[:2]] * 2
    pipe = pathlib.Path(folder) / "months.ndjson"
    os.mkfifo(pipe)
    client = subprocess.Popen([*command, pipe], env=environment, stdout=subprocess.PIPE)
    # A client that waits for the rest of the file would wait for ever.
    impatience = threading.Timer(10, client.kill)
    impatience.start()
    answered = 0
    try:
        # For both ways, so that it does not wait for a client that never opens it.
        with os.fdopen(os.open(pipe, os.O_RDWR), "wb", buffering=0) as sent:
            for month in months[:3]:
                sent.write(month.encode())
                answered += b"accept" in (line := client.stdout.readline()) or b"reject" in line
    except BrokenPipeError:
        pass
    client.communicate(timeout=20)
    impatience.cancel()
    pipe.unlink()
    return answered


def main(program):
    failures = []
    with tempfile.TemporaryDirectory(prefix="claimgate-clients-") as folder:
        certificates, keys = Certificates(folder), Keys(program, folder)
        expected = own_words(program)
        for client, command in CLIENTS.items():
            key, _ = keys.new(client.replace(".", "-"), "claims:validate")
            service = Service(program, "--api-keys", str(keys.file), "--rate-limit", "60", "--rate-burst", "3", folder=folder,
                              tls_flags=certificates.server_flags())
            environment = os.environ | {"CLAIMS_URL": f"https://localhost:{service.tls_port}", "CLAIMS_KEY": key,
                                        "CLAIMS_CA": certificates.pair("authority")[0]}
            command = [*command, ROOT / "docs/clients" / client]
            # curl takes turns: it sends what there is, and reads only then.
            live = 3 if client.endswith(".sh") else reads_while_it_sends(command, environment, folder)
            done = subprocess.run([*command, *FILES], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
            said = said_by(client, done.stdout)
            waited = service.figure("claimgate_problems_total")
            if said != expected:
                failures.append(f"{client} printed {said}, not {expected}; {done.stderr}")
            if done.returncode != (0 if client.endswith(".sh") else 2):
                failures.append(f"{client} ended with {done.returncode}; {done.stderr}")
            if not waited:
                failures.append(f"{client} was never told to wait")
            if live != 3:
                failures.append(f"{client} read {live} of 3 answers while it sent")
            if service.stop():
                failures.append("the service did not end with 0")
    print(f"clients: {len(CLIENTS)} with {len(FILES)} files each, {len(failures)} things not as they should be")
    for failure in failures:
        print(f"  {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
