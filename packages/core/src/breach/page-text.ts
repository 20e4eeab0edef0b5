import { type Content, html, type Markup } from '../report/markup.ts';
import type { Moment } from './moment.ts';

/** In the place of what nobody wrote: an empty cell could be mistaken for an answer. */
export const none: Markup = html`<strong>[chưa có]</strong>`;

/** In the time of Vietnam, with UTC behind it. */
export function moment(at: Moment | undefined): Content {
  if (at === undefined) return none;
  const [day = '', time = ''] = at.vietnam.split('T');
  const [, utcTime = ''] = at.utc.split('T');
  const sameDay = at.utc.startsWith(day);
  const utc = sameDay ? utcTime.slice(0, 5) : `${utcTime.slice(0, 5)} ngày ${reversed(at.utc.slice(0, 10))}`;
  return html`<time datetime="${at.utc}">${time.slice(0, 5)} ngày ${reversed(day)}</time> <span class="quiet">(giờ Việt Nam; ${utc} UTC)</span>`;
}

/** A text of people, a paragraph for each of its lines. */
export function lines(text: string | undefined): Content {
  if (text === undefined) return none;
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`);
}

function reversed(day: string): string {
  return day.split('-').reverse().join('/');
}
