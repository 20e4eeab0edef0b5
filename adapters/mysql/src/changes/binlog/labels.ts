import type { CatalogueColumn } from '../../catalogue.ts';
import type { LogColumn } from './log-types.ts';

const utf8: ReadonlySet<string> = new Set(['utf8mb4', 'utf8mb3', 'utf8', 'ascii']);

/** Labels of an enum or set in UTF-8, in their order: as the log has them at that moment, or else as the catalogue has them. */
export function labelsOf({ labels }: LogColumn, { native, charset }: CatalogueColumn): readonly Buffer[] {
  if (labels !== undefined && utf8.has(charset ?? '')) return labels;
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
