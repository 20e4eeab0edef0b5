export interface TypeCase {
  readonly type: string;
  /** As T-SQL writes it. */
  readonly value: string;
  /** What the adapter hands out. */
  readonly raw: unknown;
  readonly read?: unknown;
}

function same(type: string, value: string, raw: unknown = value.replace(/^N?'(.*)'$/s, '$1').replaceAll("''", "'")): TypeCase {
  return { type, value, raw };
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
/** What stands in a column of code page 1252 when a program wrote TCVN3 into it: bytes, whatever letters they are there. */
const tcvn3 = Buffer.from([0xa7, 0xc6, 0x6e, 0x67, 0x20, 0x54, 0x68, 0xdd]);

/** Written as it is stored (MS-SSCLRT), read as the reference system in front of WKB, published as EWKB, which has it inside. */
function point(type: 'geometry' | 'geography', srid: number, x: number, y: number): TypeCase {
  const stored = Buffer.alloc(22);
  stored.writeInt32LE(srid, 0);
  stored.writeUInt16LE(0x0c_01, 4);
  stored.writeDoubleLE(type === 'geometry' ? x : y, 6);
  stored.writeDoubleLE(type === 'geometry' ? y : x, 14);
  const wkb = Buffer.alloc(21);
  wkb.writeUInt8(1, 0);
  wkb.writeUInt32LE(1, 1);
  wkb.writeDoubleLE(x, 5);
  wkb.writeDoubleLE(y, 13);
  const reference = Buffer.alloc(4);
  reference.writeUInt32BE(srid);
  const inside = Buffer.alloc(4);
  inside.writeUInt32LE(srid);
  const ewkb = srid === 0 ? wkb : Buffer.concat([Buffer.of(1), Buffer.from('01000020', 'hex'), inside, wkb.subarray(5)]);
  const value = `0x${stored.toString('hex')}`;
  return { type, value, raw: Uint8Array.from(Buffer.concat([reference, wkb])), read: ewkb.toString('base64') };
}

/** Every type with its worst values. */
export const typeCases: readonly TypeCase[] = [
  same('bit', '1'),
  same('bit', '0'),
  same('tinyint', '255'),
  same('smallint', '-32768'),
  same('int', '-2147483648'),
  same('bigint', '-9223372036854775808'),
  same('bigint', '9007199254740993'),
  same('decimal(38,10)', '-1234567890123456789012345678.0123456789'),
  same('decimal(9,2)', '-0.50'),
  same('numeric(5,0)', '-99999'),
  same('money', '-922337203685477.5808'),
  same('money', '0.0001'),
  same('smallmoney', '214748.3647'),
  same('float', '1.7976931348623157e308', '1.7976931348623157e+308'),
  same('float', '0.1e0', '0.1'),
  same('float', '5e-324', '5e-324'),
  same('real', '0.1e0', '0.1'),
  same('real', '16777216', '16777216'),
  same('date', "'0001-01-01'"),
  same('date', "'9999-12-31'"),
  same('datetime', "'1753-01-01T00:00:00.000'", '1753-01-01 00:00:00.000'),
  same('datetime', "'2024-02-29T23:59:59.997'", '2024-02-29 23:59:59.997'),
  same('smalldatetime', "'2024-02-29T13:45:00'", '2024-02-29 13:45:00.000'),
  same('datetime2(7)', "'2024-02-29T13:45:30.1234567'", '2024-02-29 13:45:30.1234567'),
  same('datetime2(0)', "'0001-01-01T00:00:00'", '0001-01-01 00:00:00'),
  same('datetimeoffset(7)', "'2024-02-29T13:45:30.1234567+07:00'"),
  same('datetimeoffset(0)', "'2024-02-29T13:45:30-03:30'"),
  same('time(7)', "'23:59:59.9999999'"),
  same('time(0)', "'00:00:00'"),
  same('char(5)', "'ab'", 'ab   '),
  same('varchar(60) collate Vietnamese_CI_AS', "N'Đơn Ưu ơ\u0301'"),
  same('varchar(max)', "'it''s'"),
  {
    type: 'varchar(20) collate SQL_Latin1_General_CP1_CI_AS',
    value: `0x${tcvn3.toString('hex')}`,
    raw: new TextDecoder('windows-1252').decode(tcvn3),
  },
  same('nchar(4)', "N'Ước'", 'Ước '),
  same('nvarchar(60)', "N'Đặng Thị Ước 😀'"),
  same('nvarchar(60)', "N''", ''),
  same('nvarchar(max)', "N'  blanks  '"),
  same('binary(4)', '0xff', bytes('ff000000')),
  same('varbinary(10)', '0x00ff', bytes('00ff')),
  same('varbinary(max)', '0x', bytes('')),
  same('uniqueidentifier', "'6F9619FF-8B86-D011-B42D-00C04FC964FF'", '6f9619ff-8b86-d011-b42d-00c04fc964ff'),
  same('xml', "N'<a>Ước</a>'"),
  same('text', "'ab'"),
  same('ntext', "N'Ước'"),
  same('image', '0x00ff', bytes('00ff')),
  same('hierarchyid', "'/1/2/'"),
  same('sql_variant', 'convert(int, 5)', 'int:5'),
  same('sql_variant', "convert(nvarchar(20), N'Ước')", 'nvarchar:Ước'),
  same('sql_variant', "convert(decimal(9,2), '-0.50')", 'decimal:-0.50'),
  point('geometry', 0, 105.25, 21.5),
  point('geometry', 3405, 105.25, 21.5),
  point('geography', 4326, 105.25, 21.5),
  same('int', 'null', null),
  same('nvarchar(10)', 'null', null),
];
