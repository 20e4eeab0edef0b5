import { type Contract, compileEncoder, type RecordEncoder } from '@lienthong/core';
import { columnType } from './column-types.ts';
import type { ContractStore } from './contracts.ts';
import type { Client } from './database.ts';
import { readLayout, type StoredColumn } from './layout.ts';
import { quoteIdentifier } from './names.ts';
import { readPlace } from './place.ts';

/** A stored row as canonical JSON, computed from its typed columns. */
export interface StoredRow {
  readonly stream: number;
  readonly key: string;
  readonly epoch: number;
  readonly version: string;
  readonly at: string | undefined;
  /** Its number in the feed, where the query asks for it. */
  readonly change: number | undefined;
  /** `undefined` is a tombstone. */
  readonly record: string | undefined;
}

export interface RowQuery {
  readonly dataset: string;
  /** What follows the list of columns: the dataset's table as `record`, conditions, order and limit. */
  readonly from: (table: string) => string;
  /** SQL of the number in the feed. */
  readonly change?: string;
  /** Leaves out of the records what two sides cannot compare. */
  readonly comparable?: boolean;
  readonly values: readonly (string | number | boolean | null | readonly number[] | readonly Buffer[])[];
}

/** Reads rows of any dataset; every way to a record's JSON goes through here. */
export interface RowReader {
  read(client: Client, query: RowQuery): Promise<readonly StoredRow[]>;
  /** One scan over many rows, a page at a time; the caller holds a transaction, in which only one scan may run. */
  scan(client: Client, query: RowQuery): AsyncIterable<readonly StoredRow[]>;
}

const ownColumns = [
  ...['record._stream', 'lienthong.key_text(record._key)', 'record._place'],
  ...['record._at', 'record._deleted', 'record._contract'],
];
// The first is the number in the feed.
const columnsBefore = 1 + ownColumns.length;
const contractIndex = columnsBefore - 1;
const rowsPerFetch = 5000;

// The text as the server wrote it: any parsing would be a second opinion on the value.
const asText = { getTypeParser: () => (value: string) => value };

export function rowReader(contracts: ContractStore): RowReader {
  const encoders = new Map<Contract, RecordEncoder>();
  const encoderOf = async (client: Client, id: number, comparable: boolean): Promise<RecordEncoder> => {
    const stored = await contracts.byId(client, id);
    const contract = comparable ? stored.comparable : stored.contract;
    const known = encoders.get(contract);
    if (known !== undefined) return known;
    const encoder = compileStored(contract, stored.columns);
    encoders.set(contract, encoder);
    return encoder;
  };
  const plan = async (client: Client, query: RowQuery): Promise<RowPlan | undefined> => {
    const layout = await readLayout(client, query.dataset);
    if (layout === undefined) return undefined;
    const names = layout.columns.map((column) => column.name);
    const list = [...ownColumns, ...names.map((name) => `record.${quoteIdentifier(name)}`)].join(', ');
    const picks = new Map<number, Picked>();
    const pickOf = async (contract: number): Promise<Picked> => {
      const known = picks.get(contract);
      if (known !== undefined) return known;
      const encoder = await encoderOf(client, contract, query.comparable === true);
      const picked = { encoder, indexes: encoder.columns.map((column) => columnsBefore + names.indexOf(column)) };
      picks.set(contract, picked);
      return picked;
    };
    return {
      text: `select ${query.change ?? 'null'}, ${list} ${query.from(layout.table)}`,
      async decode(rows) {
        const decoded: StoredRow[] = [];
        for (const row of rows) decoded.push(decodeRow(row, await pickOf(Number(row[contractIndex])), query.dataset));
        return decoded;
      },
    };
  };
  return {
    async read(client, query) {
      const planned = await plan(client, query);
      if (planned === undefined) return [];
      const { rows } = await client.query<RawRow>({ text: planned.text, values: [...query.values], rowMode: 'array', types: asText });
      return await planned.decode(rows);
    },
    async *scan(client, query) {
      const planned = await plan(client, query);
      if (planned === undefined) return;
      await client.query(`declare lienthong_scan no scroll cursor for ${planned.text}`, [...query.values]);
      for (;;) {
        const text = `fetch forward ${rowsPerFetch} from lienthong_scan`;
        const { rows } = await client.query<RawRow>({ text, rowMode: 'array', types: asText });
        if (rows.length === 0) break;
        yield await planned.decode(rows);
      }
      await client.query('close lienthong_scan');
    },
  };
}

type RawRow = (string | null)[];

interface RowPlan {
  readonly text: string;
  decode(rows: readonly RawRow[]): Promise<readonly StoredRow[]>;
}

interface Picked {
  readonly encoder: RecordEncoder;
  /** Where the encoder's columns are in a raw row. */
  readonly indexes: readonly number[];
}

function decodeRow(row: RawRow, picked: Picked, dataset: string): StoredRow {
  const [change, stream, key, place, at, deleted] = row;
  return {
    stream: Number(stream),
    key: key ?? '',
    ...readPlace(place ?? ''),
    at: at === null || at === undefined ? undefined : instant(at),
    change: change === null ? undefined : Number(change),
    record: deleted === 't' ? undefined : encode(picked, row, dataset),
  };
}

function compileStored(contract: Contract, stored: readonly StoredColumn[]): RecordEncoder {
  const columns = contract.properties.map((property) => {
    const name = stored.find((column) => column.property === property.name)?.name ?? property.name;
    const type = columnType(property.type);
    return {
      property: property.name,
      name,
      nativeType: type.sql,
      type: type.mapping,
      nullable: true,
      generated: false,
      comment: undefined,
    };
  });
  return compileEncoder({
    contract,
    mapping: { properties: Object.fromEntries(columns.map((column) => [column.property, column.name])) },
    collection: {
      collection: { schema: 'data', name: contract.dataset },
      kind: 'table',
      columns,
      primaryKey: [],
      uniqueKeys: [],
      rowEstimate: undefined,
      comment: undefined,
    },
  });
}

function encode({ encoder, indexes }: Picked, row: RawRow, dataset: string): string {
  const record = encoder.record(indexes.map((index) => row[index] ?? null));
  if (typeof record === 'string') return record;
  throw new Error(`a stored record of ${dataset} breaks its contract at ${record.pointer}: ${record.code}`);
}

// '2026-03-01 02:03:04.5+00' in a session with UTC
function instant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, '')}Z`;
}
