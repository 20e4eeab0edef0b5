import { compileEncoder, type RecordEncoder } from '@lienthong/core';
import { columnType } from './column-types.ts';
import type { ContractStore, StoredContract } from './contracts.ts';
import type { Client } from './database.ts';
import { readLayout } from './layout.ts';
import { quoteIdentifier } from './names.ts';

/** A stored row as canonical JSON, computed from its typed columns. */
export interface StoredRow {
  readonly stream: number;
  readonly key: string;
  readonly epoch: number;
  readonly version: string;
  readonly at: string | undefined;
  readonly change: number;
  /** `undefined` is a tombstone. */
  readonly record: string | undefined;
}

export interface RowQuery {
  readonly dataset: string;
  /** What follows FROM: conditions on `record`, order and limit. */
  readonly tail: string;
  readonly values: readonly (string | number | boolean | null | readonly number[])[];
}

/** Reads rows of any dataset; every way to a record's JSON goes through here. */
export interface RowReader {
  read(client: Client, query: RowQuery): Promise<readonly StoredRow[]>;
}

const ownColumns = ['_stream', '_key', '_epoch', '_version', '_at', '_change', '_deleted', '_contract'];

// The text as the server wrote it: any parsing would be a second opinion on the value.
const asText = { getTypeParser: () => (value: string) => value };

export function rowReader(contracts: ContractStore): RowReader {
  const encoders = new Map<number, RecordEncoder>();
  const encoderOf = async (client: Client, id: number): Promise<RecordEncoder> => {
    const known = encoders.get(id);
    if (known !== undefined) return known;
    const encoder = compileStored(await contracts.byId(client, id));
    encoders.set(id, encoder);
    return encoder;
  };
  return {
    async read(client, query) {
      const layout = await readLayout(client, query.dataset);
      if (layout === undefined) return [];
      const names = layout.columns.map((column) => column.name);
      const list = [...ownColumns, ...names.map(quoteIdentifier)].map((name) => `record.${name}`).join(', ');
      const { rows } = await client.query<(string | null)[]>({
        text: `select ${list} from ${layout.table} record ${query.tail}`,
        values: [...query.values],
        rowMode: 'array',
        types: asText,
      });
      const found: StoredRow[] = [];
      const picks = new Map<number, readonly number[]>();
      for (const row of rows) {
        const [stream, key, epoch, version, at, change, deleted, contract] = row;
        const id = Number(contract);
        const encoder = await encoderOf(client, id);
        let pick = picks.get(id);
        if (pick === undefined) {
          pick = encoder.columns.map((column) => ownColumns.length + names.indexOf(column));
          picks.set(id, pick);
        }
        found.push({
          stream: Number(stream),
          key: key ?? '',
          epoch: Number(epoch),
          version: version ?? '',
          at: at === null || at === undefined ? undefined : instant(at),
          change: Number(change),
          record: deleted === 't' ? undefined : encode(encoder, row, pick, query.dataset),
        });
      }
      return found;
    },
  };
}

function compileStored({ contract, columns }: StoredContract): RecordEncoder {
  return compileEncoder({
    contract,
    mapping: { properties: Object.fromEntries(columns.map((column) => [column.property, column.name])) },
    collection: {
      collection: { schema: 'data', name: contract.dataset },
      kind: 'table',
      columns: contract.properties.map((property, index) => {
        const type = columnType(property.type);
        const name = columns[index]?.name ?? property.name;
        return { name, nativeType: type.sql, type: type.mapping, nullable: true, generated: false, comment: undefined };
      }),
      primaryKey: [],
      uniqueKeys: [],
      rowEstimate: undefined,
      comment: undefined,
    },
  });
}

function encode(encoder: RecordEncoder, row: readonly (string | null)[], pick: readonly number[], dataset: string): string {
  const record = encoder.record(pick.map((index) => row[index] ?? null));
  if (typeof record === 'string') return record;
  throw new Error(`a stored record of ${dataset} breaks its contract at ${record.pointer}: ${record.code}`);
}

// '2026-03-01 02:03:04.5+00' in a session with UTC
function instant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, '')}Z`;
}
