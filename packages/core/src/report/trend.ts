import type { QualityPoint, QualityReport } from '../quality/report.ts';
import { day, percent } from './figures.ts';
import { html, type Markup } from './markup.ts';
import type { ReportWords } from './words.ts';

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The score at the bottom. */
  readonly floor: number;
}

/** A line over time with the two thresholds; oldest first. */
export function trendChart(points: readonly QualityPoint[], { thresholds }: QualityReport, words: ReportWords): Markup {
  const scored = points.filter(({ score, at }) => score !== undefined && !Number.isNaN(Date.parse(at)));
  const [first, last] = [scored[0], scored.at(-1)];
  if (scored.length < 2 || first === undefined || last === undefined) return html`<p class="quiet">${words.noTrend}</p>`;
  const lowest = Math.min(...scored.map(({ score = 0 }) => score));
  // The two thresholds are always in sight, and what lies below them as far as it goes.
  const floor = Math.max(0, Math.min(60, Math.floor((lowest - 5) / 10) * 10));
  const frame: Frame = { width: 960, height: 240, left: 44, right: 64, top: 14, bottom: 30, floor };
  const places = placesOf(scored, frame);
  const line = places.map(([x, y]) => `${x},${y}`).join(' ');
  const ground = yOf(floor, frame);
  const area = `${places[0]?.[0] ?? 0},${ground} ${line} ${places.at(-1)?.[0] ?? 0},${ground}`;
  const title = words.trendOf(scored.length, day(first.at, words.language), day(last.at, words.language));
  const end = places.at(-1);
  return html`<svg class="trend" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}"><title>${title}</title>
${[100, thresholds.green, thresholds.yellow, floor].map((score) => gridLine(score, frame, score === 100 || score === floor ? 'grid' : 'threshold', words))}
<polygon class="area" points="${area}"/><polyline class="line" points="${line}"/>
${end === undefined ? undefined : html`<circle class="end" cx="${end[0]}" cy="${end[1]}" r="4.5"/><text class="now" x="${end[0] + 10}" y="${end[1] + 5}">${percent(last.score ?? 0, words)}</text>`}
<text class="axis" x="${frame.left}" y="${frame.height - 8}">${day(first.at, words.language)}</text><text class="axis" x="${frame.width - frame.right}" y="${frame.height - 8}" text-anchor="end">${day(last.at, words.language)}</text>
</svg>`;
}

/** The same, small and without words, beside a number that says it. */
export function sparkline(points: readonly QualityPoint[], read: (point: QualityPoint) => number | undefined): Markup {
  const scored = points.flatMap(({ at, ...rest }) => {
    const score = read({ at, ...rest });
    return score === undefined || Number.isNaN(Date.parse(at)) ? [] : [{ at, score }];
  });
  if (scored.length < 2) return html``;
  const lowest = Math.min(...scored.map(({ score }) => score));
  const frame: Frame = { width: 120, height: 26, left: 2, right: 5, top: 4, bottom: 4, floor: Math.max(0, Math.min(90, lowest - 2)) };
  const places = placesOf(scored, frame);
  const end = places.at(-1);
  return html`<svg class="spark" viewBox="0 0 ${frame.width} ${frame.height}" aria-hidden="true"><polyline class="line" points="${places.map(([x, y]) => `${x},${y}`).join(' ')}"/>${end === undefined ? undefined : html`<circle class="end" cx="${end[0]}" cy="${end[1]}" r="2.5"/>`}</svg>`;
}

function gridLine(score: number, frame: Frame, kind: string, words: ReportWords): Markup {
  const y = yOf(score, frame);
  return html`<line class="${kind}" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${y}" y2="${y}"/><text class="axis" x="${frame.left - 8}" y="${y + 4}" text-anchor="end">${percent(score, words)}</text>`;
}

function placesOf(
  points: readonly { readonly at: string; readonly score?: number }[],
  frame: Frame,
): readonly (readonly [x: number, y: number])[] {
  const times = points.map(({ at }) => Date.parse(at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const inner = frame.width - frame.left - frame.right;
  return points.map(({ score = 0 }, index) => {
    const x = to === from ? frame.left + inner : frame.left + (((times[index] ?? from) - from) / (to - from)) * inner;
    return [round(x), yOf(score, frame)] as const;
  });
}

function yOf(score: number, { height, top, bottom, floor }: Frame): number {
  return round(top + ((100 - score) / (100 - floor)) * (height - top - bottom));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
