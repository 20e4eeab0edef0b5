import { type ChangeBatch, isLienThongError, type Position, valuesOfRow } from '@lienthong/core';
import { type OracleWire, startOracle } from '@lienthong/testbed/oracle';
import { afterEach, expect, it } from 'vitest';
import { password } from './scripted-engine.ts';
import { type LogLine, type ScriptedLog, scriptedLog } from './scripted-log.ts';
import { openSource, select } from './server.ts';

// What no engine of ours can be made to do at will: lines that come late, logs in transition, gaps.

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const t = select('T', ['ID', 'NAME'], ['ID']);
const x1 = '0A000100C7030000';
const x2 = '0B000200C8030000';
const insert = (id: number, name: string) => `insert into "LIENTHONG"."T"("ID","NAME") values ('${id}','${name}')`;
const update = (id: number, from: string, to: string) =>
  `update "LIENTHONG"."T" set "NAME" = '${to}' where "ID" = '${id}' and "NAME" = '${from}'`;
const line = (scn: number, operation: number, xid: string, sql?: string, more: Partial<LogLine> = {}): LogLine => ({
  ...{ scn, operation, xid },
  ...(sql === undefined ? {} : { sql }),
  ...more,
});

interface Scene {
  readonly log: ScriptedLog;
  readonly wire: OracleWire;
  start(): Promise<Position>;
  /** What is told until so many changes came, or batches when nothing changes. */
  follow(after: Position, until: Until, options?: object): Promise<Told>;
}

interface Until {
  readonly changes?: number;
  readonly batches?: number;
  /** At the first batch without changes: a window was read to its end. */
  readonly idle?: () => void;
}

interface Told {
  readonly changes: readonly (readonly unknown[])[];
  readonly position: Position;
}

async function scene(): Promise<Scene> {
  const log = scriptedLog();
  const wire = await startOracle({ engine: log.engine });
  ending.push(() => wire.close());
  const source = await openSource({ host: wire.host, port: wire.port, database: 'hotich', user: 'lienthong', password });
  ending.push(() => source.close());
  const signal = AbortSignal.timeout(20_000);
  return {
    ...{ log, wire },
    start: () => source.changes.start([t], signal),
    follow: async (after, { changes = Number.POSITIVE_INFINITY, batches = Number.POSITIVE_INFINITY, idle }, options = {}) => {
      let whenIdle = idle;
      const told: (readonly unknown[])[] = [];
      let position = after;
      let count = 0;
      const request = { after, selections: [t], heartbeatMs: 50, batchChanges: 100, maxTransactionChanges: 1_000, signal, ...options };
      for await (const batch of source.changes.read(request)) {
        told.push(...shown(batch));
        position = JSON.parse(JSON.stringify(batch.position)) as Position;
        count += 1;
        if (batch.changes.length === 0) {
          whenIdle?.();
          whenIdle = undefined;
        }
        if (told.length >= changes || count >= batches) break;
      }
      return { changes: told, position };
    },
  };
}

function shown({ changes }: ChangeBatch): (readonly unknown[])[] {
  return changes.map((change) => {
    if (change.op === 't') return ['t'];
    const row = valuesOfRow(change.row);
    return change.oldKey === undefined ? [change.op, ...row] : [change.op, ...row, 'was', valuesOfRow(change.oldKey)[0]];
  });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isLienThongError(error)) throw new Error('it was not refused', { cause: error });
  return error.code;
}

it('AC-OR-2: tells transactions in the order of their commits, each from its first change', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.write(
    line(101, 1, x1, insert(1, 'An')),
    line(102, 1, x2, insert(2, 'Bình')),
    line(103, 7, x2),
    line(104, 3, x1, update(1, 'An', 'Ân')),
    line(105, 7, x1),
  );
  log.scn = 106;
  expect((await follow(position, { changes: 3 })).changes).toEqual([
    ['c', '2', 'Bình'],
    ['c', '1', 'An'],
    ['u', '1', 'Ân'],
  ]);
});

it('AC-OR-2: takes back what a savepoint took back, and all that was rolled back', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  const b = { rowId: 'AAAAAAAAAAAAAAAAA2' };
  log.write(
    ...[line(101, 1, x1, insert(1, 'An')), line(101, 1, x1, insert(2, 'Bình'), b), line(102, 3, x1, update(2, 'Bình', 'Bách'), b)],
    line(103, 3, x1, update(2, 'Bách', 'Bình'), { ...b, undoes: true }),
    line(103, 2, x1, 'delete from "LIENTHONG"."T"', { ...b, undoes: true }),
    ...[
      line(104, 1, x2, insert(9, 'nobody')),
      line(105, 36, x2),
      line(106, 1, x1, insert(3, 'Chi'), { rowId: 'AAAAAAAAAAAAAAAAA3' }),
      line(107, 7, x1),
    ],
  );
  log.scn = 108;
  expect((await follow(position, { changes: 2 })).changes).toEqual([
    ['c', '1', 'An'],
    ['c', '3', 'Chi'],
  ]);
});

it('AC-OR-1: loses no change that came to disk behind an SCN that was handed out before it', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.write(line(101, 1, x2, insert(2, 'Bình')), line(110, 7, x2));
  log.scn = 120;
  // The change has a lower SCN than the head that was seen, and is there only now.
  const late = () => {
    log.write(line(115, 1, x1, insert(1, 'late')), line(121, 7, x1));
    log.scn = 122;
  };
  expect((await follow(position, { changes: 2, idle: late })).changes).toEqual([
    ['c', '2', 'Bình'],
    ['c', '1', 'late'],
  ]);
});

it('G-04, AC-OR-2: goes on behind a commit with what an open transaction did before it, and repeats nothing', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.write(line(101, 1, x1, insert(1, 'early')), line(102, 1, x2, insert(2, 'Bình')), line(103, 7, x2));
  log.scn = 104;
  const first = await follow(position, { changes: 1 });
  expect(first.changes).toEqual([['c', '2', 'Bình']]);
  expect(first.position).toMatchObject({ reached: '103', done: [x2], restart: '100' });
  const idle = await follow(first.position, { batches: 2 });
  expect(idle).toMatchObject({ changes: [], position: { reached: '103', done: [x2], restart: '101' } });
  log.write(line(105, 7, x1));
  log.scn = 106;
  expect((await follow(idle.position, { changes: 1 })).changes).toEqual([['c', '1', 'early']]);
});

it('starts where the oldest open transaction began', async () => {
  const { log, start, follow } = await scene();
  log.oldest = 50;
  log.write(line(51, 1, x1, insert(1, 'before')), line(60, 1, x2, insert(2, 'told by the snapshot')), line(70, 7, x2));
  const position = await start();
  expect(position).toMatchObject({ reached: '100', restart: '50' });
  log.write(line(101, 7, x1));
  log.scn = 102;
  expect((await follow(position, { changes: 1 })).changes).toEqual([['c', '1', 'before']]);
});

it('OR-03, AC-OR-5: puts statements together that come in pieces, and reads again what the log does not hold', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.rows.set('2', 'from the table');
  log.write(
    line(101, 1, x1, 'insert into "LIENTHONG"."T"("ID","NAME") values (\'1\',\'it', { more: true }),
    line(101, 1, x1, "''s')"),
    line(102, 3, x1, 'update "LIENTHONG"."T" set "ID" = \'2\' where "ID" = \'1\''),
    line(103, 3, x1, 'update "LIENTHONG"."T" set "ID" = \'3\' where "ID" = \'2\''),
    line(104, 7, x1),
  );
  log.scn = 105;
  // Of the third row nothing is left at the source.
  expect((await follow(position, { changes: 2 })).changes).toEqual([
    ['c', '1', "it's"],
    ['u', '2', 'from the table', 'was', '1'],
  ]);
});

it('G-11, G-12: hands a large transaction on in parts with a position before it, and stops at the cap', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.write(...Array.from({ length: 25 }, (_, index) => line(101, 1, x1, insert(index, 'n'))), line(102, 7, x1));
  log.scn = 103;
  const part = await follow(position, { batches: 1 }, { batchChanges: 10 });
  expect(part.changes).toHaveLength(10);
  expect(part.position).toMatchObject({ reached: '100', done: [] });
  expect((await follow(part.position, { changes: 25 }, { batchChanges: 10 })).position).toMatchObject({ reached: '102', done: [x1] });
  expect(await refusal(follow(position, { changes: 25 }, { maxTransactionChanges: 24 }))).toBe('TRANSACTION_TOO_LARGE');
});

it('AC-OR-1: waits for a log in transition, telling that it lives', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.write(line(101, 1, x1, insert(1, 'An')), line(102, 7, x1));
  log.scn = 130;
  const later = ['1', '8', '120', null, 'CURRENT', 'NO', '/redo08'];
  log.online = [later];
  const waiting = await follow(position, { batches: 2 });
  expect(waiting.changes).toEqual([]);
  log.archived = [['1', '7', '1', '120', 'NO', '/arch07']];
  expect((await follow(waiting.position, { changes: 1 })).changes).toEqual([['c', '1', 'An']]);
});

it('AC-OR-4, G-10: says so when an archived log is gone, and when the log began anew', async () => {
  const { log, start, follow } = await scene();
  const position = await start();
  log.scn = 130;
  log.online = [['1', '8', '120', null, 'CURRENT', 'NO', '/redo08']];
  log.archived = [['1', '7', '1', '120', 'YES', null]];
  expect(await refusal(follow(position, { batches: 1 }))).toBe('SOURCE_HISTORY_LOST');
  // Also where all that is asked for lies before what is left.
  log.online = [['1', '9', '140', null, 'CURRENT', 'NO', '/redo09']];
  log.archived = [
    ['1', '7', '1', '120', 'YES', null],
    ['1', '8', '120', '140', 'YES', null],
  ];
  expect(await refusal(follow(position, { batches: 1 }))).toBe('SOURCE_HISTORY_LOST');
  log.online = [['1', '7', '1', null, 'CURRENT', 'NO', '/redo07']];
  log.archived = [];
  log.resetlogs = 125;
  expect(await refusal(follow(position, { batches: 1 }))).toBe('SOURCE_HISTORY_LOST');
});

it('ends at TRUNCATE, at a gap, and at what LogMiner cannot tell', async () => {
  for (const [written, code] of [
    [line(101, 5, x1, 'TRUNCATE TABLE t'), 'SOURCE_HISTORY_LOST'],
    [line(101, 34, x1), 'SOURCE_HISTORY_LOST'],
    [line(101, 255, x1, 'Unsupported'), 'CAPABILITY_MISSING'],
    [line(101, 1, x1, insert(1, 'a'), { status: 2 }), 'SCHEMA_CHANGED'],
  ] as const) {
    const { log, start, follow } = await scene();
    const position = await start();
    log.write(written);
    log.scn = 103;
    expect(await refusal(follow(position, { batches: 3 }))).toBe(code);
  }
});

it('G-29: refuses a table of which the log holds too little, with the statement', async () => {
  const { log, start } = await scene();
  log.groups = 'FOREIGN KEY LOGGING';
  await expect(start()).rejects.toMatchObject({
    code: 'SOURCE_NOT_READY',
    remedy: 'ALTER TABLE "LIENTHONG"."T" ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS;',
  });
});
