import { criteria } from '../quality/policy.ts';
import { pointOf, type QualityPoint, type QualityReport } from '../quality/report.ts';
import { day, mark, moment, percent, whole } from './figures.ts';
import { html, type Markup } from './markup.ts';
import { fieldTable, findingTables, wholeTable } from './page-tables.ts';
import { pageStyle } from './style.ts';
import { sparkline, trendChart } from './trend.ts';
import type { ReportWords } from './words.ts';
import { englishWords } from './words-en.ts';
import { vietnameseWords } from './words-vi.ts';

export interface PageOptions {
  /** Default: `vi`, with the English names of the criteria beneath. */
  readonly language?: 'vi' | 'en';
  /** Earlier measurements, in any order; the report itself is added. On a connector: a point for each day, the last one too. */
  readonly history?: readonly QualityPoint[];
  /** What a code of a finding means; without it the code stands alone. */
  readonly sentence?: (code: string, language: 'vi' | 'en') => string | undefined;
}

/** A report as one HTML page that needs nothing else: no script, no font, no image. */
export function qualityPage(report: QualityReport, options: PageOptions = {}): string {
  const { language = 'vi', history = [], sentence = () => undefined } = options;
  const words = language === 'vi' ? vietnameseWords : englishWords;
  const points = withReport(report, history);
  const name = report.title ?? report.dataset;
  const page = html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${words.title}: ${name}</title>
<style>${{ markup: pageStyle }}</style></head>
<body><main>
${header(report, name, words)}
${summary(report, points, words)}
<section><h2>${words.trend}</h2>${trendChart(points, report, words)}${newestFigures(points, words)}</section>
<section><h2>${words.fields}</h2>${fieldTable(report, words)}</section>
<section><h2>${words.findings}</h2>${findingTables(report, words, (code) => sentence(code, language))}</section>
<section><h2>${words.whole}</h2>${wholeTable(report, words)}</section>
<footer><h2>${words.howToRead}</h2><p>${words.explanation(report.thresholds.green, report.thresholds.yellow)}</p>
<p>${words.policy}: <code>${report.policy.id}</code> · ${report.policy.source}</p></footer>
</main></body></html>
`;
  return page.markup;
}

function withReport(report: QualityReport, history: readonly QualityPoint[]): readonly QualityPoint[] {
  // A connector's report is of all its days, which are the points.
  const isOfDays = report.side === 'connector' && history.length > 0;
  const points = isOfDays ? [...history] : [...history.filter(({ at }) => at !== report.at), pointOf(report)];
  return points.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function header(report: QualityReport, name: string, words: ReportWords): Markup {
  return html`<header>
<p class="brand"><span>Liên Thông</span> ${words.title} ${words.sides[report.side]}</p>
<h1>${name}</h1>
<dl class="facts"><div><dt>${words.contract}</dt><dd><code>${report.dataset}</code> ${report.version}</dd></div>
<div><dt>${words.measuredAt}</dt><dd><time datetime="${report.at}">${moment(report.at, words)}</time></dd></div>
<div><dt>${words.records}</dt><dd>${whole(report.records, words)}</dd></div>
<div><dt>${words.rejected}</dt><dd>${whole(report.rejected, words)}</dd></div></dl>
</header>`;
}

function summary(report: QualityReport, points: readonly QualityPoint[], words: ReportWords): Markup {
  const cards = report.criteria.map(({ criterion, score, colour, weight }) => {
    const { name, gloss } = words.criteria[criterion];
    const english =
      words.language === 'vi' ? html` <span lang="en" class="english">${englishWords.criteria[criterion].name}</span>` : undefined;
    return html`<li class="card ${colour}"><h3>${name}${english}</h3>
<p class="number">${score === undefined ? '–' : percent(score, words)}</p>
<p>${mark(colour, words)}${weight === 0 ? html` <span class="quiet">${words.notScored}</span>` : undefined}</p>
${sparkline(points, (point) => point.criteria[criterion])}<p class="gloss">${gloss}</p></li>`;
  });
  const short = report.identifiersShort;
  const notice =
    short.length > 0
      ? html`<p class="notice red" role="note">${mark('red', words)} ${words.identifiersShort} ${short.map((property, index) => html`${index === 0 ? '' : ', '}<code>${property}</code>`)}</p>`
      : report.fields.some(({ identifier, colour }) => identifier && colour !== 'not-measured')
        ? html`<p class="notice green" role="note">${mark('green', words)} ${words.identifiersWhole}</p>`
        : undefined;
  return html`<section class="summary"><div class="overall ${report.colour}"><h2>${words.overall}</h2>
<p class="number">${report.score === undefined ? '–' : percent(report.score, words)}</p><p>${mark(report.colour, words)}</p><p class="gloss">${words.overallGloss}</p></div>
<ul class="cards">${cards}</ul></section>${notice}`;
}

const mostFigures = 10;

function newestFigures(points: readonly QualityPoint[], words: ReportWords): Markup | undefined {
  if (points.length < 2) return undefined;
  const rows = points
    .slice(-mostFigures)
    .reverse()
    .map(({ at, score, criteria: scores }) => {
      const cells = criteria.map((criterion) => html`<td class="n">${text(scores[criterion], words)}</td>`);
      return html`<tr><th scope="row">${day(at, words.language)}</th><td class="n">${text(score, words)}</td>${cells}</tr>`;
    });
  const head = criteria.map((criterion) => html`<th scope="col" class="n">${words.criteria[criterion].name}</th>`);
  return html`<details><summary>${words.figures}</summary><div class="wide"><table><thead><tr><th scope="col">${words.day}</th><th scope="col" class="n">${words.overall}</th>${head}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function text(score: number | undefined, words: ReportWords): string {
  return score === undefined ? '–' : percent(score, words);
}
