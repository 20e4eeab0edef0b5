import {
  type CollectionDescription,
  type CollectionName,
  type Contract,
  compileEncoder,
  type Mapping,
  recordHash,
  setDigest,
} from '@lienthong/core';
import pg from 'pg';

/** Count and hash of a table's canonical records, read with a plain query and compared with nothing. */
export interface TableDigest {
  readonly rows: number;
  readonly records: number;
  readonly hash: string;
  readonly refused: readonly Refusal[];
  /** Keys of rows whose record is refused. */
  readonly refusedKeys: ReadonlySet<string>;
  /** Records whose key was to be left out. */
  readonly excluded: number;
}

export interface Refusal {
  readonly code: string;
  readonly property: string;
  readonly count: number;
}

export interface TableDigestInput {
  readonly connectionString: string;
  readonly contract: Contract;
  readonly mapping: Mapping;
  readonly collection: CollectionDescription;
  /** Keys that do not count on either side. */
  readonly exclude: ReadonlySet<string>;
}

const pageRows = 10_000;

/** Reads the whole table in one snapshot, encodes every row and sums the hashes. */
export async function digestTable(input: TableDigestInput): Promise<TableDigest> {
  const encoder = compileEncoder(input);
  const client = new pg.Client({ connectionString: input.connectionString, application_name: 'lienthong demo proof' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sessionSettings);
    await client.query('begin isolation level repeatable read, read only');
    await client.query(
      `declare everything no scroll cursor for select ${encoder.columns.map(quote).join(', ')} from ${table(input.collection.collection)}`,
    );
    const digest = setDigest();
    const refused = new Map<string, Refusal>();
    const refusedKeys = new Set<string>();
    let rows = 0;
    let excluded = 0;
    for (;;) {
      const page = await client.query<(string | null)[]>({ text: `fetch ${pageRows} from everything`, rowMode: 'array', types: asText });
      for (const row of page.rows) {
        const key = encoder.key(row);
        const record = encoder.record(row);
        if (typeof record !== 'string') {
          count(refused, record.code, record.pointer);
          if (typeof key === 'string') refusedKeys.add(key);
        } else if (typeof key === 'string' && input.exclude.has(key)) excluded++;
        else digest.add(recordHash(record));
      }
      rows += page.rows.length;
      if (page.rows.length < pageRows) break;
    }
    const sorted = [...refused.values()].sort((left, right) => right.count - left.count);
    return { rows, records: digest.count, hash: digest.sum(), refused: sorted, refusedKeys, excluded };
  } finally {
    await client.end();
  }
}

// The type tables of adapters are written for the text forms of the protocol.
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: unknown) => text };

// Text forms must not depend on how the server is set up.
const sessionSettings =
  "set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'iso_8601'; set extra_float_digits to 1; set bytea_output to 'hex'";

function table({ schema, name }: CollectionName): string {
  return `${quote(schema)}.${quote(name)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function count(refused: Map<string, Refusal>, code: string, property: string): void {
  const known = refused.get(`${code} ${property}`);
  refused.set(`${code} ${property}`, { code, property, count: (known?.count ?? 0) + 1 });
}
