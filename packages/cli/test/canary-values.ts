import { createHash } from 'node:crypto';

/** One column of a legacy table with values that must not be seen anywhere, however they are written. */
export interface CanaryColumn {
  readonly name: string;
  readonly sqlType: string;
  /** SQL expression of the value in row `i`, from 0. */
  value(i: number): string;
  /** The part that all its values share, and by which they are found. */
  readonly stem: string;
  /** The property's lines of the contract. */
  readonly property: string;
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
  const text = (name: string, settings: string, mapping?: string): CanaryColumn => {
    const stem = word(name);
    const wrong = wrongRows();
    return {
      name,
      sqlType: 'text',
      stem,
      value: (i) => `'${wrong(i) ? `?? ${stem} ` : stem} ${i}'`,
      property: `{ name: ${name}, logicalType: string, classification: personal${settings} }`,
      ...(mapping === undefined ? {} : { mapping }),
    };
  };
  const custom = (property: string, value: string) => `, customProperties: [{ property: ${property}, value: ${value} }]`;
  const identifier = (name: string, type: string, head: string, length: number): CanaryColumn => {
    const stem = digits(name, 7);
    const wrong = wrongRows();
    return {
      name,
      sqlType: 'text',
      stem,
      // Wrong ones lack a digit: a proposal to mend them would be as good as the value.
      value: (i) => `'${`${head}${stem}`.slice(wrong(i) ? 1 : 0)}${String(i).padStart(length - head.length - stem.length, '0')}'`,
      property: `{ name: ${name}, logicalType: string, classification: personal${custom('semanticType', type)} }`,
    };
  };
  const [wrongAmount, wrongDay] = [wrongRows(), wrongRows()];
  const stem = { amount: digits('amount', 8), day: `18${digits('day', 2)}-11`, tag: digits('tag', 10), bytes: digits('bytes', 12) };
  return [
    text('ho_ten', ', logicalTypeOptions: { pattern: "^[^?]*$" }'),
    text('ghi_chu', ''),
    text('dan_toc', custom('codeList', 'ethnic-group')),
    text('gioi_tinh', '', '{ column: gioi_tinh, trim: true, emptyAsNull: true, lookup: { Nam: "1" }, otherwise: "0" }'),
    {
      name: 'ngay_sinh_chu',
      sqlType: 'text',
      stem: `/11/${stem.day.slice(0, 4)}`,
      value: (i) => `'${wrongDay(i) ? '99' : '13'}/11/${stem.day.slice(0, 4)}'`,
      property: `{ name: ngay_sinh_chu, logicalType: string, classification: personal${custom('canonicalType', 'partial-date')} }`,
      mapping: '{ column: ngay_sinh_chu, trim: true, dates: [dd/MM/yyyy] }',
    },
    identifier('so_cccd', 'personal-id', '00129', 12),
    identifier('ma_so_thue', 'tax-code', '01', 10),
    identifier('dien_thoai', 'phone', '09', 10),
    identifier('so_bhxh', 'social-insurance-code', '79', 10),
    {
      name: 'so_tien',
      sqlType: 'numeric',
      stem: stem.amount,
      value: (i) => `${wrongAmount(i) ? '-' : ''}${stem.amount}.${i % 100}`,
      property:
        '{ name: so_tien, logicalType: number, logicalTypeOptions: { minimum: 0 }, customProperties: [{ property: canonicalType, value: "decimal(12,2)" }] }',
      mapping: '{ column: so_tien, cast: true }',
    },
    {
      name: 'ngay',
      sqlType: 'date',
      stem: stem.day,
      value: (i) => `'${stem.day}-${String((i % 28) + 1).padStart(2, '0')}'`,
      property: '{ name: ngay, logicalType: date, classification: personal }',
    },
    {
      name: 'tep',
      sqlType: 'bytea',
      stem: stem.bytes,
      value: () => `convert_to('${stem.bytes}', 'UTF8')`,
      property:
        '{ name: tep, logicalType: string, classification: personal, customProperties: [{ property: canonicalType, value: bytes }] }',
    },
    {
      name: 'chi_tiet',
      sqlType: 'jsonb',
      stem: stem.tag,
      value: () => `'{"the": "${stem.tag}"}'`,
      property: '{ name: chi_tiet, logicalType: object, classification: personal }',
    },
  ];
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
