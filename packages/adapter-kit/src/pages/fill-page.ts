import type { Version } from '@lienthong/core';
import type { DriverValue, ValueAt } from '../driver-row.ts';
import type { KeyColumn } from '../keys/key-column.ts';
import { keyOf } from '../keys/key-rows.ts';
import type { GrownPage } from './read-grown.ts';
import type { FilledPage } from './read-pages.ts';
import type { RowWriter } from './row-writer.ts';

/** How the rows of a statement come from a driver that gives them one by one. */
export interface RowReading<Row, Statement> {
  read(statement: Statement, onRow: (row: Row) => void): Promise<void>;
  readonly valueAt: ValueAt<Row>;
  readonly order: readonly Pick<KeyColumn<never, DriverValue>, 'text'>[];
  /** Where a row has the parts of the order. */
  readonly places: readonly number[];
}

/** Reads one statement into the memory of `writer`, whose older rows are forgotten. May be tried again after a failure. */
export async function fillPage<Row, Statement>(
  { read, valueAt, order, places }: RowReading<Row, Statement>,
  writer: RowWriter<Row>,
  statement: Statement,
): Promise<FilledPage> {
  writer.clear();
  let last: Row | undefined;
  await read(statement, (row) => {
    writer.add(row, 0);
    last = row;
  });
  const { bytes } = writer;
  return { rows: writer.take(), bytes, last: last === undefined ? undefined : keyOf(order, last, places, valueAt) };
}

/** Likewise, with the version of each row: what `versionOf` makes of the text of its watermark, the first of the order. */
export async function fillGrown<Row, Statement>(
  reading: RowReading<Row, Statement>,
  writer: RowWriter<Row>,
  statement: Statement,
  versionOf: (watermark: string) => Version,
): Promise<GrownPage> {
  const { read, valueAt, order, places } = reading;
  const watermark = order.slice(0, 1);
  const versions: Version[] = [];
  const telling = (each: Statement, onRow: (row: Row) => void) =>
    read(each, (row) => {
      versions.push(versionOf(keyOf(watermark, row, places, valueAt)[0] ?? ''));
      onRow(row);
    });
  const { rows, last } = await fillPage({ ...reading, read: telling }, writer, statement);
  return { rows, versions, last };
}
