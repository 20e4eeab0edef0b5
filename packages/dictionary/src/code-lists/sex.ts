import type { Finding } from '../finding.ts';
import { nameKey } from '../tables/name-key.ts';
import { type CodeList, codeEntry } from './code-list.ts';

/** `0` no information, `1` male, `2` female, `3` other, which only some sectors have. */
export type SexCode = '0' | '1' | '2' | '3';

/** What the letters and digits of one source mean. Sources contradict each other, so it is configuration. */
export interface SexScheme {
  readonly id: string;
  readonly values: Readonly<Record<string, SexCode>>;
}

export const sexes: CodeList = {
  list: 'sex',
  versions: [
    {
      list: 'sex',
      version: 'QCVN 109:2017',
      from: '2017-01-01',
      to: undefined,
      source: 'QCVN 109:2017 as the data model of the education sector quotes it; its first day was not read, nor is 3 in it',
      entries: [
        codeEntry('0', 'Không có thông tin', 'published', { aliases: ['Không rõ', 'Chưa xác định', 'Không xác định'] }),
        codeEntry('1', 'Nam', 'published', { aliases: ['Trai', 'Male'] }),
        codeEntry('2', 'Nữ', 'published', { aliases: ['Gái', 'Female'] }),
        codeEntry('3', 'Khác', 'uncertain', { aliases: ['Giới tính khác', 'Other'] }),
      ],
    },
  ],
};

/** The schemes that are met; a source with another one writes its own. */
export const sexSchemes = {
  qcvn109: { id: 'qcvn-109', values: { '0': '0', '1': '1', '2': '2', '3': '3' } },
  male1Female0: { id: 'male-1-female-0', values: { '1': '1', '0': '2', true: '1', false: '2' } },
  male0Female1: { id: 'male-0-female-1', values: { '0': '1', '1': '2', true: '2', false: '1' } },
  male1Female2: { id: 'male-1-female-2', values: { '1': '1', '2': '2' } },
} as const satisfies Readonly<Record<string, SexScheme>>;

// Words mean the same everywhere. `N` is not among them: Nam and Nữ both begin with it.
const words: ReadonlyMap<string, SexCode> = new Map([
  ['nam', '1'],
  ['trai', '1'],
  ['gioitinhnam', '1'],
  ['male', '1'],
  ['m', '1'],
  ['nu', '2'],
  ['gai', '2'],
  ['gioitinhnu', '2'],
  ['female', '2'],
  ['f', '2'],
  ['khac', '3'],
  ['other', '3'],
  ['khongro', '0'],
  ['khongxacdinh', '0'],
  ['chuaxacdinh', '0'],
  ['khongcothongtin', '0'],
]);

const schemeDependent = /^(?:-?\d{1,2}|true|false|t|y|n)$/i;

/** Reads a sex as a source writes it. Digits and truth values need the source's scheme: without one they are a finding. */
export function readSex(text: string, scheme: SexScheme | undefined): SexCode | Finding {
  const trimmed = text.trim();
  const own = scheme === undefined ? undefined : valueOf(scheme, trimmed);
  if (own !== undefined) return own;
  const word = trimmed.length > 40 ? undefined : words.get(nameKey(trimmed));
  if (word !== undefined) return word;
  if (scheme === undefined && schemeDependent.test(trimmed)) return schemeMissing;
  return unknownSex;
}

function valueOf({ values }: SexScheme, text: string): SexCode | undefined {
  if (Object.hasOwn(values, text)) return values[text];
  const folded = text.toLowerCase();
  return Object.hasOwn(values, folded) ? values[folded] : undefined;
}

const schemeMissing: Finding = {
  code: 'sex-scheme-missing',
  severity: 'error',
  message: 'the sex is written as a digit, a letter or a truth value, and sources contradict each other in these: name the scheme',
};

const unknownSex: Finding = {
  code: 'sex-unknown',
  severity: 'error',
  message: 'not a sex in words, nor a value of the scheme: look at the encoding of the column, or add the value to the scheme',
};
