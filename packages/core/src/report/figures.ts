import type { Colour } from '../quality/report.ts';
import { html, type Markup } from './markup.ts';
import type { ReportWords } from './words.ts';

/** Colours are told by a shape and a word, too: for those who do not see them, and on paper. */
const shapes: Readonly<Record<Colour, string>> = { green: '●', yellow: '▲', red: '■', 'not-measured': '○' };

export function mark(colour: Colour, words: ReportWords): Markup {
  return html`<span class="mark ${colour}"><i aria-hidden="true">${shapes[colour]}</i> ${words.colours[colour]}</span>`;
}

/** A score in a cell of a table: the word is there for those who listen. */
export function scoreCell({ score, colour }: { readonly score?: number; readonly colour: Colour }, words: ReportWords): Markup {
  if (score === undefined)
    return html`<td class="n none"><span aria-hidden="true">–</span><span class="unseen">${words.colours[colour]}</span></td>`;
  return html`<td class="n"><span class="mark ${colour}"><i aria-hidden="true">${shapes[colour]}</i> ${percent(score, words)}<span class="unseen"> ${words.colours[colour]}</span></span></td>`;
}

export function percent(score: number, { language }: ReportWords): string {
  return score.toLocaleString(language, { maximumFractionDigits: 2 });
}

export function whole(count: number, { language }: ReportWords): string {
  return count.toLocaleString(language);
}

/** A share that is not nothing is never shown as 0. */
export function share(count: number, of: number, { language }: ReportWords): string {
  if (of === 0) return '';
  const value = Math.min(100, (100 * count) / of);
  return value > 0 && value < 0.01
    ? `< ${(0.01).toLocaleString(language)} %`
    : `${value.toLocaleString(language, { maximumFractionDigits: 2 })} %`;
}

/** In the time of Vietnam, whatever the server has; a day without time stays one. */
export function moment(at: string, { language }: ReportWords): string {
  if (!at.includes('T')) return day(at, language);
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return date.toLocaleString(language === 'vi' ? 'vi' : 'en-GB', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'medium', timeStyle: 'short' });
}

export function day(at: string, language: ReportWords['language']): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const timeZone = at.includes('T') ? 'Asia/Ho_Chi_Minh' : 'UTC';
  return date.toLocaleDateString(language === 'vi' ? 'vi' : 'en-GB', { timeZone, day: 'numeric', month: 'numeric', year: 'numeric' });
}
