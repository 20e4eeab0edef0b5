import { foldWords } from './words.ts';

export type DateField =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'monthName'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half';

export type PatternPart =
  | { readonly kind: 'field'; readonly field: DateField; readonly padded: boolean }
  | { readonly kind: 'literal'; readonly text: string };

export interface ParsedPattern {
  readonly parts: readonly PatternPart[];
  /** It has words: text is compared without accents, case and signs. */
  readonly worded: boolean;
}

const fields: readonly (readonly [token: string, field: DateField])[] = [
  ['yyyy', 'year'],
  ['yy', 'shortYear'],
  ['MMM', 'monthName'],
  ['MM', 'month'],
  ['M', 'month'],
  ['dd', 'day'],
  ['d', 'day'],
  ['HH', 'hour'],
  ['H', 'hour'],
  ['hh', 'hour12'],
  ['h', 'hour12'],
  ['mm', 'minute'],
  ['ss', 'second'],
  ['fff', 'fraction'],
  ['a', 'half'],
];

/**
 * Takes a pattern apart, or says in a sentence what is wrong with it. Fields are `yyyy MM dd HH mm ss fff`,
 * `M d H`, `yy`, `MMM` (Jan), `h` with `a` (AM, PM, SA, CH); words stand between single quotes.
 */
export function parseDatePattern(pattern: string): ParsedPattern | string {
  const parts: PatternPart[] = [];
  let worded = false;
  for (let index = 0; index < pattern.length; ) {
    const quoted = /^'([^']+)'/.exec(pattern.slice(index));
    const found = fields.find(([token]) => pattern.startsWith(token, index));
    if (quoted !== null) {
      parts.push({ kind: 'literal', text: quoted[1] ?? '' });
      worded ||= foldWords(quoted[1] ?? '') !== '';
      index += quoted[0].length;
    } else if (found !== undefined) {
      const [token, field] = found;
      parts.push({ kind: 'field', field, padded: token.length > 1 });
      index += token.length;
    } else {
      const literal = pattern.charAt(index);
      if (/[\p{L}\p{N}']/u.test(literal)) return `the pattern has no field ${literal}; words stand between single quotes`;
      parts.push({ kind: 'literal', text: literal });
      index++;
    }
  }
  const names = parts.flatMap((part) => (part.kind === 'field' ? [part.field] : []));
  return wrongFields(names) ?? { parts, worded };
}

function wrongFields(names: readonly DateField[]): string | undefined {
  const has = (name: DateField) => names.includes(name);
  if (new Set(names).size < names.length) return 'the pattern names a field twice';
  if (has('year') === has('shortYear')) return 'the pattern must read one year, yyyy or yy';
  if (has('month') && has('monthName')) return 'the pattern reads two months';
  const month = has('month') || has('monthName');
  if (has('day') && !month) return 'the pattern reads a day without its month';
  return wrongTime(has);
}

function wrongTime(has: (name: DateField) => boolean): string | undefined {
  if (has('hour12') !== has('half') || (has('hour') && has('half'))) return 'h and a go together, and HH goes without them';
  const hour = has('hour') || has('hour12');
  if (has('minute') !== hour) return 'a time needs hours and minutes';
  if (hour && !has('day')) return 'the pattern reads a time without its day';
  if ((has('second') && !hour) || (has('fraction') && !has('second'))) return 'seconds need minutes, and fff needs seconds';
  return undefined;
}
