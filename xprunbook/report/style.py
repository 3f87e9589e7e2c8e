"""The style of the HTML report: calm on screen, light or dark as the system has it, always light on paper."""

from __future__ import annotations

from typing import Final

_COLOURS: Final = """
:root {
  color-scheme: light dark;
  --paper: #fcfbf7; --panel: #f3f1ea; --ink: #1d2126; --soft: #5f656d; --faint: #6f757d; --line: #dedad0;
  --on: #fff; --good: #1f6b35; --warn: #9a4a08; --bad: #a81c1c; --busy: #8a5a00;
  --a: #1f5a9e; --a-tint: #dfebf8; --b: #23713c; --b-tint: #dff1e3; --c: #8a5a00; --c-tint: #fae9c6;
  --d: #6d3a9c; --d-tint: #efe4f8; --e: #00666f; --e-tint: #d9eff1; --f: #9c2f5e; --f-tint: #f9e2ec;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --panel: #1c2027; --ink: #e2e5e9; --soft: #a3abb5; --faint: #79818c; --line: #323944;
    --on: #14171c; --good: #7fcb8e; --warn: #f39a56; --bad: #ff8a80; --busy: #ffca6a;
    --a: #7db4f0; --a-tint: #1b2f45; --b: #7fcb8e; --b-tint: #1b3524; --c: #ffca6a; --c-tint: #44320f;
    --d: #cf9af5; --d-tint: #35234a; --e: #6fd0d8; --e-tint: #12363a; --f: #f29abf; --f-tint: #461f32;
  }
}
@media print { :root { color-scheme: light; --paper: #fff; --soft: #474c53; --faint: #6b7078;
  --line: #c9c5ba; } }
.plan-a { --p: var(--a); --t: var(--a-tint); } .plan-b { --p: var(--b); --t: var(--b-tint); }
.plan-c { --p: var(--c); --t: var(--c-tint); } .plan-d { --p: var(--d); --t: var(--d-tint); }
.plan-e { --p: var(--e); --t: var(--e-tint); } .plan-f { --p: var(--f); --t: var(--f-tint); }
"""

_BASE: Final = """
* { box-sizing: border-box; }
html { font: 16px/1.5 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
  -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 2rem 4rem; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; font-weight: 650; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 650; margin-bottom: .9rem; }
h3 { font-size: 1.02rem; font-weight: 650; margin-bottom: .4rem; }
h4, h5 { font-size: 1rem; line-height: 1.35; font-weight: 650; }
h5 { font-weight: 550; }
section { margin-top: 2.2rem; }
ul, ol { padding-left: 1.15rem; }
a { color: inherit; text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: .9rem;
  font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .28rem .6rem .28rem 0; font-weight: inherit; }
thead th { color: var(--soft); font-size: .8rem; font-weight: 600; border-bottom: 1px solid var(--line);
  vertical-align: bottom; hyphens: auto; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .6rem; }
tr + tr th, tr + tr td { border-top: 1px solid var(--line); }
code, .code, .hash, .output, .codeblock, .url {
  font-family: ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; }
code { font-size: .9em; }
.said { white-space: pre-wrap; unicode-bidi: isolate; }
.soft, .none, .by, .legend, .end { color: var(--soft); }
.by, .soft, .legend { font-size: .85rem; }
.hash { font-size: .78rem; }
"""

_COVER: Final = """
.kind { color: var(--soft); font-size: .85rem; letter-spacing: .06em; text-transform: uppercase;
  margin-bottom: .35rem; }
.planline { margin-top: .8rem; }
.badge { display: inline-block; background: var(--p); color: var(--on); font-weight: 650;
  padding: .1rem .7rem;
  margin-right: .35rem; border-radius: 2px; }
.plan-title { color: var(--p); font-weight: 600; }
.fits { color: var(--soft); margin-top: .25rem; }
.also { margin-top: 1.1rem; font-size: .9rem; color: var(--soft); }
.also strong { color: var(--ink); font-weight: 600; }
.outcome { margin-top: 1rem; padding: .55rem .9rem; background: var(--panel); --o: var(--busy);
  border-left: .35rem solid var(--o); font-size: 1.1rem; }
.outcome strong { color: var(--o); margin-right: .5rem; font-weight: 650; }
.outcome .when { color: var(--soft); font-size: .9rem; }
.outcome .reason { font-size: 1rem; }
.o-completed { --o: var(--good); } .o-completed-with-duties { --o: var(--warn); }
.o-gone-back, .o-abandoned { --o: var(--bad); }
.alerts { list-style: none; padding: 0; margin-top: .8rem; }
.alerts li { border: 1px solid var(--k); border-left-width: .35rem; padding: .4rem .9rem; margin-top: .4rem;
  font-weight: 600;
  --k: var(--warn); }
.alerts .bad { --k: var(--bad); color: var(--bad); }
.chapter { border-top: .35rem solid var(--p); padding-top: 1.4rem; margin-top: 3.5rem; }
.runs h2 { font-size: 1.05rem; margin-bottom: .4rem; }
.runs th:nth-child(1) { width: 30%; } .runs th:nth-child(3) { width: 15%; } .runs th:nth-child(4) { width: 10%; }
.runs th:nth-child(5) { width: 12.5rem; } .runs .code { white-space: nowrap; font-size: .8rem; }
.runs .badge { padding: 0 .4rem; font-size: .8rem; } .runs { margin-top: 1.4rem; }
.run-outcome { color: var(--o, var(--busy)); font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin-top: 1.3rem; justify-content: space-between; }
.figures dt { color: var(--soft); font-size: .78rem; }
.figures dd { font-size: 1.02rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2.2rem; }
.pair.wide { grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); }
.deviations h2, .duties h2, .who h2, .machines h2, .proof h2 { font-size: 1.05rem; margin-bottom: .4rem;
  padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
.pair section { margin-top: 1.6rem; }
.found { list-style: none; padding: 0; font-size: .93rem; }
.found li { border-left: .25rem solid var(--warn); padding: .05rem 0 .1rem .8rem; margin-top: .55rem; }
.step-name { font-weight: 600; }
.proof { background: var(--panel); padding: .9rem 1.2rem 1rem; margin-top: 1.8rem; font-size: .9rem; }
.proof h2 { border: 0; padding: 0; }
.proof p, .proof ul { margin-top: .45rem; }
.codeline { display: flex; flex-wrap: wrap; gap: .1rem 1rem; align-items: baseline; }
.codeline .code { font-size: 1.35rem; letter-spacing: .05em; }
.grade-failed { border-left: .35rem solid var(--bad); }
.plain tbody tr + tr th, .plain tbody tr + tr td { border-color: var(--line); }
.plain .said { white-space: normal; }
"""

_ABOUT: Final = """
.sub { margin-top: 1.6rem; }
.inputs th:first-child { width: 42%; } .inputs .said { white-space: pre-wrap; }
.gates th:nth-child(1) { width: 13%; } .gates th:nth-child(3) { width: 23%; }
.gates th:nth-child(4) { width: 12.5rem; } .gates .code { white-space: nowrap; }
.gates ul, .gates ol { padding-left: 1rem; }
.sittings th:nth-child(1), .sittings th:nth-child(2) { width: 9.2rem; }
  .sittings th:nth-child(3) { width: 6.4rem; }
.sittings th:nth-child(7) { width: 6.6rem; }
.who th:nth-child(1), .who th:nth-child(2) { width: 28%; } .who th:nth-child(4) { width: 18%; }
.machines th:nth-child(1) { width: 46%; } .machines th:nth-child(2) { width: 38%; }
.about h4 { color: var(--soft); font-weight: 600; font-size: .88rem; margin-top: .8rem; }
.origin > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: .28rem 0;
  font-size: .9rem;
  border-top: 1px solid var(--line); }
.origin dt { color: var(--soft); }
.about li { font-size: .92rem; }
.file { display: block; }
"""

_STEPS: Final = """
.matrix th, .matrix td { padding-top: .22rem; padding-bottom: .22rem; }
.matrix .n { width: 3rem; }
.matrix .m { width: 2.4rem; padding-left: 0; padding-right: 0; text-align: center; color: var(--p); }
.matrix .where { width: 3.6rem; } .matrix .state { width: 7.4rem; } .matrix .when { width: 8.6rem; }
.matrix .by { width: 8rem; }
.matrix thead .m { color: var(--p); }
.matrix thead .m.on { background: var(--p); color: var(--on); }
.matrix .m.on { background: var(--t); border-top-color: var(--t); }
.matrix .m.on.must { background: var(--p); border-top-color: var(--p); color: var(--on); font-weight: 700; }
.matrix .m + td, .matrix .m + th { padding-left: .9rem; }
.matrix .m + .m { padding-left: 0; }
.matrix .m.on.may { font-weight: 700; }
.matrix .phase th, .matrix .phase td { padding-top: 1rem; font-weight: 650; border-top: 0;
  border-bottom: 1px solid var(--line); }
.matrix .phase + tr th, .matrix .phase + tr td { border-top: 0; }
.matrix .where, .matrix .by, .matrix .when { color: var(--soft); font-size: .82rem; }
.matrix .outside th, .matrix .outside td { color: var(--faint); }
.matrix .outside .m { color: var(--p); opacity: .75; }
.matrix .outside .m.on { opacity: 1; }
.matrix .child .title { padding-left: 1.9rem; }
.matrix .gate td { color: var(--soft); } .matrix .gate .title { font-size: .85rem; }
.matrix .parent .title { font-weight: 600; }
.sign { color: var(--soft); } .sign.stop { color: var(--warn); font-weight: 700; }
.state { font-weight: 600; }
.s-done { color: var(--good); } .s-deviation, .s-deferred { color: var(--warn); }
.s-running { color: var(--busy); } .s-failed, .s-timed-out, .s-cancelled, .s-in-doubt { color: var(--bad); }
.s-skipped, .s-not-applicable, .s-none { color: var(--soft); font-weight: 400; }
.s-open { font-weight: 400; }
.legend { margin-top: .8rem; white-space: pre-wrap; }
.steps .phase { margin-top: 1.8rem; }
.steps .phase h3 { border-bottom: 2px solid var(--p); padding-bottom: .25rem; margin-bottom: 0;
  font-size: 1.1rem; }
.step { padding: .75rem 0 .8rem; border-bottom: 1px solid var(--line); }
.head { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 0 2rem; }
.step h4, .step h5 { display: grid; grid-template-columns: 3rem 1fr; }
.step .meta { margin: .2rem 0 0 3rem; color: var(--soft); font-size: .8rem; }
.n { font-variant-numeric: tabular-nums; }
.chip { color: var(--p); white-space: nowrap; margin-right: .3rem; }
.chip.on { background: var(--t); outline: 1px solid var(--p); padding: 0 .35rem; font-weight: 650; }
.todo { margin: .55rem 0 0 3rem; columns: 2; column-gap: 2rem; font-size: .8rem;
  line-height: 1.45; color: var(--soft); }
.what .todo { columns: 1; }
.todo > :first-child { margin-top: 0; }
.todo li, .todo p { orphans: 2; widows: 2; }
.do, .undo, .hint, .warning { margin-top: .45rem; }
.do > * + *, .undo > * + * { margin-top: .3rem; }
.todo strong { color: var(--ink); font-weight: 600; }
.todo ol, .todo ul { padding-left: 1.2rem; }
.todo .warning > strong { color: var(--warn); }
.codeblock, .output { white-space: pre-wrap; font-size: .78rem; background: var(--panel);
  padding: .4rem .6rem; }
.record { font-size: .9rem; }
.record dl > div { display: grid; grid-template-columns: 8rem 1fr; gap: 0 .8rem; margin-top: .3rem; }
.record dt { color: var(--soft); font-size: .82rem; padding-top: .08rem; }
.record .by { white-space: normal; }
.values { color: var(--soft); font-size: .85rem; }
.step.outside { color: var(--faint); padding: .4rem 0; }
  .step.outside h4, .step.outside h5 { font-weight: 400; }
.step.outside .meta, .step.outside dt { color: var(--faint); }
"""

_LOG: Final = """
.log .n { width: 3rem; color: var(--soft); }
.log .when { width: 13.5rem; }
.log .utc { display: block; color: var(--faint); font-size: .78rem; }
.log .by { width: 9rem; }
.log td.by { font-size: inherit; }
.detail { display: block; color: var(--soft); font-size: .82rem; }
.detail b { font-weight: 600; }
.chain { margin-top: 1.2rem; font-size: .9rem; }
.end { margin-top: 2rem; text-align: center; font-size: .85rem; }
"""

_PHONE: Final = """
@media screen and (max-width: 46rem) {
  main { padding: 1.3rem 1rem 3rem; }
  h1 { font-size: 1.55rem; }
  .pair, .head { grid-template-columns: minmax(0, 1fr); }
  .figures { display: grid; grid-template-columns: repeat(2, 1fr); }
  .record { margin: .4rem 0 0 3rem; }
  .pair.wide { grid-template-columns: minmax(0, 1fr); }
  .todo { columns: 1; }
  .record dl > div { grid-template-columns: 6.5rem 1fr; }
  .matrix .where, .matrix .by, .matrix .when { display: none; }
  .matrix .m { width: 1.5rem; font-size: .75rem; }
  .matrix .n { width: 2.5rem; font-size: .85rem; }
  .matrix th, .matrix td { padding-right: .15rem; }
  .matrix .state { width: 5.2rem; font-size: .8rem; hyphens: auto; }
  .matrix .m + td, .matrix .m + th { padding-left: .5rem; }
  .matrix .title { padding-right: .4rem; } .matrix .child .title { padding-left: .9rem; }
  .origin > div { grid-template-columns: 1fr; }
  .codeline .code { font-size: 1.1rem; }
  .plain, .log { display: block; }
  .plain thead, .log thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  .plain caption, .log caption { display: block; }
  .plain tbody, .plain tr, .plain th, .plain td, .log tbody, .log tr, .log td { display: block; width: auto; }
  .plain tr, .log tr { padding: .35rem 0; }
  .plain tbody tr + tr, .log tbody tr + tr { border-top: 1px solid var(--line); }
  .plain tr + tr th, .plain tr + tr td, .log tr + tr th, .log tr + tr td { border-top: 0; }
  .plain th, .plain td, .log td { padding: 0; }
  .plain tbody th:nth-child(n) { font-weight: 600; width: auto; }
  .plain td { color: var(--soft); } .plain td:empty { display: none; }
  .plain:not(.inputs) td[data-label]::before { content: attr(data-label) ": "; }
  .log tr { position: relative; padding-left: 2.6rem; }
  .log th.n { position: absolute; left: 0; padding: 0; width: 2.4rem; }
  .log td.by { color: var(--soft); font-size: .85rem; width: auto; }
  .log .when { width: auto; white-space: normal; color: var(--soft); font-size: .85rem; }
  .log .utc { display: inline; margin-left: .6rem; }
}
"""

_PRINT: Final = """
@media print {
  html { font-size: 9.6pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 19pt; }
  .newpage { break-before: page; margin-top: 0; }
  h2, h3, h4, h5 { break-after: avoid; }
  thead { display: table-header-group; }
  tr, .found li, .alerts li, .proof, .sub ul li { break-inside: avoid; }
  .phase { break-after: avoid; }
  .steps .phase { break-after: auto; }
  .head { break-inside: avoid; break-after: avoid; gap: 0 1.4rem; }
  .todo { font-size: 7.6pt; line-height: 1.36; }
  .outcome, .proof, .codeblock, .output { background: #f5f4ef; }
    section { margin-top: 1.4rem; }
  .pair section { margin-top: 1.1rem; }
  .proof { margin-top: 1.2rem; }
  .matrix th, .matrix td { padding: .16rem .3rem .16rem 0; }
  .matrix .n { width: 2.7rem; } .matrix .m { width: 2rem; } .matrix .where { width: 3rem; }
  .matrix .state { width: 7rem; hyphens: auto; } .matrix .when { width: 7.9rem; } .matrix .by { width: 6.6rem; }
  .matrix .where, .matrix .when, .matrix .by { font-size: .78rem; }
  .sittings th:nth-child(1), .sittings th:nth-child(2) { width: 8.3rem; }
    .sittings th:nth-child(3) { width: 5.6rem; }
  .sittings th:nth-child(7) { width: 6rem; }
  .log .when { width: 12.6rem; } .log .by { width: 8rem; } .log .n { width: 2.4rem; }
  .matrix .outside .m { opacity: 1; }
}
@page { size: A4; margin: 15mm 15mm 17mm; }
"""

STYLE: Final = "".join((_COLOURS, _BASE, _COVER, _ABOUT, _STEPS, _LOG, _PHONE, _PRINT))
"""All of it but the foot of the page."""


_FOOT: Final = "font: 8pt sans-serif; color: #6b7078;"


def foot(run: str) -> str:
    """The foot of every printed page; ``run`` holds letters, digits, dots, hyphens and underscores only."""
    return (
        "@page {\n"
        f'  @bottom-left {{ content: "xprunbook  {run}"; {_FOOT} }}\n'
        f'  @bottom-right {{ content: counter(page) " / " counter(pages); {_FOOT} }}\n'
        "}\n"
    )
