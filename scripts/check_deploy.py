"""What no tool of its own checks in deploy/: python check_deploy.py [--queries | --bill FILE].

Without arguments: every file of a kustomization is there and every file is in one; what refers to what by name does so
rightly; alerts have a test and a section of the operators' page. --queries prints the dashboard's queries as recording
rules, for promtool. --bill validates a bill of materials against CycloneDX 1.6. Run by scripts/check-deploy.
"""

import json
import pathlib
import re
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
VARIABLES = {"$__rate_interval": "5m", "$__range": "1h", "$job": "claimgate", "$instance": ".*"}


def load(path):
    return yaml.safe_load((DEPLOY / path).read_text(encoding="utf-8"))


def kustomizations():
    for file in sorted(DEPLOY.glob("kubernetes/*/kustomization.yaml")):
        listed = yaml.safe_load(file.read_text(encoding="utf-8"))["resources"]
        there = {path.name for path in file.parent.glob("*.yaml")} - {"kustomization.yaml"}
        for name in listed:
            if not (file.parent / name).exists():
                yield f"{file.parent.name}: {name} is listed and does not exist"
        for name in sorted(there - set(listed)):
            yield f"{file.parent.name}: {name} exists and is not listed"


def names():
    base = "kubernetes/base/"
    deployment = load(base + "deployment.yaml")
    pod = deployment["spec"]["template"]
    labels = pod["metadata"]["labels"]
    container = pod["spec"]["containers"][0]
    ports = {port["name"] for port in container["ports"]}
    service = load(base + "service.yaml")
    selectors = {
        "deployment": deployment["spec"]["selector"]["matchLabels"],
        "service": service["spec"]["selector"],
        "poddisruptionbudget": load(base + "poddisruptionbudget.yaml")["spec"]["selector"]["matchLabels"],
        "networkpolicy": load(base + "networkpolicy.yaml")["spec"]["podSelector"]["matchLabels"],
    }
    for name, selector in selectors.items():
        if not selector.items() <= labels.items():
            yield f"{name}: its selector finds no pod of the deployment"
    monitor = load("kubernetes/monitoring/servicemonitor.yaml")["spec"]
    if not monitor["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items():
        yield "servicemonitor: its selector does not find the service"
    named = {endpoint["port"] for endpoint in monitor["endpoints"]}
    if not named <= {port["name"] for port in service["spec"]["ports"]}:
        yield "servicemonitor: a port that the service does not have"
    used = {port["targetPort"] for port in service["spec"]["ports"]}
    used |= {container[probe]["httpGet"]["port"] for probe in ("startupProbe", "readinessProbe", "livenessProbe")}
    for rule in load(base + "networkpolicy.yaml")["spec"]["ingress"]:
        used |= {port["port"] for port in rule["ports"]}
    if not used <= ports:
        yield f"deployment: no port of the container is called {', '.join(sorted(used - ports))}"
    target = load(base + "horizontalpodautoscaler.yaml")["spec"]["scaleTargetRef"]["name"]
    if target != deployment["metadata"]["name"]:
        yield "horizontalpodautoscaler: scales something else"


def alerts():
    rules = [rule for group in load("prometheus/alerts.yaml")["groups"] for rule in group["rules"]]
    tested, quiet = set(), set()
    for test in load("prometheus/alerts.test.yaml")["tests"]:
        for case in test["alert_rule_test"]:
            (tested if case["exp_alerts"] else quiet).add(case["alertname"])
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    for rule in rules:
        name = rule["alert"]
        if name not in tested or name not in quiet:
            yield f"{name}: no test in which it fires, or none in which it does not"
        if not re.search(rf"^#+ {name}$", page, re.M):
            yield f"{name}: docs/operating.md has no section of this name"
        if rule["annotations"]["runbook"] != f"docs/operating.md#{name.lower()}":
            yield f"{name}: its runbook is another alert's"


def queries():
    rules = []
    for panel in json.loads((DEPLOY / "grafana/claimgate.json").read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", []):
            query = target["expr"]
            for variable, value in VARIABLES.items():
                query = query.replace(variable, value)
            rules.append({"record": f"panel:{panel['id']}:{target['refId']}", "expr": query})
    return {"groups": [{"name": "dashboard", "rules": rules}]}


def bill(path):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = pathlib.Path(path).read_text(encoding="utf-8")
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        yield f"bill of materials: {fault}"
    there = {component["name"] for component in json.loads(text)["components"]}
    for name in {"swift-argument-parser", "swift", "openssl", "zlib", "glibc"} - there:
        yield f"bill of materials: {name} is missing"
    pinned = set(re.findall(r'\.package\(url: "[^"]*/([^"/]+)"', (ROOT / "Package.swift").read_text(encoding="utf-8")))
    for name in pinned - there:
        yield f"bill of materials: the package {name} is missing"


def main(arguments):
    if arguments[:1] == ["--queries"]:
        print(json.dumps(queries()))
        return 0
    faults = list(bill(arguments[1])) if arguments[:1] == ["--bill"] else [*kustomizations(), *names(), *alerts()]
    for fault in faults:
        print(f"check-deploy: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
