"""The gate of field.py itself: what it takes for worse, what it keeps, and that the kept files are in order."""

import contextlib
import io
import json
import pathlib
import tempfile
import types
import unittest
import unittest.mock

import draw
import endpoints
import field
import offered

LENIENT, STRICT = types.SimpleNamespace(strict=False), types.SimpleNamespace(strict=True)


def row(names, known=(), **figures):
    return {**dict.fromkeys(field.COLUMNS, 1), **figures, "names": list(names), "known": list(known), "unnamed": [],
            "stale": [], "why": {}, "each": {}}


class Draw(unittest.TestCase):
    def test_a_seed_draws_the_same_services_whatever_their_order_was(self):
        names = [f"service-{n}" for n in range(30)]
        self.assertEqual(draw.order(names, 1), draw.order(reversed(names), 1))
        self.assertNotEqual(draw.order(names, 1), draw.order(names, 2))
        self.assertEqual(sorted(names), sorted(draw.order(names, 1)))

    def test_nothing_is_drawn_that_something_here_was_written_for_or_that_has_few_operations(self):
        many, few = [f"Op{n}" for n in range(draw.LEAST)], ["Op"]
        with unittest.mock.patch.object(draw, "models", return_value=dict.fromkeys(["sqs", "chime", "dax", "swf"], "x")), \
                unittest.mock.patch.object(offered, "moto_of", side_effect=lambda _, names: {
                    name: few if name == "swf" else many for name in names}):
            self.assertEqual({"dax": many}, draw.drawn_from(pathlib.Path("/nowhere")))


class Field(unittest.TestCase):
    def test_lost_reach_is_worse(self):
        now = field.median_of([row(["A"])])
        self.assertEqual(["sqs: B was exercised, and is not any more"],
                         field.compared("sqs", now, row(["A", "B"]), LENIENT))
        self.assertEqual([], field.compared("sqs", now, row(["A"]), LENIENT))
        self.assertEqual([], field.compared("sqs", now, None, STRICT))

    def test_what_the_endpoint_does_not_offer_is_not_lost(self):
        now = field.median_of([row(["A"])])
        self.assertEqual([], field.compared("sqs", now, row(["A", "B"]), LENIENT, {"A", "C"}))
        self.assertEqual(1, len(field.compared("sqs", now, row(["A", "B"]), LENIENT, {"A", "B"})))

    def test_the_embedded_endpoint_is_asked_for_the_same_operations(self):
        kept = {"embedded": {"services": {"sqs": {"each": {"A": 3, "B": 4}}}}}
        self.assertEqual([7, 3, 0], [field.own_of(kept, "sqs", None), field.own_of(kept, "sqs", {"A", "C"}),
                                     field.own_of(kept, "sns", {"A"})])
        self.assertEqual(kept["embedded"]["services"], json.loads(field.text_of(
            {"embedded": {"version": "own", "depth": "quick", **kept["embedded"]}}))["embedded"]["services"])

    def test_new_deviations_are_worse_where_they_are_asked_for(self):
        now = field.median_of([row(["A"], ["A schema.type"])])
        self.assertEqual([], field.compared("sqs", now, row(["A"]), LENIENT))
        self.assertEqual(["sqs: new deviation, A schema.type"], field.compared("sqs", now, row(["A"]), STRICT))
        self.assertEqual([], field.compared("sqs", now, row(["A"], ["A schema.type", "B x"]), STRICT))

    def test_what_the_known_deviations_do_not_name_is_worse_where_it_is_asked_for(self):
        now = field.median_of([{**row(["A"], ["A schema.type"]), "unnamed": ["A schema.type"], "stale": ["unused: x"]}])
        self.assertEqual([], field.compared("sqs", now, None, LENIENT))
        self.assertEqual(["sqs: A schema.type is not among the known deviations", "sqs: unused: x"],
                         field.compared("sqs", now, None, STRICT))

    def test_known_deviations_are_of_the_services_of_ci_and_say_why(self):
        for path in field.KNOWN.glob("*.json"):
            self.assertIn(path.stem, endpoints.ENDPOINTS)
            for entry in json.loads(path.read_text())["known_deviations"]:
                self.assertIn(endpoints.PINNED[path.stem], entry["reason"], "the version that does so")
                self.assertIn(entry["case"].partition(".")[0], endpoints.THIRTY)

    def test_reads_what_was_measured_before(self):
        coverage = {"operation": "CreateQueue", "reached": "exercised", "exceptions": [], "promises": {"made": 9, "tested": 4}}
        report = {"cases": [], "summary": {"seconds": 1.5, "counts": {"total": 3, "deviates": 0, "known": 0}, "causes": [],
                                           "coverage": [coverage], "known_problems": []}}
        with tempfile.TemporaryDirectory() as name:
            folders = [pathlib.Path(name) / each for each in ("1", "2", "3", "other")]
            for at, folder in enumerate(folders[:3]):
                (folder / "sqs-like" / "sqs").mkdir(parents=True)
                coverage["promises"]["tested"] = at
                (folder / "sqs-like" / "sqs" / "report.json").write_text(json.dumps(report))
            endpoint = types.SimpleNamespace(name="sqs-like", version="1", services=["sns", "sqs"])
            options = types.SimpleNamespace(reports=folders, services=["sqs"], kept={})
            with unittest.mock.patch.object(offered, "read", return_value={"sqs": {"CreateQueue"}}), \
                    contextlib.redirect_stdout(io.StringIO()):
                rows, wrong = field.read_endpoint(options, endpoint)
        self.assertEqual((["sqs"], [], 1, 1.5, ["CreateQueue"]), (list(rows), wrong, rows["sqs"]["tested"], rows["sqs"]["seconds"],
                                                                    rows["sqs"]["names"]))

    def test_keeps_what_every_run_exercised_and_compares_what_any_did(self):
        now = field.median_of([row(["A", "B"], exercised=2), row(["A"], ["A x"], exercised=1), row(["A", "C"], exercised=2)])
        self.assertEqual((["A"], ["A x"], 2), (now["names"], now["known"], now["exercised"]))
        self.assertEqual([], field.compared("sqs", now, row(["A", "C"], ["A x"]), STRICT))

    def test_a_second_try_takes_back_what_was_chance(self):
        first = field.median_of([row(["A"], ["A x", "A y"])])
        best = field.best_of(first, row(["B"], ["A y"]))
        self.assertEqual((["A", "B"], ["A y"]), (best["ever"], best["known"]))

    def test_what_is_written_reads_back(self):
        kept = {"moto": {"version": "1", "depth": "quick", "services": {"sqs": row(["A"], ["A x"])}}}
        again = json.loads(field.text_of(kept))["moto"]["services"]["sqs"]
        self.assertEqual((["A"], ["A x"], 1), (again["names"], again["known"], again["exercised"]))

    def test_the_reason_of_a_refusal_has_no_words_that_change(self):
        case = {"operation": "B", "exception": "success", "waits_for": "A", "findings": [], "reason": "r",
                "refusal": "400 ValidationException: no 1234"}
        self.assertEqual("A answers 400 ValidationException", field.why_unreached({"cases": [case]}, "B", "waiting"))
        self.assertEqual("untried", field.why_unreached({"cases": []}, "B", "untried"))

    def test_services_are_warmed_under_the_name_that_they_are_signed_for(self):
        self.assertEqual(["monitoring", "sqs"], [offered.signing_name("cloudwatch"), offered.signing_name("sqs")])

    def test_kept_files_are_of_operations_that_contracts_have(self):
        for name, endpoint in endpoints.ENDPOINTS.items():
            for service, operations in ({} if endpoint.builtin else offered.read(name)).items():
                self.assertLessEqual(operations, set(offered.operations_of(service)), f"{name} {service}")
        for name, kept in json.loads(field.KEPT.read_text()).items():
            self.assertEqual(endpoints.ENDPOINTS[name].version, kept["version"])
            for service, each in kept["services"].items():
                self.assertLessEqual(set(each.get("each", {})), set(offered.operations_of(service)), f"{name} {service}")
                self.assertLessEqual(set(each.get("names", ())), set(offered.operations_of(service)), f"{name} {service}")


if __name__ == "__main__":
    unittest.main()
