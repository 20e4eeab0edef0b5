import type { CanonicalType } from '../canonical/types.ts';

/** Which parts of a date a pattern reads. */
interface Field {
  readonly name: 'yyyy' | 'MM' | 'dd' | 'HH' | 'mm' | 'ss' | 'fraction';
  readonly expression: string;
}

const fields: readonly (readonly [string, Field])[] = [
  ['yyyy', { name: 'yyyy', expression: '(\\d{4})' }],
  ['MM', { name: 'MM', expression: '(\\d{2})' }],
  ['dd', { name: 'dd', expression: '(\\d{2})' }],
  ['HH', { name: 'HH', expression: '(\\d{2})' }],
  ['mm', { name: 'mm', expression: '(\\d{2})' }],
  ['ss', { name: 'ss', expression: '(\\d{2})' }],
  ['M', { name: 'MM', expression: '(\\d{1,2})' }],
  ['d', { name: 'dd', expression: '(\\d{1,2})' }],
  ['H', { name: 'HH', expression: '(\\d{1,2})' }],
  ['fff', { name: 'fraction', expression: '(\\d{1,9})' }],
];

export interface DatePattern {
  /** ISO text of the date, month, year or date with time; `undefined` when the text does not fit. */
  parse(text: string): string | undefined;
}

/** `dd/MM/yyyy`, `yyyyMMdd`, `MM/yyyy`, `yyyy`, `dd/MM/yyyy HH:mm:ss`, `d/M/yyyy`; a sentence when the pattern is wrong. */
export function compileDatePattern(pattern: string, target: CanonicalType): DatePattern | string {
  const names: Field['name'][] = [];
  let expression = '';
  for (let index = 0; index < pattern.length; ) {
    const found = fields.find(([token]) => pattern.startsWith(token, index));
    if (found !== undefined) {
      const [token, field] = found;
      if (names.includes(field.name)) return `the pattern names ${token} twice`;
      names.push(field.name);
      expression += field.expression;
      index += token.length;
      continue;
    }
    const literal = pattern.charAt(index);
    if (/[A-Za-z0-9]/.test(literal)) return `the pattern has no field ${literal}; fields are yyyy MM dd HH mm ss fff and M d H`;
    expression += literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    index++;
  }
  const wrong = wrongFields(names, target);
  if (wrong !== undefined) return wrong;
  const form = new RegExp(`^${expression}$`, 'u');
  return { parse: (text) => assemble(form.exec(text), names) };
}

function wrongFields(names: readonly Field['name'][], target: CanonicalType): string | undefined {
  const has = (name: Field['name']) => names.includes(name);
  if (!has('yyyy')) return 'the pattern must read a four-digit year (yyyy)';
  if (has('dd') && !has('MM')) return 'the pattern reads a day without its month';
  const withTime = has('HH') || has('mm') || has('ss') || has('fraction');
  const wholeDay = has('MM') && has('dd');
  switch (target.kind) {
    case 'partial-date':
      return withTime ? 'a partial date has no time' : undefined;
    case 'date':
      return withTime || !wholeDay ? 'a date needs yyyy, MM and dd and nothing else' : undefined;
    case 'timestamp':
    case 'timestamptz':
      return wholeDay ? undefined : 'a date with time needs yyyy, MM and dd';
    default:
      return `date patterns do not make a ${target.kind}`;
  }
}

function assemble(match: RegExpExecArray | null, names: readonly Field['name'][]): string | undefined {
  if (match === null) return undefined;
  const values: Partial<Record<Field['name'], string>> = {};
  names.forEach((name, index) => {
    values[name] = match[index + 1] ?? '';
  });
  const two = (name: Field['name']) => (values[name] ?? '00').padStart(2, '0');
  let text = values.yyyy ?? '';
  if (values.MM !== undefined) text += `-${two('MM')}`;
  if (values.dd !== undefined) text += `-${two('dd')}`;
  if (values.HH === undefined && values.mm === undefined && values.ss === undefined) return text;
  return `${text}T${two('HH')}:${two('mm')}:${two('ss')}${values.fraction === undefined ? '' : `.${values.fraction}`}`;
}
