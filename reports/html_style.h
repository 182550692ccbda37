// The style sheet of the HTML report.
#pragma once

#include <string_view>

namespace hallmark::reports {

inline constexpr std::string_view html_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #fbfbf9; --card: #ffffff; --ink: #1d2125; --soft: #5d6670; --line: #dfe2e5; --code: #f3f4f2;
  --good: #146a3d; --bad: #c0322b; --odd: #9a6200; --lost: #7a3fa8; --calm: #5d6670; --accent: #205ea8;
  --good-bg: #e3f3ea; --bad-bg: #fbe7e5; --odd-bg: #fbf0d9; --lost-bg: #f1e6f9; --calm-bg: #eceef0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1c2024; --ink: #e4e7ea; --soft: #9aa4ae; --line: #32383e; --code: #23282d;
    --good: #63c795; --bad: #f2857e; --odd: #e3b25a; --lost: #c89bea; --calm: #9aa4ae; --accent: #82b4f0;
    --good-bg: #17342a; --bad-bg: #40201f; --odd-bg: #3a2d12; --lost-bg: #322040; --calm-bg: #2a2f34;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h1 small { color: var(--soft); font-weight: 400; font-size: 15px; margin-left: 8px; }
h2 { font-size: 18px; margin: 36px 0 12px; }
h3 { font-size: 15px; margin: 0; display: inline; }
p { margin: 4px 0; }
.soft { color: var(--soft); }
.banner { margin: 18px 0; padding: 14px 18px; border-radius: 8px; border-left: 6px solid; font-size: 17px; }
.banner.good { border-color: var(--good); background: var(--good-bg); }
.banner.bad { border-color: var(--bad); background: var(--bad-bg); }
.tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0; padding: 0; list-style: none; }
.tiles li, .tiles label { min-width: 96px; }
.tiles label, .tiles li:first-child { display: block; background: var(--card); border: 2px solid var(--line); border-radius: 8px; padding: 9px 13px; }
.tiles label { cursor: pointer; }
.tiles b { display: block; font-size: 22px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: 13px; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
th, td { text-align: left; padding: 7px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--soft); font-size: 13px; }
tr:last-child td { border-bottom: 0; }
td.n, th.n { width: 1%; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll { overflow-x: auto; }
.bar { display: flex; height: 8px; min-width: 140px; border-radius: 4px; overflow: hidden; background: var(--calm-bg); margin-top: 7px; }
.bar i { display: block; }
.bar .provoked { background: var(--good); } .bar .fault { background: var(--odd); }
input.filter { position: absolute; opacity: 0; pointer-events: none; }
#search input { font: inherit; padding: 5px 10px; width: min(100%, 420px); border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink); }
a { color: var(--accent); overflow-wrap: anywhere; }
.case:target { background: var(--code); }
.case:target, .group:has(:target), section:has(:target) { display: block !important; }
.case.unsought { display: none !important; } .case.sought, .group.sought, .group.sought section:has(.sought) { display: block !important; }
.group { margin: 10px 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.group, .group section { display: none; } .group.always { display: block; }
.group > summary { padding: 10px 14px; cursor: pointer; overflow-wrap: anywhere; }
.group .body { padding: 0 14px 12px; }
.exception { margin: 12px 0 4px; font-weight: 600; font-size: 14px; }
.chip { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12.5px; margin-left: 6px; line-height: 20px; white-space: nowrap; }
.case { border-top: 1px solid var(--line); padding: 5px 0; }
.case > summary { cursor: pointer; overflow-wrap: anywhere; }
.case .name { font-weight: 600; overflow-wrap: anywhere; }
.case .head { overflow-wrap: anywhere; margin: 2px 0 0 18px; color: var(--soft); font-size: 14px; }
.good { color: var(--good); } .bad { color: var(--bad); } .odd { color: var(--odd); } .lost { color: var(--lost); } .calm { color: var(--calm); }
.chip.good { background: var(--good-bg); } .chip.bad { background: var(--bad-bg); } .chip.odd { background: var(--odd-bg); }
.chip.lost { background: var(--lost-bg); } .chip.calm { background: var(--calm-bg); }
.banner.good, .banner.bad { color: var(--ink); }
.case .chip { margin: 0 8px 0 0; }
.finding { margin: 10px 0 10px 18px; padding: 8px 12px; border-left: 3px solid var(--line); background: var(--code); border-radius: 0 6px 6px 0; }
.finding.bad { border-color: var(--bad); color: inherit; } .finding.odd { border-color: var(--odd); color: inherit; }
dl { display: grid; grid-template-columns: 84px 1fr; gap: 2px 12px; margin: 0; }
dt { color: var(--soft); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { margin: 6px 0 6px 18px; padding: 10px 12px; background: var(--code); border-radius: 6px; overflow-x: auto;
  font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.exchanges { margin-left: 18px; } .exchanges p { overflow-wrap: anywhere; } .exchanges > summary { color: var(--accent); cursor: pointer; font-size: 14px; }
ul.plain { margin: 0; padding-left: 20px; } ul.plain li { overflow-wrap: anywhere; margin: 3px 0; }
footer { padding-top: 28px; padding-bottom: 40px; color: var(--soft); font-size: 13px; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media print { .group, table { break-inside: auto; } body { background: #fff; } }
@media (max-width: 640px) { header, main, footer { padding-left: 14px; padding-right: 14px; } dl { grid-template-columns: 1fr; } }
)css";

}  // namespace hallmark::reports
