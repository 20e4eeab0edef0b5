import { readFileSync, writeFileSync } from 'node:fs';
import { boundaryStatement, type KeyText, pageStatement } from '@lienthong/adapter-kit';
import { expect, it } from 'vitest';
import { columnsStatement, indexesStatement, keysStatement, tablesStatement } from '../src/catalogue.ts';
import { databaseStatement } from '../src/changes/database.ts';
import { pastStatement as asOfStatement } from '../src/changes/flashback/flashback.ts';
import { flashbackGrantsStatement } from '../src/changes/flashback/rights.ts';
import { versionsStatement } from '../src/changes/flashback/versions-statement.ts';
import { logGroupsStatement } from '../src/changes/followed-table.ts';
import { homeStatement } from '../src/changes/home.ts';
import * as log from '../src/changes/logminer/log-statements.ts';
import { mineableStatement, privilegesStatement } from '../src/changes/logminer/rights.ts';
import { rowsStatement } from '../src/changes/rows-statement.ts';
import { grownRows } from '../src/incremental.ts';
import { words } from '../src/page-words.ts';
import { longTransactionsStatement, undoStatement } from '../src/probe-changes.ts';
import { allLogGroupsStatement } from '../src/probe-followed.ts';
import { characterSetStatement } from '../src/probe-tables.ts';
import { boundaryOf, grownOf, rowsWithScn } from '../src/row-scn/row-scn.ts';
import { factsStatement, startupStatements } from '../src/session-settings.ts';
import { extentStatement } from '../src/split.ts';
import { type BindList, plain, type Statement } from '../src/sql.ts';
import { viewStatement } from '../src/view-rights.ts';
import { boundCondition, highestStatement, nullStatement, pastStatement, writersStatement } from '../src/watermarks.ts';
import { tables } from './tables.ts';

const a = { schema: 'HO_TICH', name: 'KHAI_SINH', objectId: 73_001 };
const b = { schema: 'HO_TICH', name: 'Khai Tử', objectId: 73_002 };

/** Every statement that the adapter can send, with the types of its binds. */
const files: Readonly<Record<string, Readonly<Record<string, Statement>>>> = {
  session: {
    ...Object.fromEntries(startupStatements.map((text, index) => [`start ${index + 1}`, plain(text)])),
    'what answers': factsStatement(19),
    'what answers, before 12.1': factsStatement(11),
    'which database it is': homeStatement(19),
    'which database it is, before 12.1': homeStatement(11),
    'the state of the database': databaseStatement,
  },
  catalogue: {
    'all tables': tablesStatement('all', 19),
    'all tables, before 12.1': tablesStatement('all', 11),
    'all columns': columnsStatement('all', 19),
    'all keys': keysStatement('all', 19),
    'all indexes': indexesStatement('all', 19),
    'one table': tablesStatement([b], 19),
    'columns of two tables': columnsStatement([a, b], 19),
    'keys of one table': keysStatement([a], 19),
    'indexes of one table': indexesStatement([a], 19),
  },
  snapshot: snapshot(),
  incremental: incremental(),
  logminer: {
    'oldest transaction': log.oldestTransactionStatement,
    'online logs': log.onlineLogsStatement,
    'archived logs': log.archivedLogsStatement(5n, 9n),
    'which logs': log.addLogsStatement(['/a', '/b']),
    start: log.startMiningStatement(5n, 9n),
    'what happened': log.contentsStatement([a, b], undefined, 5n, 9n),
    'what happened, within a container': log.contentsStatement([a], 'HTPDB', 5n, 9n),
    end: log.endMiningStatement,
    'log groups': logGroupsStatement(b),
    ...of(['one number', 'three columns'], (shape, { low, high }) =>
      rowsStatement(shape, shape.walk.order, [low, high] as readonly (readonly string[])[]),
    ),
  },
  flashback: {
    ...of(['one number', 'every type'], (shape) => versionsStatement(shape, { since: 5n, to: 9n })),
    'whether undo reaches back': asOfStatement('"HO_TICH"."T"', 5n),
  },
  probe: {
    'whether LogMiner may be used': mineableStatement,
    'privileges of LogMiner': privilegesStatement,
    'tables that are logged': allLogGroupsStatement,
    'tables whose past may be read': flashbackGrantsStatement,
    'whether a view may be seen': viewStatement('v$log'),
    'how long undo is kept': undoStatement,
    'transactions that are open for long': longTransactionsStatement,
    'character set': characterSetStatement,
  },
};

function of(names: readonly string[], make: (shape: (typeof tables)[string]['shape'], entry: (typeof tables)[string]) => Statement) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const entry = tables[name];
      return entry === undefined ? [] : [[name, make(entry.shape, entry)]];
    }),
  );
}

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
  const all: [string, Statement][] = [['who writes', writersStatement(73_001)]];
  const values: Readonly<Record<string, string>> = {
    N: '7',
    D: '2024-02-29 13:45:30',
    T: '2024-02-29 13:45:30.123456',
    Z: '2024-02-29 13:45:30.123+07:00',
  };
  for (const column of shape.columns.slice(1)) {
    const { kind, key, rows } = grownRows(shape, column.name, { storedText: () => false });
    const value = values[column.name] ?? '';
    const where = (binds: BindList) => boundCondition(key, value, binds);
    const page = (from: KeyText | null, to: KeyText | null, count?: number) => pageStatement(words, rows, { from, to, where }, count);
    all.push([`${column.type}: first page`, page(null, null, 1_000)]);
    all.push([`${column.type}: later page`, page([value, '5'], null, 1_000)]);
    all.push([`${column.type}: boundary`, boundaryStatement(words, rows, { from: [value, '5'], to: null, where }, 999)]);
    all.push([`${column.type}: up to the boundary`, page([value, '5'], [value, '9'])]);
    all.push(
      kind === 'integer'
        ? [`${column.type}: highest`, highestStatement(key, shape.from)]
        : [`${column.type}: settled`, pastStatement(column, 5_000)],
    );
    if (column.nullable) all.push([`${column.type}: none is NULL`, nullStatement(key, shape.from)]);
  }
  const rows = rowsWithScn(shape);
  all.push(['ORA_ROWSCN: boundary of the first window', boundaryOf(rows, null, 5_000)]);
  all.push(['ORA_ROWSCN: boundary of a later window', boundaryOf(rows, ['5'], 5_000)]);
  all.push(['ORA_ROWSCN: first window of the first pass', grownOf(rows, null, null, ['5'])]);
  all.push(['ORA_ROWSCN: a window', grownOf(rows, '812345', ['5'], ['9'])]);
  all.push(['ORA_ROWSCN: the last window', grownOf(rows, '812345', ['9'], null)]);
  return Object.fromEntries(all);
}

function written(statements: Readonly<Record<string, Statement>>): string {
  return Object.entries(statements)
    .map(([name, { text, binds }]) => {
      const types = binds.map((bind) => `:${bind.name} ${bind.type}`).join(', ');
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
