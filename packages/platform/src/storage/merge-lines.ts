import type { Floor } from '@lienthong/core';
import { columnType } from './column-types.ts';
import type { StoredContract } from './contracts.ts';
import { copyField, copyInto } from './copy.ts';
import type { Client } from './database.ts';
import { type Layout, lockDataset, readLayout, type StoredColumn } from './layout.ts';
import { quoteIdentifier } from './names.ts';
import { type BatchLine, newestLines, raisedFloor } from './newest-lines.ts';

export interface MergeInput {
  readonly stream: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly floor: Floor;
  readonly contract: StoredContract;
  readonly lines: readonly BatchLine[];
}

export interface MergeResult {
  readonly accepted: number;
  readonly superseded: number;
  readonly floor: Floor;
}

const staged = ['_key', '_version', '_line', '_deleted', '_at', '_tx', '_ordinal'];

/** Creates the connection's staging table; before the transaction, so that a rollback leaves it. */
export async function prepareStaging(client: Client, contract: StoredContract): Promise<void> {
  const columns = contract.columns.map((column) => `, ${quoteIdentifier(column.name)} ${columnType(column.type).sql}`);
  await client.query(`create temporary table if not exists ${stagingTable(contract)} (
    _key text, _version text, _line integer, _deleted boolean, _at timestamptz, _tx text, _ordinal integer ${columns.join('')}
  ) on commit delete rows`);
}

/**
 * The one rule of convergence in SQL, as `merge` of core states it: per key the highest place stays. The caller holds a
 * transaction with the stream's row locked.
 */
export async function mergeLines(client: Client, input: MergeInput): Promise<MergeResult> {
  const { contract, epoch, lines } = input;
  const { records, truncation } = newestLines(lines);
  const { floor, raised } = raisedFloor(input.floor, epoch, truncation);
  if (records.length > 0) await stage(client, contract, records);
  let accepted = raised ? 1 : 0;
  if (records.length > 0 || raised) {
    const dataset = await lockDataset(client, contract.contract.dataset);
    const layout = await readLayout(client, contract.contract.dataset);
    if (dataset === undefined || layout === undefined) throw new Error('a batch arrived for a dataset without a table');
    let change = dataset.change;
    if (records.length > 0) {
      accepted += await mergeStaged(client, layout, input, floor, change);
      change += records.length;
    }
    if (raised) change += await clearBelow(client, layout, input, floor, change, truncation);
    await client.query('update lienthong.datasets set change = $2 where dataset = $1', [contract.contract.dataset, change]);
  }
  return { accepted, superseded: lines.length - accepted, floor };
}

function stagingTable(contract: StoredContract): string {
  return `pg_temp.lienthong_stage_${contract.id}`;
}

async function stage(client: Client, contract: StoredContract, records: readonly BatchLine[]): Promise<void> {
  const columns = [...staged, ...contract.columns.map((column) => quoteIdentifier(column.name))].join(', ');
  await copyInto(client, `copy ${stagingTable(contract)} (${columns}) from stdin`, copyRows(contract.columns, records));
}

function* copyRows(columns: readonly StoredColumn[], records: readonly BatchLine[]): Generator<string> {
  const stores = columns.map((column) => columnType(column.type).store);
  let ordinal = 0;
  for (const { index, parsed } of records) {
    ordinal++;
    const { key, version, op, at, tx, values } = parsed;
    let row = `${copyField(key)}\t${copyField(version)}\t${index}\t${op === 'd' ? 't' : 'f'}\t${at ?? '\\N'}\t${copyField(tx ?? null)}\t${ordinal}`;
    for (let place = 0; place < stores.length; place++) {
      const value = values[place] ?? null;
      const store = stores[place];
      row += `\t${copyField(store === undefined || value === null ? value : store(value))}`;
    }
    yield `${row}\n`;
  }
}

async function mergeStaged(client: Client, layout: Layout, input: MergeInput, floor: Floor, change: number): Promise<number> {
  const own = input.contract.columns.map((column) => quoteIdentifier(column.name));
  // Columns of other contract versions become NULL by it: `excluded` bears their default.
  const every = layout.columns.map((column) => quoteIdentifier(column.name));
  const places = ['_epoch', '_version', '_sequence', '_line', '_deleted', '_contract', '_at', '_tx', '_change'];
  const updates = [...places, ...every].map((name) => `${name} = excluded.${name}`);
  const merged = await client.query(
    `insert into ${layout.table} as kept (_stream, _key, ${[...places, ...own].join(', ')})
     select $1, _key, $2::bigint, _version, $3::bigint, _line, _deleted, $4::integer, _at, _tx, $5::bigint + _ordinal${own.map((name) => `, ${name}`).join('')}
     from ${stagingTable(input.contract)}
     where ($2::bigint, _version collate "C") >= ($6::bigint, $7::text collate "C")
     on conflict (_stream, _key) do update set ${updates.join(', ')}
     where (excluded._epoch, excluded._version, excluded._sequence, excluded._line) > (kept._epoch, kept._version, kept._sequence, kept._line)`,
    [input.stream, input.epoch, input.sequence, input.contract.id, change, floor.epoch, floor.version],
  );
  return merged.rowCount ?? 0;
}

/**
 * Turns what lies below the floor into tombstones at the floor: readers of the feed learn of it, and every later record
 * that may count is higher, because sequences begin at 1.
 */
async function clearBelow(
  client: Client,
  layout: Layout,
  input: MergeInput,
  floor: Floor,
  change: number,
  truncation: BatchLine | undefined,
): Promise<number> {
  const keys = new Set(input.contract.contract.primaryKey);
  const emptied = layout.columns.filter((column) => !keys.has(column.property)).map((column) => `, ${quoteIdentifier(column.name)} = null`);
  const cleared = await client.query(
    `with gone as (
       select _key, row_number() over (order by _key) as number from ${layout.table}
       where _stream = $1 and not _deleted and (_epoch, _version) < ($2::bigint, $3::text collate "C")
     )
     update ${layout.table} kept set _deleted = true, _epoch = $2::bigint, _version = $3, _sequence = 0, _line = 0,
       _at = $5::timestamptz, _tx = $6, _change = $4::bigint + gone.number${emptied.join('')}
     from gone where kept._stream = $1 and kept._key = gone._key`,
    [input.stream, floor.epoch, floor.version, change, truncation?.parsed.at ?? null, truncation?.parsed.tx ?? null],
  );
  return cleared.rowCount ?? 0;
}
