"""Holds the pages against the program: python check_docs.py [--write] CLAIMGATE PORT.

Every command of a `console` block in README.md and docs/ is run as written, in order, by bash in the project's root,
against the service on PORT where the page says 8080; what it prints must be what the page shows. A line of three dots
stands for any lines.
The `sh` blocks of a page are one script: bash runs them in order in an empty folder, where every command must succeed, with
free ports of loopback where the page has others and the host claims.example as this machine. A block that cannot be run
here has `<!-- not run: why -->` on the line before it.
--write puts what the commands print into the pages instead. Run by scripts/check-service.
"""

import difflib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
ANY_LINES = "..."
PORT_OF_PAGES = "127.0.0.1:8080"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
SCRIPT = re.compile(r"^(?P<aside><!-- not run: .+ -->\n)?```sh\n(?P<text>.*?)^```$", re.M | re.S)
# Addresses that the scripts of the pages listen at; all but the first say a port after a host.
PLACES = ["*:8443", "claims.example:8443", "127.0.0.1:9090", "127.0.0.1:8080"]


def snippets(block):
    """Commands of a console block and the lines shown below each."""
    command, shown = None, []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, shown
            command, shown = line[2:], []
        elif not shown and command.endswith("\\"):
            command += "\n" + line
        else:
            shown.append(line)
    yield command, shown


def run(command, claimgate, port):
    """The lines that a command prints, with the page's port in them."""
    environment = dict(os.environ, PATH=f"{pathlib.Path(claimgate).parent}:{os.environ['PATH']}")
    result = subprocess.run(
        ["bash", "-c", command.replace(PORT_OF_PAGES, f"127.0.0.1:{port}")],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
    )
    printed = result.stdout.replace(f"127.0.0.1:{port}", PORT_OF_PAGES).splitlines()
    while printed and not printed[-1].strip():
        printed.pop()
    return printed


def matches(shown, printed):
    """Whether the printed lines are the shown ones; three dots stand for any lines."""
    if ANY_LINES not in shown:
        return shown == printed
    pattern = "".join(r"(?:.*\n)*" if line == ANY_LINES else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def check_snippets(page, claimgate, port):
    failures = []
    count = 0
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for command, shown in snippets(block):
            count += 1
            printed = run(command, claimgate, port)
            if not matches(shown, printed):
                diff = "\n".join(difflib.unified_diff(shown, printed, "page", "run", lineterm=""))
                failures.append(f"{page.relative_to(ROOT)}: {command}\n{diff}")
    return count, failures


def write_snippets(page, claimgate, port):
    def renew(match):
        lines = []
        for command, shown in snippets(match.group(1)):
            printed = run(command, claimgate, port)
            lines += [f"$ {command}", *(shown if matches(shown, printed) else printed)]
        return "```console\n" + "\n".join(lines) + "\n```"

    page.write_text(BLOCK.sub(renew, page.read_text(encoding="utf-8")), encoding="utf-8")


def on_free_ports(script):
    """The script with ports that nobody listens at, and on loopback alone."""
    ports = {}
    for place in PLACES:
        port = place.rsplit(":", 1)[1]
        if port not in ports:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                ports[port] = free.getsockname()[1]
        host = place.rsplit(":", 1)[0].replace("*", "127.0.0.1")
        script = script.replace(place, f"{host}:{ports[port]}")
    return script


def check_scripts(page, claimgate):
    """Runs the `sh` blocks of a page as one script; how many were run, and what went wrong."""
    blocks = [match["text"] for match in SCRIPT.finditer(page.read_text(encoding="utf-8")) if not match["aside"]]
    if not blocks:
        return 0, []
    # What runs in the background would keep the script's standard error open.
    script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + on_free_ports("\n".join(f"echo 'block {number}:' >&2\n{text}" for number, text in enumerate(blocks, 1)))
    with tempfile.TemporaryDirectory() as folder:
        # curl finds there how to reach the host of the pages, and whose certificate it has.
        pathlib.Path(folder, ".curlrc").write_text(
            'connect-to = "claims.example::127.0.0.1:"\nmax-time = 20\n', encoding="utf-8")
        environment = dict(os.environ, HOME=folder, PATH=f"{pathlib.Path(claimgate).parent}:{os.environ['PATH']}")
        # In a process group of its own: what it started in the background ends with it.
        process = subprocess.Popen(["bash", "-eu", "-c", script], cwd=folder, env=environment, text=True, start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _, said = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            said = "it did not end in two minutes"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    if process.returncode == 0:
        return len(blocks), []
    return len(blocks), [f"{page.relative_to(ROOT)}: its script ended with {process.returncode}\n{said[-3000:]}"]


def main(claimgate, port, is_writing):
    failures = []
    count = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if is_writing:
            write_snippets(page, claimgate, port)
        for ran, broken in [check_snippets(page, claimgate, port), check_scripts(page, claimgate)]:
            count += ran
            failures += broken
    print(f"pages: {count} snippets run as written, {len(failures)} things not as the pages say")
    for failure in failures:
        print(f"  {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    sys.exit(main(str(pathlib.Path(arguments[0]).resolve()), arguments[1], "--write" in sys.argv))
