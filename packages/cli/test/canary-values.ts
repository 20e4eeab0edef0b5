import { createHash } from 'node:crypto';

/** One column of a legacy table with values that must not be seen anywhere, however they are written. */
export interface CanaryColumn {
  readonly name: string;
  readonly sqlType: string;
  /** SQL expression of the value in row `i`, from 0. */
  value(i: number): string;
  /** The part that all its values share, and by which they are found. */
  readonly stem: string;
  /** Of the property in the contract, behind its name and before its custom properties. */
  readonly settings: string;
  /** Custom properties, each as YAML of one list item. */
  readonly custom: readonly string[];
  /** The canonical type, as far as it decides how a property can be protected. */
  readonly type: 'string' | 'date' | 'partial-date' | 'decimal' | 'bytes' | 'json';
  /** Of the mapping; the name of the column when left out. */
  readonly mapping?: string;
}

/** Columns of every kind of value, each with a stem of its own out of the seed. Each breaks its rules in some rows, in which the others do not. */
export function canaryColumns(seed: number): readonly CanaryColumn[] {
  const digits = (name: string, length: number): string => {
    const hex = createHash('sha256').update(`${seed}/${name}`).digest('hex');
    return BigInt(`0x${hex}`).toString().slice(0, length);
  };
  const word = (name: string): string => `Yến${digits(name, 9)}`;
  let columns = 0;
  /** Which rows are wrong in the next column. */
  const wrongRows = (): ((i: number) => boolean) => {
    const place = columns++;
    return (i) => i % 20 === place;
  };
  const text = (
    name: string,
    more: { readonly settings?: string; readonly custom?: string; readonly mapping?: string } = {},
  ): CanaryColumn => {
    const stem = word(name);
    const wrong = wrongRows();
    return {
      ...{ name, stem, sqlType: 'text', type: 'string' },
      value: (i) => `'${wrong(i) ? `?? ${stem} ` : stem} ${i}'`,
      settings: `logicalType: string, classification: personal${more.settings ?? ''}`,
      custom: more.custom === undefined ? [] : [more.custom],
      ...(more.mapping === undefined ? {} : { mapping: more.mapping }),
    };
  };
  const custom = (property: string, value: string) => `{ property: ${property}, value: ${value} }`;
  const identifier = (name: string, type: string, head: string, length: number): CanaryColumn => {
    const stem = digits(name, 7);
    const wrong = wrongRows();
    return {
      ...{ name, stem, sqlType: 'text', type: 'string' },
      // Wrong ones lack a digit: a proposal to mend them would be as good as the value.
      value: (i) => `'${`${head}${stem}`.slice(wrong(i) ? 1 : 0)}${String(i).padStart(length - head.length - stem.length, '0')}'`,
      settings: 'logicalType: string, classification: personal',
      custom: [custom('semanticType', type)],
    };
  };
  const [wrongAmount, wrongDay] = [wrongRows(), wrongRows()];
  const stem = { amount: digits('amount', 8), day: `18${digits('day', 2)}-11`, tag: digits('tag', 10), bytes: digits('bytes', 12) };
  return [
    text('ho_ten', { settings: ', logicalTypeOptions: { pattern: "^[^?]*$" }' }),
    text('ghi_chu'),
    text('dan_toc', { custom: custom('codeList', 'ethnic-group') }),
    text('gioi_tinh', { mapping: '{ column: gioi_tinh, trim: true, emptyAsNull: true, lookup: { Nam: "1" }, otherwise: "0" }' }),
    {
      ...{ name: 'ngay_sinh_chu', sqlType: 'text', type: 'partial-date' },
      stem: `/11/${stem.day.slice(0, 4)}`,
      value: (i) => `'${wrongDay(i) ? '99' : '13'}/11/${stem.day.slice(0, 4)}'`,
      settings: 'logicalType: string, classification: personal',
      custom: [custom('canonicalType', 'partial-date')],
      mapping: '{ column: ngay_sinh_chu, trim: true, dates: [dd/MM/yyyy] }',
    },
    identifier('so_cccd', 'personal-id', '00129', 12),
    identifier('ma_so_thue', 'tax-code', '01', 10),
    identifier('dien_thoai', 'phone', '09', 10),
    identifier('so_bhxh', 'social-insurance-code', '79', 10),
    {
      ...{ name: 'so_tien', sqlType: 'numeric', type: 'decimal', stem: stem.amount },
      value: (i) => `${wrongAmount(i) ? '-' : ''}${stem.amount}.${i % 100}`,
      settings: 'logicalType: number, logicalTypeOptions: { minimum: 0 }',
      custom: [custom('canonicalType', '"decimal(12,2)"')],
      mapping: '{ column: so_tien, cast: true }',
    },
    {
      ...{ name: 'ngay', sqlType: 'date', type: 'date', stem: stem.day },
      value: (i) => `'${stem.day}-${String((i % 28) + 1).padStart(2, '0')}'`,
      ...{ settings: 'logicalType: date, classification: personal', custom: [] },
    },
    {
      ...{ name: 'tep', sqlType: 'bytea', type: 'bytes', stem: stem.bytes },
      value: () => `convert_to('${stem.bytes}', 'UTF8')`,
      ...{ settings: 'logicalType: string, classification: personal', custom: [custom('canonicalType', 'bytes')] },
    },
    {
      ...{ name: 'chi_tiet', sqlType: 'jsonb', type: 'json', stem: stem.tag },
      value: () => `'{"the": "${stem.tag}"}'`,
      ...{ settings: 'logicalType: object, classification: personal', custom: [] },
    },
  ];
}

/** A property that a column is mapped to, as YAML of one list item. */
export function propertyOf({ name, settings, custom }: CanaryColumn, as = name, more: readonly string[] = []): string {
  const all = [...custom, ...more];
  return `{ name: ${as}, ${settings}${all.length === 0 ? '' : `, customProperties: [${all.join(', ')}]`} }`;
}

/** The forms in which a value could stand in a text: as it is, as bytes in hex and base64, escaped in JSON and in addresses. */
export function formsOf(stem: string): readonly string[] {
  const bytes = Buffer.from(stem, 'utf8');
  // Base64 of a part of a longer text begins at any of three places; the middle of it is the same.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const escaped = [...stem]
    .map((letter) => (letter > '\u007f' ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter))
    .join('');
  return [...new Set([stem, bytes.toString('hex'), encodeURIComponent(stem), escaped, ...base64.filter((text) => text.length >= 8)])];
}
