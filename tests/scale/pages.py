#!/usr/bin/env python3
"""Renders boto3's reference page of every operation, imports each, and compares the contract with botocore's model.

    pages.py --hallmark build/release/hallmark --out DIR [--draw N --seed S] [--without CORPUS/pages]
             [--compare compare.py] [SERVICE...]

The pages come from boto3's own documentation generator, the truth from service-2.json as raw JSON (page_truth.py),
and `hallmark import` is given one page and never a model. What is compared is the contract that it writes (model.json,
a Smithy model) and the listed exceptions: names, nesting, order, types (float against double where the syntax shows it),
required, enums with their order, unions, streaming, documents, event streams, idempotency tokens, deprecation. A page
cannot say which ancestor a recursion reaches: that is counted apart. With --compare the JSON Schemas are also held to
the truth by another program, which must take the arguments DERIVED TRUTH --need-errors --fail-under 100.

Needs boto3. Exit codes: 0 all agree, 1 some do not.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import boto3
from boto3.docs.client import Boto3ClientDocumenter
from boto3.docs.service import ServiceDocumenter
from botocore.docs.bcdoc.restdoc import DocumentStructure
from botocore.exceptions import DataNotFoundError

from page_truth import Truths

SIMPLE = {"string": "String", "integer": "Integer", "long": "Integer", "double": "Double", "boolean": "Boolean",
          "timestamp": "Timestamp", "blob": "Blob"}


def session():
    return boto3.Session(region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


def render(client, documenter, method):
    structure = DocumentStructure(method, target="html")
    documenter._add_client_method(structure, method, getattr(client, method))
    return structure.flush_structure()


class Comparison:
    """A contract of one page against the truth of its operation."""

    def __init__(self, model, truth):
        self.shapes, self.truth, self.found = model["shapes"], truth, []
        self.counts = collections.Counter()

    def bad(self, kind, where, text):
        self.found.append((kind, where, text))

    def shape(self, target):
        if target.startswith("smithy.api#"):
            return {"type": target[len("smithy.api#"):]}
        return self.shapes[target]

    def all(self):
        name = self.truth["operation"]
        operation = next((each for key, each in self.shapes.items()
                          if each["type"] == "operation" and key.split("#")[1] == name), None)
        if operation is None:
            return self.bad("operation", name, "is not in the contract")
        if ("smithy.api#deprecated" in operation.get("traits", {})) != self.truth["deprecated"]:
            self.bad("deprecated", name, f"should be {self.truth['deprecated']}")
        errors = [each["target"].split("#")[1] for each in operation.get("errors", ())]
        if errors != list(dict.fromkeys(each["name"] for each in self.truth["errors"])):
            self.bad("errors", name, f"{errors}")
        page = self.truth["page"]
        self.counts["errors"] += len(errors)
        for direction, key, syntax, items in (("request", "input", "request_syntax", "parameters"),
                                              ("response", "output", "response_syntax", "response_structure")):
            root = self.truth[key]
            seen = page[syntax] != "too_large", page[items] != "too_large"
            target = operation.get(key, {}).get("target", "smithy.api#Unit")
            if root is not None and not any(seen):
                self.counts["directions invisible"] += 1
            elif root is None and (target != "smithy.api#Unit") and (key == "output" or self.shape(target).get("members")):
                self.bad("extra", key, "the page has none")
            elif root is not None and target == "smithy.api#Unit":
                if key == "output" or root["members"]:
                    self.bad("missing", key, "is on the page")
            elif root is not None:
                self.node(root, target, key, direction, *seen, [])
        return None

    def node(self, node, target, where, direction, syntax, items, path, traits=None):
        """`traits`: those of the member that targets it; `path`: (node, target) from the root."""
        shape = self.shape(target)
        own, kind = shape.get("traits", {}), shape["type"]
        self.counts["nodes"] += 1
        if "recursive" in node:
            wanted = {"structure": ("structure", "union"), "list": ("list",), "map": ("map",)}[node["type"]]
            if items and kind not in wanted and node["type"] != "map":
                self.bad("type", where, f"a recursion of {node['type']} became {kind}")
            self.counts["recursions"] += 1
            self.counts["recursions that reach the right shape"] += path[-node["recursive"]][1] == target
            return
        page = node.get("page", {})
        if page.get("type"):
            if kind not in ("structure", "String", "map", "Document"):
                self.bad("type", where, f"{page['type']} became {kind}")
            return
        syntax = syntax and page.get("syntax") is not False
        jsonvalue = node.get("jsonvalue") and node.get("location") == "header" and node["type"] == "string"
        if jsonvalue:
            if kind != "Document" and "hallmark.api#jsonValue" not in (traits or {}):
                self.bad("type", where, f"a JSON value became {kind}")
            return
        if node.get("document"):
            if kind != "Document":
                self.bad("type", where, f"a document became {kind}")
            return
        if node.get("page_streaming"):
            if kind != "blob" or "smithy.api#streaming" not in own:
                self.bad("type", where, f"a streaming body became {kind}")
            return
        handler = {"structure": self.structure, "list": self.list, "map": self.map}.get(node["type"])
        if handler:
            handler(node, target, shape, where, direction, syntax, items, path + [(node, target)])
        elif node["type"] == "string" and node.get("enum") and syntax:
            values = [each["traits"]["smithy.api#enumValue"] for each in shape["members"].values()] \
                if kind == "enum" else None
            if values != node["enum"]:
                self.bad("enum", where, f"{node['enum'][:4]}… became {kind if values is None else values[:4]}")
            self.counts["enums"] += 1
        else:
            wanted = SIMPLE.get(node["type"]) or ("Float" if syntax else "Double")
            if node["type"] == "double" and not items and not syntax:
                wanted = kind
            if kind != wanted:
                self.bad("type", where, f"{node['type']} became {kind}, not {wanted}")

    def structure(self, node, target, shape, where, direction, syntax, items, path):
        events = node.get("page_eventstream") or node.get("eventstream")
        union = bool(events) or bool(items and node.get("union") and node["doc"] and len(path) > 1)
        if shape["type"] != ("union" if union else "structure"):
            return self.bad("type", where, f"a {'union' if union else 'structure'} became {shape['type']}")
        if bool(events) != ("smithy.api#streaming" in shape.get("traits", {})):
            self.bad("type", where, "an event stream it is" if events else "no event stream it is")
        wanted = {}
        for name, child in node["members"].items():
            page = child.get("page", {})
            if page.get("hidden"):
                continue
            if page.get("syntax") is False and not items:
                continue
            wanted[page.get("name", name)] = child
            if page.get("also"):
                wanted[page["also"]] = {"type": "string", "shape": "", "doc": True}
        have = shape.get("members", {})
        self.counts["members"] += len(wanted)
        for name in wanted:
            if name not in have:
                self.bad("missing", f"{where}.{name}", wanted[name]["type"])
        for name in have:
            if name not in wanted:
                self.bad("extra", f"{where}.{name}", have[name]["target"])
        if set(have) == set(wanted) and list(have) != list(wanted):
            self.bad("order", where, f"{list(wanted)[:5]} became {list(have)[:5]}")
        for name, child in wanted.items():
            if name not in have:
                continue
            traits, here = have[name].get("traits", {}), f"{where}.{name}"
            if direction == "request" and items:
                required = bool(child.get("required")) and "recursive" not in child and \
                    child.get("page", {}).get("required") is not False
                self.counts["required"] += required
                if ("smithy.api#required" in traits) != required:
                    self.bad("required", here, f"should be {required}")
                token = bool(child.get("idempotencyToken") and child["doc"]) and "recursive" not in child
                if ("smithy.api#idempotencyToken" in traits) != token:
                    self.bad("token", here, f"should be {token}")
            elif direction == "response" and "smithy.api#required" in traits:
                self.bad("required", here, "a page says it of no response")
            self.node(child, have[name]["target"], here, direction, syntax, items, path, traits)
        return None

    def list(self, node, target, shape, where, direction, syntax, items, path):
        if shape["type"] != "list":
            return self.bad("type", where, f"a list became {shape['type']}")
        return self.node(node["member"], shape["member"]["target"], where + "[]", direction, syntax, items, path)

    def map(self, node, target, shape, where, direction, syntax, items, path):
        if shape["type"] != "map":
            return self.bad("type", where, f"a map became {shape['type']}")
        return self.node(node["value"], shape["value"]["target"], where + "{}", direction, syntax, items, path)


def one_service(service, methods, options):
    """Renders, imports and compares the pages of `methods`; -> counts and disagreements."""
    counts, found = collections.Counter(), []
    here = session()
    documenter = ServiceDocumenter(service, here, options.out)
    client = documenter._client
    try:
        examples = documenter.get_examples(service)
    except DataNotFoundError:
        examples = None
    pages = Boto3ClientDocumenter(client, options.out, examples)
    truths = Truths(service, here._session.get_component("data_loader").load_service_model(service, "service-2"))
    folders = {name: os.path.join(options.out, name, service) for name in ("pages", "truth", "derived")}
    for folder in folders.values():
        os.makedirs(folder, exist_ok=True)
    for method in methods:
        operation = client.meta.method_to_api_mapping[method]
        begun = time.monotonic()
        rendered = render(client, pages, method)
        counts["seconds of rendering"] += time.monotonic() - begun
        counts["pages"] += 1
        counts["bytes"] += len(rendered)
        path = os.path.join(folders["pages"], method + ".rst")
        with open(path, "wb") as file:
            file.write(rendered)
        truth = truths.of(operation, method, rendered.decode("utf-8"))
        with open(os.path.join(folders["truth"], operation + ".json"), "w", encoding="utf-8") as file:
            json.dump(truth, file)
        begun = time.monotonic()
        done = subprocess.run([options.hallmark, "import", path, "-o", folders["derived"]], capture_output=True,
                              timeout=120, check=False)
        counts["seconds of importing"] += time.monotonic() - begun
        if done.returncode != 0:
            found.append((service, operation, "import", "", (done.stderr or done.stdout).decode("utf-8", "replace")[-300:]))
            continue
        with open(os.path.join(folders["derived"], "model.json"), encoding="utf-8") as file:
            comparison = Comparison(json.load(file), truth)
        comparison.all()
        counts.update(comparison.counts)
        counts["sections too large"] += sum(state == "too_large" for state in truth["page"].values())
        counts["operations that agree"] += not comparison.found
        found += [(service, operation, *each) for each in comparison.found]
        if not options.keep and not comparison.found:
            os.remove(path)
    return counts, found


def chosen(options):
    """Methods by service."""
    here, population = session(), []
    for service in sorted(here.get_available_services()):
        if options.services and not any(fnmatch.fnmatch(service, each) for each in options.services):
            continue
        client = here.client(service)
        for method in sorted(client.meta.method_to_api_mapping):
            if not hasattr(client, method):  # events in the request: botocore makes no method, and no page
                continue
            if options.without and os.path.exists(os.path.join(options.without, service, method + ".rst")):
                continue
            population.append((service, method))
    drawn = population
    if options.draw and options.draw < len(population):
        drawn = sorted(random.Random(options.seed).sample(population, options.draw))
    by = collections.defaultdict(list)
    for service, method in drawn:
        by[service].append(method)
    return by, len(drawn), len(population)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("services", nargs="*", help="globs of services; none: all")
    parser.add_argument("--hallmark", required=True)
    parser.add_argument("--out", required=True, help="a folder of its own; what an earlier run left there is removed")
    parser.add_argument("--draw", type=int, help="so many pages at random; without it all")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--without", help="pages/<service>/<method>.rst: none of these")
    parser.add_argument("--compare", help="a second comparison, of the JSON Schemas")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="keep the pages that agree, too")
    parser.add_argument("--list", type=int, default=40, help="disagreements to print")
    options = parser.parse_args()
    options.hallmark, begun = os.path.abspath(options.hallmark), time.monotonic()
    for name in ("pages", "truth", "derived"):
        shutil.rmtree(os.path.join(options.out, name), ignore_errors=True)
    by, drawn, population = chosen(options)
    print(f"boto3 {boto3.__version__}: {drawn} of {population} operations in {len(by)} services"
          + (f", seed {options.seed}" if drawn < population else ""), flush=True)
    counts, found = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        largest_first = sorted(by, key=lambda service: -len(by[service]))
        for some, more in pool.map(one_service, largest_first, [by[each] for each in largest_first],
                                   [options] * len(by)):
            counts.update(some)
            found += more
    for key, count in sorted(counts.items()):
        print(f"  {key}: {round(count, 1)}")
    kinds = collections.Counter(each[2] for each in found)
    agree = counts["operations that agree"]
    print(f"contracts: {agree} of {drawn} operations agree ({100 * agree / max(drawn, 1):.2f} %)"
          + "".join(f", {kind} {count}" for kind, count in kinds.most_common()))
    for service, operation, *rest in found[:options.list]:
        print(f"  {service}.{operation} " + " ".join(str(each) for each in rest))
    with open(os.path.join(options.out, "disagreements.json"), "w", encoding="utf-8") as file:
        json.dump(found, file, indent=1)
    second = 0
    if options.compare:
        second = subprocess.run([sys.executable, options.compare, os.path.join(options.out, "derived"),
                                 os.path.join(options.out, "truth"), "--need-errors", "--fail-under", "100", "--list",
                                 str(options.list)], check=False).returncode
    print(f"{time.monotonic() - begun:.0f} s")
    return 0 if agree == drawn and second == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
