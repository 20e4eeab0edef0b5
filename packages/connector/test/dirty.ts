import type { Mapping } from '@lienthong/core';
import { encodeText, personalId, readBytesAs, type TextEncoding } from '@lienthong/dictionary';
import { declaration } from './persons.ts';

/** A dirty table of civil status, and what must become of it. */
export const dirtyDataset = 'ho-tich.khai-sinh';

export const dirtyContract = `apiVersion: v3.1.0
kind: DataContract
id: ${dirtyDataset}
name: Khai sinh
version: 1.0.0
status: active
description:
  purpose: Kiểm thử
customProperties:
${declaration}
schema:
  - name: birth
    logicalType: object
    properties:
      - name: number
        logicalType: integer
        primaryKey: true
        required: true
        classification: internal
      - name: name
        logicalType: string
        required: true
        classification: personal
      - name: born
        logicalType: date
        required: true
        classification: personal
      - name: sex
        logicalType: string
        classification: personal
        customProperties:
          - property: codeList
            value: sex
      - name: ethnicGroup
        logicalType: string
        classification: sensitive
        customProperties:
          - property: personalDataKind
            value: sensitive.ethnicity
          - property: codeList
            value: ethnic-group
      - name: personalId
        logicalType: string
        classification: personal
        customProperties:
          - property: semanticType
            value: personal-id
`;

export const dirtyMapping: Mapping = {
  properties: {
    number: { column: 'so', cast: true },
    name: { column: 'ho_ten', encoding: 'auto', trim: true },
    born: { column: 'ngay_sinh', dates: ['dd/MM/yyyy'] },
    sex: { column: 'gioi_tinh', codes: { scheme: 'male-1-female-0' }, trim: true, emptyAsNull: true },
    ethnicGroup: { column: 'dan_toc', codes: true, otherwise: '99' },
    personalId: { column: 'so_dinh_danh', identifier: 'repair', emptyAsNull: true },
  },
};

export const dirtyTable =
  'create table khai_sinh (so integer primary key, ho_ten text, ngay_sinh text, gioi_tinh text, dan_toc text, so_dinh_danh text)';

const names = [
  'Nguyễn Văn Định',
  'Trần Thị Hường',
  'Lê Đức Thọ',
  'Phạm Thị Ngọc Ánh',
  'Hoàng Văn Thụ',
  'Vũ Thị Yến',
  'Đặng Quốc Bảo',
] as const;

/** Text as an old program wrote it, and as a driver that knows nothing of it reads it. */
function misread(text: string, encoding: TextEncoding): string {
  return readBytesAs(encodeText(text, encoding).bytes, 'cp1252');
}

export interface DirtyRow {
  readonly so: number;
  readonly row: readonly (string | null)[];
  /** What the platform must hold; `undefined` when the contract refuses the row. */
  readonly record: Readonly<Record<string, string | number>> | undefined;
  /** `property code`, once for each thing that must be found. */
  readonly found: readonly string[];
}

/** Every number makes another kind of dirt, in turns. */
export function dirtyRow(so: number, encoding: TextEncoding): DirtyRow {
  const written = names[so % names.length] ?? '';
  // TCVN3 has no toned capitals: of this one nobody can tell any more, and a finding says so.
  const name = written.replace('Ánh', 'ánh');
  const id = personalId.generate(numbers(so));
  // A number whose zero in front was lost, as in a numeric column; without one there is nothing to lose.
  const short = so % 3 === 0 && id.startsWith('0') && personalId.check(id.slice(1), {}).proposed === id;
  const sex = (['Nữ', '1', 'Nam', '0', null, 'nu '] as const)[so % 6] ?? null;
  const code = sex === null ? undefined : { Nữ: '2', '1': '1', Nam: '1', '0': '2', nu: '2' }[sex.trim()];
  const group = (['Kinh', '01', "H'Mông", 'Tày', 'người sao Hỏa'] as const)[so % 5] ?? '';
  const groupCode =
    new Map([
      ['Kinh', '01'],
      ['01', '01'],
      ["H'Mông", '08'],
      ['Tày', '02'],
    ]).get(group) ?? '99';
  const nine = so % 17 === 0;
  const born = so % 50 === 0 ? '31/02/1965' : `01/0${(so % 9) + 1}/1965`;
  const given = nine ? '123456789' : short ? id.slice(1) : id;
  const refused = so % 50 === 0;
  const found = [
    'name text-decoded',
    ...(name === written ? [] : ['name text-case-unknown']),
    ...(sex === null || sex.trim() === code ? [] : ['sex code-from-name']),
    ...(groupCode === '99' ? ['ethnicGroup code-unknown'] : groupCode === group ? [] : ['ethnicGroup code-from-name']),
    ...(groupCode === '99' ? ['ethnicGroup code-meaning-uncertain'] : []),
    ...(nine || !short ? [] : ['personalId identifier-repaired', 'personalId identifier-leading-zero-lost']),
    ...personalId.check(nine ? '123456789' : id, { at: '2026-01-01' }).findings.map((one) => `personalId ${one.code}`),
    ...(refused ? ['born not-representable'] : []),
  ];
  return {
    so,
    row: [String(so), misread(written, encoding), born, sex, group, given],
    record: refused
      ? undefined
      : {
          number: so,
          name,
          born: `1965-0${(so % 9) + 1}-01`,
          ...(code === undefined ? {} : { sex: code }),
          ethnicGroup: groupCode,
          personalId: nine ? '123456789' : id,
        },
    found,
  };
}

/** The same numbers for the same row: from 0 up to 1, well mixed. */
function numbers(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return state / 2 ** 32;
  };
}

/** How often each must be found. */
export function tallied(rows: readonly DirtyRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { found } of rows) for (const key of found) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
