"""One line a case: what was expected, what was seen, and whether honest clients were served meanwhile."""

import shutil
import sys
import time


def require(name, *programs):
    """Ends with a word about the programs that are not installed."""
    if missing := [program for program in programs if not shutil.which(program)]:
        sys.exit(f"{name}: it needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed")


class Report:
    def __init__(self, name):
        self.name = name
        self.count, self.failed, self.left_out, self.start = 0, [], 0, time.monotonic()
        self.group, self.honest = "", None

    def begin(self, group, honest=None):
        """What follows belongs to this group, with this honest client beside it."""
        self.group, self.honest = group, honest

    def case(self, name, expected, seen, served=None):
        """`expected` is what `seen` must be, or several such; `served` is another count of an honest client's."""
        allowed = expected if isinstance(expected, tuple) else (expected,)
        taken = served or (self.honest.taken() if self.honest else None)
        unexpected = "" if str(seen) in map(str, allowed) else "not as expected"
        problem = "; ".join(filter(None, (unexpected, taken.problem() if taken else "")))
        self.count += 1
        if problem:
            self.failed.append(f"{self.group}: {name}")
        print(f"{'FAIL' if problem else 'pass'}  {self.group}: {name}: expected {' or '.join(map(str, allowed))}; seen {seen}"
              f"{f'; {taken}' if taken else ''}{f' -- {problem}' if problem else ''}", flush=True)

    def skip(self, name, reason):
        self.left_out += 1
        print(f"----  {self.group}: {name}: left out, {reason}", flush=True)

    def end(self):
        """The exit status, after the last line."""
        seconds = time.monotonic() - self.start
        for name in self.failed:
            print(f"FAIL  {name}")
        print(f"{self.name}: {self.count - len(self.failed)} of {self.count} cases as expected, {self.left_out} left out, "
              f"in {seconds:.0f} s")
        return 1 if self.failed or not self.count else 0
