export interface TypeCase {
  readonly type: string;
  /** As SQL writes it. */
  readonly value: string;
  /** What the adapter hands out. */
  readonly raw: unknown;
}

function same(type: string, value: string, raw: unknown = value.replace(/^N?'(.*)'$/s, '$1').replaceAll("''", "'")): TypeCase {
  return { type, value, raw };
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const time = (text: string) => `timestamp '${text}'`;

/** Every type with its worst values. */
export const typeCases: readonly TypeCase[] = [
  same('number', '1234567890123456789012345678901234567890'),
  same('number', '-0.000000000000000000000000000000000000001'),
  same('number(15,2)', '-0.5'),
  same('number(5,0)', '-99999'),
  same('number(5,-2)', '1234567', '1234600'),
  same('number(3,5)', '0.00123'),
  same('number(19,0)', '9007199254740993'),
  same('float(126)', '0.1'),
  same('binary_double', '1.7976931348623157e308d', '1.7976931348623157e+308'),
  same('binary_double', '0.1d', '0.1'),
  same('binary_float', '0.1f', '0.1'),
  same('date', "date '0001-01-01'", '0001-01-01 00:00:00'),
  same('date', "to_date('9999-12-31 23:59:59', 'YYYY-MM-DD HH24:MI:SS')", '9999-12-31 23:59:59'),
  same('timestamp(9)', time('2024-02-29 13:45:30.123456789'), '2024-02-29 13:45:30.123456789'),
  same('timestamp(0)', time('2024-02-29 13:45:30'), '2024-02-29 13:45:30'),
  same('timestamp(3) with time zone', time('2024-02-29 13:45:30.123 +07:00'), '2024-02-29 13:45:30.123+07:00'),
  same('timestamp(6) with time zone', time('2024-02-29 13:45:30 -03:30'), '2024-02-29 13:45:30.000000-03:30'),
  same('timestamp(6) with local time zone', time('2024-02-29 13:45:30.123456 +07:00'), '2024-02-29 06:45:30.123456+00:00'),
  same('interval year(2) to month', "interval '-1-2' year to month", '-01-02'),
  same('interval day(2) to second(6)', "interval '1 02:03:04.5' day to second", '+01 02:03:04.500000'),
  same('char(5)', "'ab'", 'ab   '),
  same('varchar2(60 char)', "'Đơn Ưu ơ\u0301'"),
  same('varchar2(60 char)', "'it''s'"),
  same('varchar2(4000)', "'  blanks  '"),
  same('varchar2(10)', "''", null),
  same('nchar(4)', "N'Ước'", 'Ước '),
  same('nvarchar2(60)', "N'Đặng Thị Ước 😀'"),
  same('clob', "'Nội dung'"),
  same('clob', 'empty_clob()', null),
  same('blob', 'empty_blob()', null),
  same('blob', "hextoraw('00ff')", bytes('00ff')),
  same('raw(16)', "hextoraw('00ff')", bytes('00ff')),
  same('number(10,0)', 'null', null),
  same('varchar2(10)', 'null', null),
  same('date', 'null', null),
];
