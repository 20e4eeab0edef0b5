import { createGate, type RowBatch, valuesOfRows, watermarkVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import { type BindList, createBindList } from '../binds.ts';
import type { DriverValue } from '../driver-row.ts';
import type { KeyColumn } from '../keys/key-column.ts';
import { keyPositions } from '../keys/key-positions.ts';
import { firstKey, keyText } from '../keys/key-rows.ts';
import { type OrderedRows, orderedRows } from '../keys/ordered-rows.ts';
import { fillGrown, fillPage, type RowReading } from './fill-page.ts';
import { planPages } from './page-plan.ts';
import type { PageWords } from './page-words.ts';
import { readGrown } from './read-grown.ts';
import { type Pages, readPages } from './read-pages.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';

type Row = readonly DriverValue[];
type Binds = BindList<'number'>;

interface Statement {
  readonly from: string;
  readonly binds: Binds['all'];
  readonly rows: number | undefined;
  readonly before: number;
}

const words: PageWords<Binds, Statement> = {
  positions: keyPositions('mydb'),
  nulls: 'lowest',
  select: (_, from, rows) => statementOf(from, rows, 0),
  rowBehind: (_, from, before) => statementOf(from, 1, before),
};

function statementOf(from: (binds: Binds) => string, rows: number | undefined, before: number): Statement {
  const binds: Binds = createBindList(':');
  return { from: from(binds), binds: binds.all, rows, before };
}

/** A column of whole numbers, which is the only thing that the engine below puts in order. */
const n: KeyColumn<Binds, DriverValue> = {
  ...{ name: 'n', sql: 'n', nullable: false, integer: true, text: keyText, printed: (sql) => sql },
  operand: (text, binds, name) => binds.add(name, 'number', text),
};

/** An engine of one table with one column, in memory: it knows `n > :k0`, `n <= :k1` and nothing else. */
function openTable(numbers: readonly number[], unique = true) {
  const asked: Statement[] = [];
  const gate = createGate(1);
  let readers = 0;
  const found = ({ from, binds, rows, before }: Statement): readonly Row[] => {
    const limits = [...from.matchAll(/n (>|<=) :(\w+)/g)].map(([, operator, name]) => ({
      operator,
      value: Number(binds.find((bind) => bind.name === name)?.value),
    }));
    return [...numbers]
      .sort((one, other) => one - other)
      .filter((number) => limits.every(({ operator, value }) => (operator === '>' ? number > value : number <= value)))
      .slice(before, rows === undefined ? undefined : before + rows)
      .map((number) => [number]);
  };
  const rows: OrderedRows<Binds, KeyColumn<Binds, DriverValue>> = orderedRows({ from: 't', order: [n], unique, orderPrinted: ['n'] }, [
    'n',
  ]);
  const reading: RowReading<Row, Statement> = {
    read: (statement, onRow) => {
      asked.push(statement);
      for (const row of found(statement)) onRow(row);
      return Promise.resolve();
    },
    valueAt: (row, place) => row[place],
    order: rows.order,
    places: rows.places,
  };
  const keyAt = (statement: Statement) => Promise.resolve(firstKey(rows.order, found(statement)));
  const sessions = {
    acquire: async (signal: AbortSignal) => {
      await gate.enter(signal);
      readers += 1;
      return {
        session: undefined,
        release: () => {
          readers -= 1;
          gate.leave();
          return Promise.resolve();
        },
      };
    },
  };
  return { asked, rows, reading, keyAt, sessions, readers: () => readers };
}

type Table = ReturnType<typeof openTable>;

const form = { text: undefined, binary: false };
const newWriter = () => createRowWriter<Row>([form], (row, place) => row[place]);
const signal = new AbortController().signal;
const whole = words.positions.keysRange(['n'], null, null);

function snapshot(table: Table, batchRows: number, after?: RowBatch['position'], range = whole) {
  return readPages(
    table.sessions,
    signal,
    (): Promise<Pages<Statement, RowWriter<Row>>> =>
      Promise.resolve({
        plan: planPages(words, table.rows, { range, after, batchRows }),
        keyAt: table.keyAt,
        createMemory: newWriter,
        fill: (writer, statement) => fillPage(table.reading, writer, statement),
      }),
  );
}

async function numbersOf(batches: AsyncIterable<RowBatch>): Promise<readonly (readonly unknown[])[]> {
  const pages: unknown[][] = [];
  for await (const { rows } of batches) pages.push(valuesOfRows(rows).map(([value]) => Number(value)));
  return pages;
}

it('reads a range in pages, each behind the last row of the one before', async () => {
  const table = openTable([5, 1, 4, 2, 3]);
  expect(await numbersOf(snapshot(table, 2))).toEqual([[1, 2], [3, 4], [5]]);
  expect(table.asked.map(({ from }) => from)).toEqual(['t order by n', 't where n > :k0 order by n', 't where n > :k0 order by n']);
  expect(await numbersOf(snapshot(table, 2, undefined, words.positions.keysRange(['n'], ['1'], ['3'])))).toEqual([[2, 3]]);
  expect(table.readers()).toBe(0);
});

it('goes on behind any batch: nothing of it again, nothing behind it left out', async () => {
  const table = openTable([1, 2, 3, 4, 5]);
  for await (const { position } of snapshot(table, 2)) {
    const rest = (await numbersOf(snapshot(openTable([1, 2, 3, 4, 5]), 2, position))).flat();
    expect(rest).toEqual([1, 2, 3, 4, 5].filter((number) => number > Number((position['from'] as readonly string[])[0])));
  }
});

it('brings rows that share a key in one page, however many they are', async () => {
  const table = openTable([1, 2, 2, 2, 3], false);
  expect(await numbersOf(snapshot(table, 2))).toEqual([[1, 2, 2, 2], [3]]);
});

it('reads one page ahead and no further, and leaves its connection when the consumer does', async () => {
  const table = openTable([1, 2, 3, 4, 5, 6, 7, 8]);
  for await (const { rows } of snapshot(table, 2)) {
    expect(valuesOfRows(rows)).toHaveLength(2);
    expect(table.asked).toHaveLength(2);
    break;
  }
  expect(table.readers()).toBe(0);
});

it('ends what it reads ahead when the consumer leaves, and tells nobody of that failure', async () => {
  const table = openTable([1, 2, 3, 4]);
  let read: AbortSignal | undefined;
  const batches = readPages(table.sessions, signal, (_, reading): Promise<Pages<Statement, RowWriter<Row>>> => {
    read = reading;
    const plan = planPages(words, table.rows, { range: whole, after: undefined, batchRows: 2 });
    const stuck = () => new Promise<never>((_resolve, reject) => reading.addEventListener('abort', () => reject(new Error('aborted'))));
    const fill = (writer: RowWriter<Row>, statement: Statement) =>
      table.asked.length === 1 ? stuck() : fillPage(table.reading, writer, statement);
    return Promise.resolve({ plan, keyAt: table.keyAt, createMemory: newWriter, fill });
  });
  for await (const _ of batches) break;
  expect(read?.aborted).toBe(true);
  expect(table.readers()).toBe(0);
});

it('asks for fewer rows where they are wide, so that a page fits the memory', () => {
  const plan = planPages(words, openTable([]).rows, { range: whole, after: undefined, batchRows: 10_000 });
  plan.advance({ count: 2_000, bytes: 2_000 * 64 * 1024, last: ['1'] });
  return expect(plan.statement(() => Promise.resolve(undefined))).resolves.toMatchObject({ rows: 256 });
});

it('forgets what a statement that failed had brought before it is asked again', async () => {
  const table = openTable([1, 2, 3]);
  const writer = newWriter();
  const failing: RowReading<Row, Statement> = {
    ...table.reading,
    read: async (statement, onRow) => {
      await table.reading.read(statement, onRow);
      throw new Error('cut');
    },
  };
  const statement = words.select(['n'], () => 't', 2);
  await expect(fillPage(failing, writer, statement)).rejects.toThrow('cut');
  const page = await fillPage(table.reading, writer, statement);
  expect(valuesOfRows(page.rows)).toEqual([['1'], ['2']]);
  expect(page).toMatchObject({ bytes: 2, last: ['2'] });
});

function pass(table: Table, batchRows: number, bound: string | undefined, after?: RowBatch['position']) {
  const selection = { collection: { schema: 's', name: 't' }, columns: ['n'], key: ['n'] };
  const request = { selection, watermark: 'n', after, settleMs: 0, batchRows, signal };
  const writer = newWriter();
  return readGrown(table.sessions, words, request, () =>
    Promise.resolve({
      ...table.rows,
      keyAt: table.keyAt,
      settled: () => Promise.resolve(bound === undefined ? undefined : (binds: Binds) => `n <= ${n.operand(bound, binds, 'bound')}`),
      fill: (statement: Statement) => fillGrown(table.reading, writer, statement, (text) => watermarkVersion('integer', text)),
    }),
  );
}

it('reads what grew up to the settled bound, with the version of each row, and goes on behind it', async () => {
  const found: (readonly [unknown, string])[] = [];
  let after: RowBatch['position'] | undefined;
  for await (const { rows, versions, position } of pass(openTable([1, 2, 3, 4, 9]), 2, '4')) {
    for (const [index, [value]] of valuesOfRows(rows).entries()) found.push([value, versions[index] ?? '']);
    after = position;
  }
  expect(found).toEqual(['1', '2', '3', '4'].map((text) => [text, watermarkVersion('integer', text)]));
  expect(after).toEqual(words.positions.watermarkPosition({ column: 'n', columns: [], value: '4', key: [] }));
  expect(await numbersOf(pass(openTable([1, 2, 3, 4, 9]), 2, '9', after))).toEqual([[9]]);
  expect(await numbersOf(pass(openTable([1, 2, 3, 4, 9]), 2, undefined, after))).toEqual([]);
});

it('brings rows that share a watermark together, where no key tells them apart', async () => {
  expect(await numbersOf(pass(openTable([1, 2, 2, 2, 3], false), 2, '3'))).toEqual([[1, 2, 2, 2], [3]]);
});

it('refuses the position of a pass along another watermark', async () => {
  const other = words.positions.watermarkPosition({ column: 'm', columns: [], value: '4', key: [] });
  const table = openTable([1]);
  await expect(numbersOf(pass(table, 2, '9', other))).rejects.toMatchObject({ code: 'POSITION_FOREIGN' });
  expect(table.readers()).toBe(0);
});
