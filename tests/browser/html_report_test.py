"""The HTML report in a browser: what it shows first, its tiles, its search, its anchors, its width and its weight.

    html_report_test.py HALLMARK OUT [REPORT.json]

Reports of the embedded endpoint (nothing deviates; some cases do; hundreds do) and one of 50,000 cases, which is made of
the cases of the others (or of REPORT.json: a run of your own), are opened in Chromium, wide and narrow, light and dark.
Pictures are left in OUT, to be looked at. Ends with 1 and says what does not hold.
"""
import collections
import json
import pathlib
import subprocess
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

WIDTHS = (1400, 420)
SCHEMES = ("light", "dark")
MANY = 50_000
MOST_BYTES = 5_000_000
RUNS = {  # what the embedded endpoint is told to do wrong
    "none": [],
    "some": ["--mutant", "drop-member:/Domain/Name,UpdateDomain", "voice-id.UpdateDomain/success"],
    "hundreds": ["--mutant", "content-type:wrong", "--mutant", "success-status:299", "--depth", "thorough"],
}


def run(hallmark, *arguments):
    return subprocess.run([hallmark, *map(str, arguments)], capture_output=True, text=True, check=False)


def in_two(report, cases, out):
    """The cases as two shards, which is what `hallmark merge` makes an HTML report of."""
    half = len(cases) // 2
    paths = []
    for shard, part in enumerate((cases[:half], cases[half:]), 1):
        whole = dict(report, cases=part, shard=f"{shard}/2")
        whole["summary"] = dict(report["summary"])
        if shard == 2:
            whole["summary"].update(coverage=[], contradictions=[], left_behind=[])
        paths.append(out.with_suffix(f".{shard}.json"))
        paths[-1].write_text(json.dumps(whole))
    return paths


def many_of(reports):
    """MANY cases: those of `reports`, again and again, each under a name of its own."""
    cases = [each for report in reports for each in report["cases"]]
    many, seen = [], collections.Counter()
    for at in range(MANY):
        case = dict(cases[at % len(cases)])
        turn = seen[case["id"]]
        seen[case["id"]] += 1
        if turn:
            case["id"] += f"-{turn}"
            case["name"] += f"-{turn}"
        many.append(case)
    return many


class Browser:
    def __init__(self):
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_script_timeout(120)

    def open(self, page, width, scheme, place=""):
        command = self.driver.execute_cdp_cmd
        command("Emulation.setDeviceMetricsOverride", {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
        command("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        self.driver.get("about:blank")
        began = time.monotonic()
        self.driver.get(page.resolve().as_uri() + place)
        return time.monotonic() - began

    def ask(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def picture(self, path):
        self.driver.save_screenshot(str(path))

    def shown_cases(self):
        """Cases that a reader sees or can unfold: not hidden by a tile or by the search."""
        return self.ask("""const hidden = new Map();
          const hides = (each) => { if (each.tagName === 'MAIN') return false;
            if (!hidden.has(each)) hidden.set(each, getComputedStyle(each).display === 'none' || hides(each.parentElement));
            return hidden.get(each); };
          return Array.from(document.querySelectorAll('.case')).filter((each) => !hides(each)).length""")

    def complaints(self):
        return [each["message"] for each in self.driver.get_log("browser") if each["level"] in ("SEVERE", "WARNING")]


class Check:
    def __init__(self):
        self.failures = []
        self.count = 0

    def that(self, holds, what):
        self.count += 1
        if not holds:
            self.failures.append(what)
            print(f"does not hold: {what}", flush=True)


def contrast(browser, selector):
    """The least contrast (WCAG 2.1) of text against what stands behind it, of all elements that fit."""
    return browser.ask("""
      const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const parse = (t) => t.match(/[\\d.]+/g).map(Number);
      let least = 21, where = '';
      const seen = new Set();  // text of one kind looks alike
      for (const each of document.querySelectorAll(arguments[0])) {
        const kind = each.tagName + ' ' + each.className + ' ' + each.parentElement.className;
        if (seen.has(kind) || !each.offsetParent || !each.textContent.trim()) continue;
        seen.add(kind);
        let behind = each, color = [0, 0, 0, 0];
        while (behind && (color.length === 4 && color[3] === 0)) { color = parse(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
        const a = light(parse(getComputedStyle(each).color).slice(0, 3)), b = light(color.slice(0, 3));
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < least) { least = ratio; where = each.className + ': ' + each.textContent.slice(0, 40); }
      }
      return [least, where]""", selector)


def look_at(browser, check, name, page, report, out):
    counts = report["summary"]["counts"]
    fails = counts["deviates"] + counts["errors"]
    size = page.stat().st_size
    check.that(size < MOST_BYTES, f"{name}: {size} bytes are less than {MOST_BYTES}")
    for width in WIDTHS:
        for scheme in SCHEMES:
            here = f"{name}, {width} px, {scheme}"
            seconds = browser.open(page, width, scheme)
            check.that(seconds < 10, f"{here}: opens within 10 s ({seconds:.1f})")
            browser.picture(out / f"{name}-{width}-{scheme}.png")
            wide = browser.ask("return document.documentElement.scrollWidth")
            check.that(wide <= width, f"{here}: no wider than the window ({wide} px)")
            least, where = contrast(browser, "h1, h2, h3, p, b, span, td, th, dt, dd, pre, label, a")
            check.that(least >= 4.5, f"{here}: text can be read (contrast {least:.2f} of {where!r})")
            check.that(not (said := browser.complaints()), f"{here}: the browser complains of nothing ({said[:2]})")
    unfolded(browser, check, name, page, counts["total"])
    browser.open(page, 1400, "light")
    tall = browser.ask("return document.documentElement.scrollHeight")
    check.that(tall < 40_000, f"{name}: long lists are folded ({tall} px)")
    first = browser.ask("return (document.querySelector('main h2') || {}).textContent || ''")
    if fails:
        check.that(first.startswith("Causes"), f"{name}: causes come first ({first!r})")
    shown = browser.shown_cases()
    drawn = browser.ask("return document.querySelectorAll('.case').length")
    check.that(0 < shown <= drawn, f"{name}: some cases are shown ({shown} of {drawn})")
    tiles(browser, check, name, fails)
    search(browser, check, name)
    anchors(browser, check, name, page)


def unfolded(browser, check, name, page, cases):
    """Whatever a reader unfolds, the window is wide enough."""
    if cases > 5000:
        return
    browser.open(page, min(WIDTHS), "light")
    wide = browser.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; });"
                       "return document.documentElement.scrollWidth")
    check.that(wide <= min(WIDTHS), f"{name}, {min(WIDTHS)} px, all unfolded: no wider than the window ({wide} px)")


def tiles(browser, check, name, fails):
    labels = browser.driver.find_elements(By.CSS_SELECTOR, ".tiles label")
    for label in labels:
        mark = label.get_attribute("for").removeprefix("show-")
        of_mark = browser.ask("return document.querySelectorAll('.case.' + arguments[0]).length", mark)
        before = browser.shown_cases()
        on = browser.ask("return document.getElementById('show-' + arguments[0]).checked", mark)
        label.click()
        after = browser.shown_cases()
        change = after - before if not on else before - after
        check.that(change == of_mark, f"{name}: the tile of {mark} shows or hides its {of_mark} cases ({change})")
        label.click()
        check.that(browser.shown_cases() == before, f"{name}: the tile of {mark} twice changes nothing")
        if fails and mark in ("is-known", "is-inconclusive", "is-conforms", "is-skipped"):
            check.that(not on, f"{name}: {mark} is folded when something deviates")


def search(browser, check, name):
    before = browser.shown_cases()
    sought = browser.ask("const all = document.querySelectorAll('.case'); return all[all.length - 1].id")
    box = browser.driver.find_element(By.CSS_SELECTOR, "#search input")
    box.send_keys(sought.replace("_", " ").split("/")[-1], " ", sought.split("/")[0])
    time.sleep(1.5)
    found = browser.ask("return document.querySelectorAll('.case.sought').length")
    seen = browser.ask("return document.getElementById(arguments[0]).offsetParent !== null", sought)
    check.that(found >= 1 and seen, f"{name}: the search finds {sought} ({found} found, {'seen' if seen else 'not seen'})")
    others = browser.shown_cases()
    check.that(others == found, f"{name}: the search hides the rest ({others} shown, {found} found)")
    box.clear()
    box.send_keys(" ")
    time.sleep(1.5)
    check.that(browser.shown_cases() == before, f"{name}: an empty search shows what was shown before")


def anchors(browser, check, name, page):
    """A link to any case, hidden or folded or not, shows it."""
    for which in ("0", "all.length - 1"):
        sought = browser.ask(f"const all = document.querySelectorAll('.case'); return all[{which}].id")
        browser.open(page, 1400, "light", "#" + sought.replace("%", "%25"))
        time.sleep(0.3)
        seen = browser.ask("const it = document.getElementById(arguments[0]); return it.offsetParent !== null && "
                           "it.getBoundingClientRect().top < innerHeight && it.getBoundingClientRect().bottom > 0", sought)
        check.that(seen, f"{name}: #{sought} is shown")


def main():
    hallmark, out = sys.argv[1], pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    reports = {}
    for name, arguments in RUNS.items():
        done = run(hallmark, "run", *arguments, "--target", "embedded", "--quiet", "-r", f"json={out / name}.json",
                   "-r", f"html={out / name}.html")
        if done.returncode not in (0, 1):
            sys.exit(f"html_report_test: {name}: {done.stderr or done.stdout}")
        reports[name] = json.loads((out / f"{name}.json").read_text())
    if len(sys.argv) > 3:
        reports["yours"] = json.loads(pathlib.Path(sys.argv[3]).read_text())
    made = list(reports.values())
    for name, cases in (("yours", reports.get("yours", {}).get("cases")), ("many", many_of(made))):
        if not cases:
            continue
        shards = in_two(reports.get(name, made[0]), cases, out / name)
        done = run(hallmark, "merge", *shards, "--quiet", "-r", f"html={out / name}.html", "-r", f"json={out / name}.json")
        if done.returncode not in (0, 1):
            sys.exit(f"html_report_test: {name}: {done.stderr or done.stdout}")
        reports[name] = json.loads((out / f"{name}.json").read_text())
    browser, check = Browser(), Check()
    try:
        for name, report in reports.items():
            counts = report["summary"]["counts"]
            print(f"{name}: {counts['total']} cases, {counts['deviates']} deviate, {(out / f'{name}.html').stat().st_size} bytes",
                  flush=True)
            look_at(browser, check, name, out / f"{name}.html", report, out)
    finally:
        browser.driver.quit()
    print(f"{check.count} checks, {len(check.failures)} do not hold; pictures in {out}")
    sys.exit(1 if check.failures else 0)


if __name__ == "__main__":
    main()
