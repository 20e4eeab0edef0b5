import { TYPES } from 'tedious';
import { expect, test } from 'vitest';
import { type SqlType, type SqlValue, startSqlServer } from '../src/sqlserver/index.ts';
import { ask, connect, type SentParameter } from './sqlserver-client.ts';
import { scriptedEngine } from './sqlserver-engine.ts';

const collation = 'Vietnamese_CI_AS';
const moment = new Date('2024-02-29T13:45:30.123Z');
const exact = Object.assign(new Date(moment), { nanosecondDelta: 0.0000004 });

/** What tedious is given, and what the engine has to get of it: type and value. */
const cases: readonly (readonly [keyof typeof TYPES, unknown, SqlType, SqlValue, SentParameter['options']?])[] = [
  ['Bit', true, { name: 'bit' }, true],
  ['TinyInt', 255, { name: 'tinyint' }, 255],
  ['SmallInt', -32_768, { name: 'smallint' }, -32_768],
  ['Int', -2_147_483_648, { name: 'int' }, -2_147_483_648],
  ['BigInt', '9007199254740993', { name: 'bigint' }, 9_007_199_254_740_993n],
  ['Real', 1.5, { name: 'real' }, 1.5],
  ['Float', -0.1, { name: 'float' }, -0.1],
  ['Money', -1234.5678, { name: 'money' }, '-1234.5678'],
  ['SmallMoney', 0.5, { name: 'smallmoney' }, '0.5000'],
  ['Decimal', -12.5, { name: 'decimal', precision: 9, scale: 4 }, '-12.5000', { precision: 9, scale: 4 }],
  ['Decimal', 12.5, { name: 'decimal', precision: 19, scale: 2 }, '12.50', { precision: 19, scale: 2 }],
  ['Decimal', 12, { name: 'decimal', precision: 28, scale: 0 }, '12', { precision: 28, scale: 0 }],
  ['Numeric', 0, { name: 'numeric', precision: 38, scale: 10 }, '0.0000000000', { precision: 38, scale: 10 }],
  ['Date', moment, { name: 'date' }, '2024-02-29'],
  ['DateTime', moment, { name: 'datetime' }, '2024-02-29 13:45:30.123'],
  ['SmallDateTime', moment, { name: 'smalldatetime' }, '2024-02-29 13:45:00'],
  ['Time', exact, { name: 'time', scale: 7 }, '13:45:30.1230004', { scale: 7 }],
  ['Time', moment, { name: 'time', scale: 3 }, '13:45:30.123', { scale: 3 }],
  ['DateTime2', exact, { name: 'datetime2', scale: 7 }, '2024-02-29 13:45:30.1230004', { scale: 7 }],
  ['DateTime2', moment, { name: 'datetime2', scale: 0 }, '2024-02-29 13:45:30', { scale: 0 }],
  [
    'DateTimeOffset',
    moment,
    { name: 'datetimeoffset', scale: 4 },
    expect.stringMatching(/^2024-0\d-\d\d \d\d:\d\d:30\.1230 [+-]\d\d:\d\d$/),
    { scale: 4 },
  ],
  ['UniqueIdentifier', '6f9619ff-8b86-d011-b42d-00c04fc964ff', { name: 'uniqueidentifier' }, '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
  ['VarChar', 'Đà', { name: 'varchar', length: 20, collation }, Buffer.from([0xd0, 0xe0]), { length: 20 }],
  ['VarChar', 'x'.repeat(9000), { name: 'varchar', length: 'max', collation }, Buffer.from('x'.repeat(9000))],
  ['Char', 'ab', { name: 'char', length: 2, collation }, Buffer.from('ab'), { length: 2 }],
  ['Text', 'abc', { name: 'text', collation }, Buffer.from('abc')],
  ['NVarChar', 'Điện', { name: 'nvarchar', length: 50, collation }, 'Điện', { length: 50 }],
  ['NVarChar', 'Đ'.repeat(5000), { name: 'nvarchar', length: 'max', collation }, 'Đ'.repeat(5000)],
  ['NVarChar', '', { name: 'nvarchar', length: 1, collation }, ''],
  ['NChar', 'Đ ', { name: 'nchar', length: 2, collation }, 'Đ ', { length: 2 }],
  ['NText', 'Điện', { name: 'ntext', collation }, 'Điện'],
  ['VarBinary', Buffer.from('00ff', 'hex'), { name: 'varbinary', length: 10 }, Buffer.from('00ff', 'hex'), { length: 10 }],
  ['VarBinary', Buffer.alloc(9000, 1), { name: 'varbinary', length: 'max' }, Buffer.alloc(9000, 1)],
  ['Binary', Buffer.from('00ff', 'hex'), { name: 'binary', length: 2 }, Buffer.from('00ff', 'hex'), { length: 2 }],
  ['Image', Buffer.from('00ff', 'hex'), { name: 'image' }, Buffer.from('00ff', 'hex')],
];

test('parameters of every type arrive with their types, and their nulls do', async () => {
  const engine = scriptedEngine((_, results) => results.done(undefined));
  await using server = await startSqlServer({ engine, collation });
  const connection = await connect(server);
  const named = cases.map(([type, value, , , options], index) => ({
    name: `p${index}`,
    type: TYPES[type],
    value,
    ...(options && { options }),
  }));
  await ask(connection, 'select 1', named);
  expect(engine.requests[0]?.parameters).toEqual(cases.map(([, , type, value], index) => ({ name: `@p${index}`, type, value })));
  await ask(
    connection,
    'select 1',
    named.map((parameter) => ({ ...parameter, value: null })),
  );
  expect(engine.requests[1]?.parameters.map(({ type, value }) => [type.name, value])).toEqual(cases.map(([, , { name }]) => [name, null]));
  connection.close();
});
