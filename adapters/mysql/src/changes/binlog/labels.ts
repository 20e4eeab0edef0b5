import type { CatalogueColumn } from '../../catalogue.ts';
import type { LogColumn } from './log-types.ts';

/** Labels of an enum or set in UTF-8, in their order. The catalogue has them in every character set; the log's own are compared by `sameLabels`. */
export function labelsOf(_column: LogColumn, { native }: CatalogueColumn): readonly Buffer[] {
  return parseLabels(native).map((label) => Buffer.from(label, 'utf8'));
}

const escaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', '0': '\0' };

/** Reads `enum('a','it''s')`. */
export function parseLabels(native: string): readonly string[] {
  const inside = native.slice(native.indexOf('(') + 1, native.lastIndexOf(')'));
  return [...inside.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map(([, text = '']) =>
    text.replace(/''|\\(.)/gs, (match, next: string | undefined) => (match === "''" ? "'" : (escaped[next ?? ''] ?? next ?? ''))),
  );
}
