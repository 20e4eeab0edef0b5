import { readFileSync, writeFileSync } from 'node:fs';
import { boundaryStatement, type KeyText, pageStatement } from '@lienthong/adapter-kit';
import { expect, it } from 'vitest';
import { columnsStatement, keysStatement, tablesStatement } from '../src/catalogue.ts';
import { instancesStatement } from '../src/changes/capture/capture-instances.ts';
import { captureHeadStatement, enabledStatement } from '../src/changes/capture/capture-state.ts';
import { capturedStatement } from '../src/changes/capture/captured-changes.ts';
import { changesStatement } from '../src/changes/tracking/tracked-changes.ts';
import { trackedTable } from '../src/changes/tracking/tracked-table.ts';
import { headStatement, statesStatement } from '../src/changes/tracking/tracking-state.ts';
import { waysStatement } from '../src/changes/ways.ts';
import { grownRows } from '../src/incremental.ts';
import { words } from '../src/page-words.ts';
import { agentStatement, capturedTablesStatement } from '../src/probe-capture.ts';
import { trackingDatabaseStatement, trackingTablesStatement } from '../src/probe-tracking.ts';
import { userStatement } from '../src/readable.ts';
import { factsStatement, startupStatements } from '../src/session-settings.ts';
import { extentStatement } from '../src/split.ts';
import type { ParameterList, Statement } from '../src/sql.ts';
import { activeRowversionStatement, boundCondition, highestStatement, nullStatement, pastStatement } from '../src/watermarks.ts';
import { tables } from './tables.ts';

/** Every statement that the adapter can send, with the types of its parameters. Neither depends on the version of the server. */
const files: Readonly<Record<string, Readonly<Record<string, Statement>>>> = {
  session: {
    ...Object.fromEntries(startupStatements.map((text, index) => [`start ${index + 1}`, plain(text)])),
    'without waiting': plain('set transaction isolation level snapshot'),
    'waiting for writers': plain('set transaction isolation level repeatable read'),
    'as it began': plain('set transaction isolation level read committed'),
    'what answers': factsStatement,
    'whom grants are for': userStatement,
    'what keeps changes': waysStatement,
  },
  catalogue: {
    'all tables': tablesStatement('all'),
    'all columns': columnsStatement('all'),
    'all keys': keysStatement('all'),
    'one table': tablesStatement([{ schema: 'dbo', name: 'Hộ Tịch' }]),
    'columns of two tables': columnsStatement([
      { schema: 'dbo', name: 'a' },
      { schema: 'x', name: 'b' },
    ]),
    'keys of one table': keysStatement([{ schema: 'dbo', name: 'a' }]),
  },
  snapshot: snapshot(),
  incremental: incremental(),
  probe: {
    'whether the Agent runs': agentStatement,
    'tables that are not captured': capturedTablesStatement,
    'change tracking': trackingDatabaseStatement,
    'tracked tables': trackingTablesStatement,
  },
  cdc: {
    'whether it is on': enabledStatement,
    head: captureHeadStatement,
    'instances of two tables': instancesStatement([1, 2]),
    ...Object.fromEntries(
      ['one number', 'legacy text'].flatMap((name) => {
        const shape = tables[name]?.shape;
        if (shape === undefined) return [];
        const table = { name, selection: shape.selection, objectId: 1, shape, key: [0] };
        const instance = { name: 'dbo_t', sourceId: 1, oldest: 0n, columns: new Set<string>() };
        return [[`changes: ${name}`, capturedStatement(table, instance, { from: 5n, to: 9n, rows: 1_000 })]];
      }),
    ),
  },
  'change-tracking': {
    head: headStatement,
    'states of two tables': statesStatement([1, 2]),
    ...Object.fromEntries(
      ['one number', 'three columns', 'uniqueidentifier', 'legacy text'].flatMap((name) => {
        const shape = tables[name]?.shape;
        return shape === undefined ? [] : [[`changes: ${name}`, changesStatement(trackedTable(shape), { since: 5n, to: 9n, rows: 1_000 })]];
      }),
    ),
  },
};

function snapshot(): Readonly<Record<string, Statement>> {
  const all: [string, Statement][] = [];
  for (const [name, { shape, low, high }] of Object.entries(tables)) {
    const page = (from: KeyText | null, to: KeyText | null, rows?: number) => pageStatement(words, shape.walk, { from, to }, rows);
    if (shape.walk.unique) {
      all.push([`${name}: first page`, page(null, null, 2_000)]);
      all.push([`${name}: later page`, page(low, high, 10_000)]);
    } else {
      all.push([`${name}: all`, page(null, null)]);
      all.push([`${name}: within bounds`, page(low, high)]);
    }
    all.push([`${name}: boundary`, boundaryStatement(words, shape.walk, { from: low, to: null }, 9_999)]);
    if (shape.walk.order[0]?.integer === true) all.push([`${name}: lowest and highest`, extentStatement(shape)]);
  }
  return Object.fromEntries(all);
}

function incremental(): Readonly<Record<string, Statement>> {
  const shape = tables['watermarks']?.shape;
  if (shape === undefined) throw new Error('the table of watermarks is missing');
  const all: [string, Statement][] = [['active rowversions', activeRowversionStatement]];
  for (const column of shape.columns.slice(1)) {
    const { kind, key, rows } = grownRows(shape, column.name);
    const value = column.type === 'timestamp' ? '00000000000007d1' : column.type === 'bigint' ? '7' : '2024-02-29 13:45:30.123';
    const where = (parameters: ParameterList) => boundCondition(key, { value, included: column.type !== 'timestamp' }, parameters);
    const page = (from: KeyText | null, to: KeyText | null, count?: number) => pageStatement(words, rows, { from, to, where }, count);
    all.push([`${column.type}: first page`, page(null, null, 1_000)]);
    all.push([`${column.type}: later page`, page([value, '5'], null, 1_000)]);
    all.push([`${column.type}: boundary`, boundaryStatement(words, rows, { from: [value, '5'], to: null, where }, 999)]);
    all.push([`${column.type}: up to the boundary`, page([value, '5'], [value, '9'])]);
    if (kind === 'integer') all.push([`${column.type}: highest`, highestStatement(key, shape.from)]);
    else if (kind !== 'rowversion') all.push([`${column.type}: settled`, pastStatement(column, kind, 5_000)]);
    if (column.nullable) all.push([`${column.type}: none is NULL`, nullStatement(key, shape.from)]);
  }
  return Object.fromEntries(all);
}

function plain(text: string): Statement {
  return { text, parameters: [] };
}

function written(statements: Readonly<Record<string, Statement>>): string {
  return Object.entries(statements)
    .map(([name, { text, parameters }]) => {
      const types = parameters.map((parameter) => `@${parameter.name} ${parameter.type}`).join(', ');
      return `-- ${name}${types === '' ? '' : `\n-- ${types}`}\n${text};\n`;
    })
    .join('\n');
}

for (const [name, statements] of Object.entries(files)) {
  it(`sends the statements of ${name} that were reviewed, and no value in them`, () => {
    const file = new URL(`./statements/${name}.sql`, import.meta.url);
    const expected = written(statements);
    if (process.env['LIENTHONG_WRITE'] === '1') writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
  });
}
