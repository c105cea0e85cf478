"""What schemas cannot say about a care month, for schemathesis: some members of one entry must not contradict each other.

Bodies that contradict themselves are refused with 422, rightly; schemathesis would take them for good ones, because
JSON Schema cannot compare two members. So they are left out of what it sends; scripts/check_openapi.py and the unit
tests send them.
"""

import datetime

import schemathesis

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


@schemathesis.hook
def filter_body(context, body):
    try:
        return not contradicts_itself(body)
    except (AttributeError, KeyError, TypeError, ValueError):
        return True
