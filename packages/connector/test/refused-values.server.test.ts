import { listPostgresInstallations } from '@lienthong/embedded-postgres';
import { describe, expect, test } from 'vitest';
import { createConnector, listDeadLetters } from '../src/index.ts';
import { never } from './connect.ts';
import { contractYaml, dataset } from './persons.ts';
import { sourceServer } from './source-server.ts';

/** Property, its column's type, its type in the contract; values without a canonical form, and the code that refuses them. */
const refused: readonly {
  readonly property: string;
  readonly column: string;
  readonly logical: string;
  readonly canonical?: string;
  readonly values: readonly (readonly [value: string, code: string, since?: number])[];
}[] = [
  {
    property: 'day',
    column: 'date',
    logical: 'date',
    values: [
      ["'infinity'", 'not-representable'],
      ["'-infinity'", 'not-representable'],
      ["'0044-03-15 BC'", 'not-representable'],
      ["'10000-01-01'", 'not-representable'],
    ],
  },
  {
    property: 'moment',
    column: 'timestamptz',
    logical: 'timestamp',
    values: [
      ["'infinity'", 'not-representable'],
      ["'0001-01-01 00:00:00+00 BC'", 'not-representable'],
      ["'10000-01-01 00:00:00+00'", 'not-representable'],
    ],
  },
  { property: 'hour', column: 'time', logical: 'time', values: [["'24:00:00'", 'not-representable']] },
  {
    property: 'amount',
    column: 'numeric',
    logical: 'number',
    canonical: 'decimal(10,2)',
    values: [
      ["'NaN'", 'not-representable'],
      ["'Infinity'", 'not-representable', 14],
      ['1.005', 'not-representable'],
      ['1e12', 'out-of-range'],
    ],
  },
  {
    property: 'ratio',
    column: 'float8',
    logical: 'number',
    values: [
      ["'NaN'", 'not-representable'],
      ["'-Infinity'", 'not-representable'],
    ],
  },
  {
    property: 'more',
    column: 'jsonb',
    logical: 'object',
    values: [
      [`'{"n": 12345678901234567890}'`, 'not-representable'],
      [`'{"n": 1e400}'`, 'not-representable'],
    ],
  },
  {
    property: 'marks',
    column: 'int[]',
    logical: 'array',
    canonical: 'array<integer>',
    values: [
      ["'{{1,2},{3,4}}'", 'not-representable'],
      ["'[0:1]={1,2}'", 'not-representable'],
    ],
  },
];

const extra = refused
  .map(({ property, logical, canonical }) =>
    [
      `      - name: ${property}`,
      `        logicalType: ${logical}`,
      '        classification: internal',
      ...(logical === 'timestamp' ? ['        logicalTypeOptions: { timezone: true }'] : []),
      ...(logical === 'array' ? ['        items: { logicalType: integer }'] : []),
      ...(canonical === undefined ? [] : [`        customProperties: [{ property: canonicalType, value: '${canonical}' }]`]),
    ].join('\n'),
  )
  .join('\n');

describe.each(listPostgresInstallations())('values without a canonical form, PostgreSQL $version', ({ binaries, version }) => {
  const newWorld = sourceServer(binaries, { timezone: 'America/St_Johns', datestyle: 'German, DMY', extra_float_digits: '-3' });

  test('G-30: are refused with the same code at the same place in snapshot and stream, and their rows are published when they are mended', async () => {
    await using world = await newWorld();
    await world.source.query(
      `create table cong_dan (id int primary key, ho_ten text not null default 'Nguyễn Văn An', ${refused.map(({ property, column }) => `${property} ${column}`).join(', ')})`,
    );
    const rows = refused.flatMap(({ property, values }) =>
      values.filter(([, , since]) => (since ?? 0) <= Number(version)).map(([value, code]) => ({ property, value, code })),
    );
    for (const [id, { property, value }] of rows.entries())
      await world.source.query(`insert into cong_dan (id, ${property}) values (${id}, ${value})`);
    await world.source.query(
      "insert into cong_dan (id, day, moment, amount, more, marks) values (1000, '0001-01-01', '9999-12-31 23:59:59.999999+00', -99999999.99, '{\"n\": 1.5}', '{1,null}')",
    );
    const properties = {
      id: { column: 'id' },
      name: { column: 'ho_ten' },
      ...Object.fromEntries(refused.map(({ property }) => [property, { column: property }])),
    };
    const persons = { contract: contractYaml(dataset, extra), from: 'public.cong_dan', mapping: { properties } } as const;
    const run = () => createConnector(world.options([persons])).run(never, { once: true });
    const letters = (op: string, status: 'waiting' | 'superseded') =>
      listDeadLetters(world.state, { status })
        .filter((letter) => letter.op === op)
        .map(({ pointer, code }) => `${pointer} ${code}`)
        .sort();
    const expected = rows.map(({ property, code }) => `/${property} ${code}`).sort();

    await run();
    expect(letters('r', 'waiting')).toEqual(expected);
    // The same values once more, through the log.
    await world.source.query('update cong_dan set id = id');
    await run();
    expect(letters('u', 'waiting')).toEqual(expected);
    await world.source.query('delete from cong_dan where id < 1000');
    for (const [id, { property, value }] of rows.entries())
      await world.source.query(`insert into cong_dan (id, ${property}) values (${id}, ${value})`);
    await run();
    expect(letters('c', 'waiting')).toEqual(expected);

    await world.source.query(`update cong_dan set ${refused.map(({ property }) => `${property} = null`).join(', ')} where id < 1000`);
    const mended = await run();
    expect(mended.datasets).toMatchObject([{ epoch: 1, failure: undefined }]);
    expect(listDeadLetters(world.state, { status: 'waiting' })).toEqual([]);
    const view = await world.receiver.query<{ view_name: string }>('select view_name from lienthong.datasets where dataset = $1', [
      dataset,
    ]);
    const { rows: published } = await world.receiver.query<{ count: string; day: string; amount: string; moment: string }>(
      `select count(*)::text as count, to_char(max(day), 'YYYY-MM-DD') as day, max(amount)::text as amount, to_char(max(moment) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as moment from ${view.rows[0]?.view_name ?? ''}`,
    );
    expect(published).toEqual([
      { count: String(rows.length + 1), day: '0001-01-01', amount: '-99999999.99', moment: '9999-12-31 23:59:59.999999' },
    ]);
  });
});
