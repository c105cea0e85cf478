"""Holds openapi.yaml against a running service: python check_openapi.py PORT | --write | --log FILE | --without-fhir FILE.

Every care month in examples/ goes to every endpoint that takes one; every resource the reference endpoints list is
fetched; every mistake in `MISTAKES` is made. Each answer must have a status, a media type and headers that the
document declares for the operation, and a body that its schema allows. --write renews the examples in openapi.yaml and openapi.json; --log searches a service's log for claim content, --figures what its /metrics shows. Run by
scripts/check-service.
"""

import gzip
import http.client
import json
import pathlib
import re
import sys
import zlib

import jsonschema
import referencing
import referencing.jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
JSON_COPY = ROOT / "Sources/COpenAPI/openapi.json"
JSON = "application/json"
NDJSON = "application/x-ndjson"
PROBLEM = "application/problem+json"
FHIR = "application/fhir+json"
# Words of the contract, which are no claim content.
VOCABULARY = {
    "cost-sharing", "single-practitioner", "right-to-stop", "established", "implemented", "monitored", "psychosocial",
    "functional", "inpatient", "snf-part-a", "nursing-facility", "assisted-living", "straightforward", "moderate",
}
# Stands in every mistake where a value can stand; no problem document may say it back.
CANARY = "Q7-CANARY-Z9"


def load():
    return yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))


def example(name):
    """What an example of the document shows: a file of examples/, with a digest of zeros where answers leave it out."""
    file = ROOT / "examples" / ("answers" if "." in name else "") / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8").replace("sha256:...", "sha256:" + "0" * 64))


def with_examples(text):
    """The document's text with the value of each of its examples taken from its file."""
    before, section = text.split("\n  examples:\n", 1)
    section, after = section.split("\n  schemas:\n", 1)
    lines = []
    for name, entry in yaml.safe_load(section).items():
        lines += [f"    {name}:", f"      summary: {entry['summary']}", "      value:"]
        lines += ["        " + line for line in json.dumps(example(name), ensure_ascii=False, indent=2).splitlines()]
    return before + "\n  examples:\n" + "\n".join(lines) + "\n\n  schemas:\n" + after


def as_json(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def closed(node):
    """The same schemas, with every object that has properties allowing no others: an answer's every member must be
    described. Clients must not rely on it, since members may be added; so openapi.yaml itself does not say it."""
    if isinstance(node, list):
        return [closed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    node = {key: closed(value) for key, value in node.items()}
    is_schema = isinstance(node.get("properties"), dict) and node.get("type") in ("object", ["object", "null"])
    if is_schema and not {"oneOf", "allOf", "anyOf", "additionalProperties"} & node.keys():
        node["additionalProperties"] = False
    return node


class Checker:
    def __init__(self, document, port):
        self.document = document
        self.port = port
        self.failures = []
        self.count = 0
        self.seen = set()
        resource = referencing.Resource(contents=closed(document), specification=referencing.jsonschema.DRAFT202012)
        self.registry = referencing.Registry().with_resource("urn:openapi", resource)

    def fail(self, what):
        self.failures.append(what)

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def validator(self, pointer):
        return jsonschema.Draft202012Validator(
            {"$ref": f"urn:openapi#{pointer}"},
            registry=self.registry,
            format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
        )

    def send(self, method, target, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read()
        finally:
            connection.close()

    def exchange(self, name, method, path, target=None, body=None, headers=None, expect=None):
        """Sends one request and holds the answer against the operation `method path`. Returns the parsed body."""
        self.count += 1
        status, fields, content = self.send(method, target or path, body, headers)
        if expect is not None and status != expect:
            self.fail(f"{name}: expected {expect}, got {status}")
            return None
        operation = self.document["paths"][path][method.lower()]
        if str(status) not in operation["responses"]:
            self.fail(f"{name}: {method} {path} does not declare status {status}")
            return None
        self.seen.add((method, path, str(status)))
        pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method.lower()}/responses/{status}"
        response = operation["responses"][str(status)]
        if "$ref" in response:
            pointer = response["$ref"].removeprefix("#")
            response = self.resolve(response)
        for header, declared in response.get("headers", {}).items():
            declared = self.resolve(declared)
            if declared.get("required") and header.lower() not in fields:
                self.fail(f"{name}: header {header} is missing")
        media = fields.get("content-type", "").split(";")[0]
        if media not in response.get("content", {}):
            self.fail(f"{name}: media type {media or 'none'} is not declared for {status}")
            return None
        if media not in (JSON, PROBLEM, FHIR):
            return content.decode("utf-8")
        parsed = json.loads(content.decode("utf-8"))
        schema = f"{pointer}/content/{media.replace('/', '~1')}/schema"
        for error in self.validator(schema).iter_errors(parsed):
            self.fail(f"{name}: {status} at {error.json_path}: {error.message[:200]}")
        return parsed

    def problem(self, name, method, path, expect, **request):
        """A request that must be refused with a problem document which repeats nothing that was sent."""
        parsed = self.exchange(name, method, path, expect=expect, **request)
        if parsed is None:
            return
        if isinstance(parsed, dict) and parsed.get("resourceType") == "OperationOutcome":
            if not parsed.get("issue"):
                self.fail(f"{name}: an outcome without an issue")
        elif not isinstance(parsed, dict) or parsed.get("status") != expect:
            self.fail(f"{name}: the problem's status is not {expect}")
        if CANARY.lower() in json.dumps(parsed).lower():
            self.fail(f"{name}: the problem repeats a submitted value")


def care_months():
    """Every example, by name: the care months in examples/, their answers left out."""
    for file in sorted((ROOT / "examples").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if "serviceMonth" in document:
            yield file.stem, document


# What is wrong, and the body: each must get 422 from all three questions.
NOT_CARE_MONTHS = {
    "no service month": {"id": CANARY},
    "not an object": [CANARY],
    "a string": CANARY,
    "null": None,
    "impossible month": {"serviceMonth": "2026-13", "lines": [{"code": "99490"}]},
    "month of the wrong type": {"serviceMonth": 202603, "lines": [{"code": "99490"}]},
    "no code": {"serviceMonth": "2026-03", "lines": [{"units": 1}]},
    "impossible code": {"serviceMonth": "2026-03", "lines": [{"code": CANARY}]},
    "impossible date": {"serviceMonth": "2026-03", "lines": [{"code": "99490", "date": "2026-02-30"}]},
    "units of text": {"serviceMonth": "2026-03", "lines": [{"code": "99490", "units": CANARY}]},
    "units of nothing": {"serviceMonth": "2026-03", "lines": [{"code": "99490", "units": 0}]},
    "units with a fraction": {"serviceMonth": "2026-03", "lines": [{"code": "99490", "units": 1.5}]},
    "minutes below zero": {"serviceMonth": "2026-03", "lines": [{"code": "99490"}], "timeLog": [{"minutes": -1}]},
    "unknown profile": {"serviceMonth": "2026-03", "profile": CANARY, "lines": [{"code": "99490"}]},
    "unknown word": {"serviceMonth": "2026-03", "setting": CANARY, "lines": [{"code": "99490"}]},
}

# What is wrong, and the bytes: each must get 400 from all three questions.
NOT_JSON = {
    "empty body": b"",
    "no JSON": CANARY.encode(),
    "cut short": b'{"serviceMonth": "2026-03"',
    "two documents": b'{"serviceMonth": "2026-03"} {}',
    "not UTF-8": b'{"serviceMonth": "2026-03", "id": "\xff\xfe"}',
    "lone surrogate": b'{"serviceMonth": "2026-03", "id": "\\ud800"}',
    "deep nest": b"[" * 100_000,
    "duplicate member": b'{"serviceMonth": "2026-03", "serviceMonth": "2026-03"}',
}


def check_questions(check):
    questions = ["/v1/claims/validate", "/v1/codes/suggest", "/v1/documentation/gaps"]
    json_type = {"Content-Type": JSON}
    months = list(care_months())
    if not months:
        check.fail("examples/ has no care month")
    for name, entry in check.document["components"]["examples"].items():
        if example(name) != entry["value"]:
            check.fail(f"the example {name} is not its file any more: run scripts/check-service --write CLAIMGATE")
        schema = name.partition(".")[2].capitalize() or "CareMonth"
        for error in check.validator(f"/components/schemas/{schema}").iter_errors(entry["value"]):
            check.fail(f"the example {name} at {error.json_path}: {error.message[:200]}")
    month_schema = check.validator("/components/schemas/CareMonth")
    for path in questions:
        for name, month in months:
            for error in month_schema.iter_errors(month):
                check.fail(f"example {name} at {error.json_path}: {error.message[:200]}")
            body = json.dumps(dict(month, id=CANARY))
            lineless = path == questions[0] and not month.get("lines")
            check.exchange(f"{path} {name}", "POST", path, body=body, headers=json_type,
                           expect=422 if lineless else 200)
            if not lineless:
                text = dict(json_type, Accept="text/plain")
                check.exchange(f"{path} {name} as text", "POST", path, body=body, headers=text, expect=200)
        check_lines(check, path, [dict(month, id=CANARY) for _, month in months])
        body = json.dumps(months[0][1])
        check_codings(check, path, body)
        for name, wrong in NOT_CARE_MONTHS.items():
            check.problem(f"{path} {name}", "POST", path, 422, body=json.dumps(wrong), headers=json_type)
        for name, wrong in NOT_JSON.items():
            check.problem(f"{path} {name}", "POST", path, 400, body=wrong, headers=json_type)
        check.problem(f"{path} no media type", "POST", path, 415, body=body)
        check.problem(f"{path} other media type", "POST", path, 415, body=body,
                      headers={"Content-Type": f"application/{CANARY}"})
        check.problem(f"{path} other coding", "POST", path, 415, body=body,
                      headers={"Content-Type": JSON, "Content-Encoding": CANARY})
        check.problem(f"{path} nothing acceptable", "POST", path, 406, body=body,
                      headers={"Content-Type": JSON, "Accept": f"image/{CANARY}"})
        check.problem(f"{path} unknown parameter", "POST", path, 400, target=f"{path}?{CANARY}=1", body=body,
                      headers=json_type)
        check.problem(f"{path} long target", "POST", path, 414, target=f"{path}?{'a' * 20_000}", body=body,
                      headers=json_type)
        check.problem(f"{path} long header", "POST", path, 431, body=body,
                      headers=dict(json_type, Custom="a" * 60_000))
        check.problem(f"{path} odd expectation", "POST", path, 417, body=body,
                      headers=dict(json_type, Expect=CANARY))


def check_lines(check, path, months):
    """A stream gets the answers that its lines would get alone, and every line is one that the document describes."""
    lines = [json.dumps(month) for month in months] + ["", CANARY, json.dumps({"id": CANARY})]
    text = check.exchange(f"{path} lines", "POST", path, target=f"{path}?summary=true", body="\n".join(lines),
                          headers={"Content-Type": NDJSON}, expect=200)
    answers = [json.loads(line) for line in (text or "").splitlines()]
    if len(answers) != len(months) + 3 or [answer.get("index") for answer in answers[:-1]] != list(range(len(months) + 2)):
        check.fail(f"{path} lines: {len(answers)} answers to {len(months) + 2} lines, or in disorder")
        return
    for answer in answers[:-1]:
        if CANARY in json.dumps(answer) and "type" in answer:
            check.fail(f"{path} lines: a problem repeats a submitted value")
    schema = {"/v1/claims/validate": "Decision", "/v1/codes/suggest": "Suggestion"}.get(path, "Checklist")
    for answer in answers:
        name = "SummaryLine" if "documents" in answer.get("summary", {}) else "Problem" if "type" in answer else schema
        answer.pop("index", None)
        for error in check.validator(f"/components/schemas/{name}").iter_errors(answer):
            check.fail(f"{path} lines at {error.json_path}: {error.message[:200]}")


# What is wrong, and the FHIR document: each must get 422 wherever FHIR is taken.
NOT_FHIR_CLAIMS = {
    "no resource type": {"id": CANARY},
    "another resource": {"resourceType": CANARY},
    "no Claim": {"resourceType": "Bundle", "type": "collection", "entry": []},
    "no month": {"resourceType": "Claim", "id": CANARY},
    "a period of text": {"resourceType": "Claim", "billablePeriod": CANARY},
}


def check_fhir(check):
    """Every FHIR example goes to every endpoint that takes FHIR, and comes back in every form."""
    examples = sorted((ROOT / "examples/fhir").glob("*.json"))
    if not examples:
        check.fail("examples/fhir/ is empty")
    for path, item in check.document["paths"].items():
        takes = item.get("post", {}).get("requestBody", {}).get("content", {})
        if FHIR not in takes:
            continue
        sent = {"Content-Type": FHIR}
        for file in examples:
            body = file.read_bytes()
            for media in item["post"]["responses"]["200"]["content"]:
                if media not in (JSON, FHIR, "text/plain"):
                    continue
                check.exchange(f"{path} {file.stem} as {media}", "POST", path, body=body, expect=200,
                               headers=dict(sent, Accept=media))
        for name, wrong in NOT_FHIR_CLAIMS.items():
            for accept in (JSON + ", " + PROBLEM, FHIR + ", */*;q=0.1"):
                check.problem(f"{path} {name}", "POST", path, 422, body=json.dumps(wrong),
                              headers=dict(sent, Accept=accept))
        check.problem(f"{path} no JSON", "POST", path, 400, body=CANARY, headers=sent)


def without_fhir(document):
    """The document for schemathesis, which cannot make up a Claim that anyone would send."""
    def walk(node):
        if isinstance(node, list):
            return [walk(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        return {key: walk(value) for key, value in node.items() if key != FHIR or "schema" not in value}

    paths = {path: item for path, item in document["paths"].items() if not path.startswith("/fhir/")}
    plain = walk(dict(document, paths=paths))
    # A problem may come in FHIR all the same.
    plain["components"]["responses"] = document["components"]["responses"]
    return plain


def check_codings(check, path, body):
    """Compressed or not, in either direction, the answer is the same."""
    plain = check.send("POST", path, body, {"Content-Type": JSON})[2]
    for coding, compress in (("gzip", gzip.compress), ("deflate", zlib.compress)):
        sent = {"Content-Type": JSON, "Content-Encoding": coding}
        if check.send("POST", path, compress(body.encode()), sent)[2] != plain:
            check.fail(f"{path}: a body in {coding} gets another answer")
    status, fields, content = check.send("POST", path, body, {"Content-Type": JSON, "Accept-Encoding": "gzip"})
    if fields.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    if content != plain:
        check.fail(f"{path}: an answer in gzip is another answer")
    check.problem(f"{path} broken gzip", "POST", path, 400, body=b"no gzip",
                  headers={"Content-Type": JSON, "Content-Encoding": "gzip"})


def check_reading(check):
    """Every GET without parameters, everything it lists, and what does not exist."""
    for path, item in check.document["paths"].items():
        if "get" not in item:
            continue
        if "{" not in path:
            check.exchange(f"GET {path}", "GET", path, expect=200)
            check.problem(f"GET {path} with a long header", "GET", path, 431, headers={"Custom": "a" * 60_000})
            status, fields, content = check.send("HEAD", path)
            if status != 200 or content or "content-type" not in fields:
                check.fail(f"HEAD {path}: {status}, {len(content)} bytes")
        else:
            name = re.search(r"{(\w+)}", path).group(1)
            for wrong in (CANARY, "%00", "..", "%ff"):
                target = path.replace("{" + name + "}", wrong)
                status, fields, content = check.send("GET", target)
                if status not in (400, 404) or CANARY.encode() in content:
                    check.fail(f"GET {target}: {status}")
            for known in list_of(check, path.rsplit("/", 1)[0]):
                check.exchange(f"GET {path} {known}", "GET", path, expect=200,
                               target=path.replace("{" + name + "}", known))
    for path in check.document["paths"]:
        if "{" in path:
            continue
        status, fields, content = check.send("DELETE", path)
        declared = {method.upper() for method in check.document["paths"][path]} & {"GET", "POST"}
        allow = set(re.split(r", *", fields.get("allow", "")))
        expected = declared | {"OPTIONS"} | ({"HEAD"} if "GET" in declared else set())
        if status != 405 or allow != expected:
            check.fail(f"DELETE {path}: {status} with Allow {sorted(allow)}, expected {sorted(expected)}")
        elif path.startswith("/fhir/"):
            if json.loads(content).get("resourceType") != "OperationOutcome":
                check.fail(f"DELETE {path}: no OperationOutcome")
        elif fields.get("content-type") != PROBLEM:
            check.fail(f"DELETE {path}: no problem document")
        else:
            for error in check.validator("/components/schemas/Problem").iter_errors(json.loads(content)):
                check.fail(f"DELETE {path}: {error.message[:200]}")
    status, fields, content = check.send("GET", f"/{CANARY}")
    if status != 404 or fields.get("content-type") != PROBLEM or CANARY.encode() in content:
        check.fail(f"GET of nothing: {status}")


def list_of(check, path):
    """The ids that the list at `path` has."""
    if path not in check.document["paths"]:
        return []
    parsed = json.loads(check.send("GET", path)[2])
    for value in parsed.values():
        if isinstance(value, list):
            return [entry.get("id") or entry.get("code") or entry["type"].rsplit("/", 1)[1] for entry in value]
    return []


def check_served_documents(check):
    if check.send("GET", "/openapi.yaml")[2] != (ROOT / "openapi.yaml").read_bytes():
        check.fail("GET /openapi.yaml is not the file")
    if check.send("GET", "/openapi.json")[2] != JSON_COPY.read_bytes():
        check.fail("GET /openapi.json is not the file")


def claim_content(node):
    """Every text of a care month that is long enough not to turn up in a log line by chance."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("profile", "setting", "kind"):
                yield from claim_content(value)
    elif isinstance(node, list):
        for value in node:
            yield from claim_content(value)
    elif isinstance(node, str) and len(node) >= 8 and node not in VOCABULARY:
        yield node


def search_log(file, are_figures=False):
    """No line of the log, or of the figures, may hold anything that was sent as claim content."""
    log = pathlib.Path(file).read_text(encoding="utf-8")
    lines = log.splitlines()
    sent = {CANARY} | {text for name, month in care_months() for text in claim_content(month) if text != name}
    for line in [] if are_figures else lines:
        json.loads(line)
    found = [text for text in sorted(sent) if text in log]
    print(f"{'figures' if are_figures else 'log'}: {len(lines)} lines searched for {len(sent)} texts of claims, {len(found)} found: {found}")
    return 1 if found or not lines else 0


def write():
    """Renews what is derived: the examples in openapi.yaml, then openapi.json."""
    file = ROOT / "openapi.yaml"
    file.write_text(with_examples(file.read_text(encoding="utf-8")), encoding="utf-8")
    JSON_COPY.write_text(as_json(load()), encoding="utf-8")
    return 0


def main(argument, *rest):
    if argument == "--write":
        return write()
    if argument in ("--log", "--figures"):
        return search_log(rest[0], are_figures=argument == "--figures")
    document = load()
    if argument == "--without-fhir":
        pathlib.Path(rest[0]).write_text(as_json(without_fhir(document)), encoding="utf-8")
        return 0
    if JSON_COPY.read_text(encoding="utf-8") != as_json(document):
        print("openapi.json is older than openapi.yaml: run scripts/check-service --write CLAIMGATE", file=sys.stderr)
        return 1
    check = Checker(document, int(argument))
    check_questions(check)
    check_fhir(check)
    check_reading(check)
    check_served_documents(check)
    print(f"openapi.yaml: {check.count} answers held against it, {len(check.failures)} broke it")
    for failure in check.failures:
        print(f"  {failure}", file=sys.stderr)
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
