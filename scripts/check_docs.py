"""Holds the pages against the program: python check_docs.py CLAIMGATE PORT.

Every command of a `console` block in README.md and docs/ is run as written, in order, by bash in the project's root,
against the service on PORT where the page says 8080; what it prints must be what the page shows. A line of three dots
stands for any lines. The settings table of docs/operating.md must be what the program's own help says.
Run by scripts/check-service.
"""

import difflib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ANY_LINES = "..."


def snippets(text):
    """Commands and the lines shown below each, from the console blocks of a page."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        command, shown = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command is not None:
                    yield command, shown
                command, shown = line[2:], []
            elif command is not None and not shown and command.endswith("\\"):
                command += "\n" + line
            else:
                shown.append(line)
        if command is not None:
            yield command, shown


def matches(shown, printed):
    """Whether the printed lines are the shown ones; three dots stand for any lines."""
    if ANY_LINES not in shown:
        return shown == printed
    pattern = "".join(r"(?:.*\n)*" if line == ANY_LINES else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def check_snippets(page, claimgate, port):
    environment = dict(os.environ, PATH=f"{pathlib.Path(claimgate).parent}:{os.environ['PATH']}")
    failures = []
    count = 0
    for command, shown in snippets(page.read_text(encoding="utf-8")):
        count += 1
        run = subprocess.run(
            ["bash", "-c", command.replace("127.0.0.1:8080", f"127.0.0.1:{port}")],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )
        printed = (run.stdout + run.stderr).replace(f"127.0.0.1:{port}", "127.0.0.1:8080").splitlines()
        while printed and not printed[-1].strip():
            printed.pop()
        if not matches(shown, printed):
            diff = "\n".join(difflib.unified_diff(shown, printed, "page", "run", lineterm=""))
            failures.append(f"{page.relative_to(ROOT)}: {command}\n{diff}")
    return count, failures


def settings_table(claimgate):
    """The table of docs/operating.md as the program's help has it."""
    dump = subprocess.run([claimgate, "serve", "--experimental-dump-help"], capture_output=True, text=True, check=True)
    rows = ["| flag | variable | default | what it does |", "| --- | --- | --- | --- |"]
    for argument in json.loads(dump.stdout)["command"]["arguments"]:
        if "defaultValue" not in argument:
            continue
        name = argument["preferredName"]["name"]
        variable = "CLAIMGATE_" + name.upper().replace("-", "_")
        what = argument["abstract"]
        if argument.get("allValues"):
            what += " One of " + ", ".join(f"`{value}`" for value in argument["allValues"]) + "."
        rows.append(f"| `--{name}` | `{variable}` | `{argument['defaultValue']}` | {what} |")
    return "\n".join(rows)


def main(claimgate, port):
    failures = []
    count = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        ran, broken = check_snippets(page, claimgate, port)
        count += ran
        failures += broken
    table = settings_table(claimgate)
    if table not in (ROOT / "docs/operating.md").read_text(encoding="utf-8"):
        failures.append(f"docs/operating.md: the settings table is not\n{table}")
    print(f"pages: {count} snippets run as written, {len(failures)} things not as the pages say")
    for failure in failures:
        print(f"  {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]))
