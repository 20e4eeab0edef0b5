/** The page's own style: two sets of colours, no resource from outside, and readable on paper. */
export const pageStyle = `
:root { --paper: #fbfaf7; --card: #ffffff; --ink: #1d2024; --soft: #5c6269; --rule: #e2dfd8; --accent: #8c1d18;
  --green: #17683f; --green-ground: #e6f3ec; --yellow: #7a5200; --yellow-ground: #fbf0d6; --red: #a3201a; --red-ground: #fbe9e7; --none: #6a7077; --none-ground: #efeeea; }
@media (prefers-color-scheme: dark) { :root { --paper: #15171a; --card: #1d2024; --ink: #eceae4; --soft: #a3a8ae; --rule: #34383d; --accent: #f0a49e;
  --green: #7fd6a5; --green-ground: #1a3428; --yellow: #eec25f; --yellow-ground: #37301b; --red: #ff9c94; --red-ground: #43221f; --none: #a3a8ae; --none-ground: #2a2d32; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: .2rem 0 1rem; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0 0 .8rem; font-weight: 650; }
h3 { font-size: 1rem; margin: 0; font-weight: 600; }
p { margin: 0; }
section, footer { margin-top: 2.75rem; }
code { font: .9em ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.brand { color: var(--soft); font-size: .95rem; }
.brand span { color: var(--accent); font-weight: 700; margin-right: .35rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 0; }
.facts dt { color: var(--soft); font-size: .82rem; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.quiet, .gloss, .english { color: var(--soft); font-size: .85rem; font-weight: 400; }
th .quiet, td .quiet { display: block; }
.group .quiet { display: inline; margin-left: .35rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.summary { display: grid; grid-template-columns: 15rem 1fr; gap: 1rem; margin-top: 2rem; }
.overall, .card { background: var(--card); border: 1px solid var(--rule); border-radius: .6rem; padding: 1rem 1.1rem; }
.overall { border-top: .35rem solid var(--none); display: flex; flex-direction: column; }
.overall.green { border-top-color: var(--green); } .overall.yellow { border-top-color: var(--yellow); } .overall.red { border-top-color: var(--red); }
.overall .number { font-size: 3.6rem; } .overall .gloss { margin-top: auto; padding-top: 1rem; }
.number { font-size: 1.9rem; font-weight: 650; line-height: 1.15; letter-spacing: -.02em; font-variant-numeric: tabular-nums; margin: .15rem 0 .3rem; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; list-style: none; margin: 0; padding: 0; }
.card { position: relative; } .card .gloss { margin-top: .45rem; line-height: 1.35; } .card .english { margin-left: .25rem; }
.card .spark { position: absolute; right: 1rem; top: 2.7rem; width: 6.2rem; }
.mark { display: inline-block; border-radius: .3rem; padding: .02rem .45rem .04rem; font-size: .85rem; font-weight: 600; white-space: nowrap; color: var(--none); background: var(--none-ground); }
.mark i { font-style: normal; font-size: .72em; vertical-align: .08em; }
.mark.green { color: var(--green); background: var(--green-ground); } .mark.yellow { color: var(--yellow); background: var(--yellow-ground); } .mark.red { color: var(--red); background: var(--red-ground); }
.notice { margin-top: 1rem; padding: .7rem 1.1rem; border-left: .3rem solid var(--green); background: var(--card); border-radius: .2rem; } .notice.red { border-color: var(--red); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--rule); }
thead th { color: var(--soft); font-size: .82rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } th.n:last-child, td.n:last-child { padding-right: 0; } .none { color: var(--soft); }
.findings td:first-child { min-width: 20rem; } .findings .sentence { display: block; margin-top: .15rem; color: var(--soft); max-width: 46rem; } .examples code { white-space: nowrap; }
.group th { padding-top: 1.3rem; font-weight: 650; border-bottom-color: var(--soft); }
.trend { width: 100%; height: auto; display: block; } .spark { display: block; overflow: visible; }
.line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; } .spark .line { stroke: var(--soft); stroke-width: 1.5; }
.area { fill: var(--ink); opacity: .06; } .end { fill: var(--accent); } .grid { stroke: var(--rule); } .threshold { stroke: var(--soft); stroke-dasharray: 3 5; opacity: .6; }
.axis { fill: var(--soft); font-size: 12.5px; } .now { fill: var(--ink); font-size: 15px; font-weight: 650; }
details { margin-top: .8rem; } summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
footer { border-top: 1px solid var(--rule); padding-top: 1.4rem; color: var(--soft); font-size: .9rem; } footer h2 { font-size: 1rem; color: var(--ink); } footer p { max-width: 52rem; margin-bottom: .6rem; }
@media (max-width: 60rem) { .summary { grid-template-columns: 1fr; } .cards { grid-template-columns: repeat(2, 1fr); } }
@media (max-width: 34rem) { .cards { grid-template-columns: 1fr; } h1 { font-size: 1.6rem; } }
@media print { :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --rule: #bbb; --accent: #000; --green-ground: #fff; --yellow-ground: #fff; --red-ground: #fff; --none-ground: #fff; --green: #0b5c33; --yellow: #6a4700; --red: #8f1610; --none: #444; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; } section { margin-top: 1.4rem; } tr, .card, .trend { break-inside: avoid; } thead { display: table-header-group; } .wide { overflow: visible; } .mark { padding-left: 0; } }
`;
