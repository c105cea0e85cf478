"""What JSON Schema cannot say about a care month, for schemathesis.

Members of one entry must not contradict each other, an integer must be written without a decimal point (to JSON Schema
1.0 is an integer), and a profile must be one of those this service has. The service refuses such bodies with 422, rightly, and schemathesis would take them for good
ones. So they are left out of what it sends; unit tests send them.
"""

import datetime
import re
import uuid

import schemathesis

PROFILES = {None, "cms-ffs", "seed-strict", "cpt-ama", "rhc-fqhc", "commercial-two-dx"}
IDEMPOTENCY_KEY = re.compile(r"[!#-+.-\[\]-~-]{1,255}")
LONGEST = datetime.timedelta(days=31)


def moment(text):
    return datetime.datetime.fromisoformat(text.upper().replace("Z", "+00:00"))


def contradicts_itself(month):
    for stay in month.get("stays") or []:
        first, last = stay["from"], stay.get("to")
        if last is not None and last < first:
            return True
    for entry in month.get("timeLog") or []:
        start, end = entry.get("start"), entry.get("end")
        if start is None or end is None:
            continue
        if not datetime.timedelta(0) <= moment(end) - moment(start) <= LONGEST:
            return True
        if entry.get("date") not in (None, start[:10]):
            return True
    return False


def has_pointed_integer(month):
    numbers = [entry.get("minutes") for entry in month.get("timeLog") or []]
    for line in [*(month.get("lines") or []), *(month.get("history") or [])]:
        numbers += [line.get("units"), *(line.get("diagnosisPointers") or [])]
    return any(isinstance(number, float) and number.is_integer() for number in numbers)


@schemathesis.hook
def filter_body(context, body):
    try:
        known = body.get("profile") in PROFILES
        return known and not contradicts_itself(body) and not has_pointed_integer(body)
    except (AttributeError, KeyError, TypeError, ValueError):
        return True


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key is for one request: what schemathesis makes up twice would rightly be refused the second time."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and IDEMPOTENCY_KEY.fullmatch(key):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
