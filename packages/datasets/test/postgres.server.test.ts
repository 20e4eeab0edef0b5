import { postgres } from '@lienthong/adapter-postgres';
import { openDictionary } from '@lienthong/connector';
import { type CollectionDescription, compileEncoder, expectContract, formatCollection, type QualityCounts } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computed, contractOf, copyRows, type DatasetName, datasetNames, datasets, engines, type GeneratedRow } from '../src/index.ts';
import { expectedOf, isLost, kindsOf, without } from './expect-row.ts';
import { loadConnector } from './load-connector.ts';

const rows = 4_000;

/** What a connector tells of instead. */
const toldAs = new Map([
  // The mapping dropped it.
  ['identifier-formatting', 'identifier-normalised'],
  // Joined with a column that is right, as parts of a name are, the whole is in no encoding.
  ['text-other-encoding', 'text-unexplained'],
]);

describe('dirty rows in a real PostgreSQL', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  for (const name of datasetNames) {
    it(`${name}: what is repairable becomes the truth, and the rest what was said of it`, async () => {
      const made: GeneratedRow[] = [];
      await fill(server, name, made);
      const contract = expectContract(contractOf(name), `${name}/contract.yaml`);
      const { options } = await loadConnector(name, server.connectionString);
      const [{ from, mapping } = missing()] = options.datasets;
      const encoder = compileEncoder({
        contract,
        mapping: { properties: { ...mapping?.properties, ...computed[name] } },
        collection: await describeOne(server, from),
        dictionary: openDictionary(options.dictionary ?? missing()),
      });
      const tally = encoder.createTally();
      const stored = await inOrder(server, from, encoder.columns);
      expect(stored).toHaveLength(rows);
      const surprises: unknown[] = [];
      for (const [index, row] of stored.entries()) {
        const one = made[index];
        if (one === undefined) throw new Error('the table has a row that nobody made');
        const wanted = expectedOf(contract, one);
        const line = encoder.record(row, tally);
        const lost = one.dirt.filter(isLost);
        if ('code' in wanted) {
          const got = typeof line === 'string' ? 'delivered' : { code: line.code, pointer: line.pointer };
          if (JSON.stringify(got) !== JSON.stringify(wanted))
            surprises.push({ index, kinds: one.dirt.map(({ kind }) => kind), wanted, got });
          continue;
        }
        const record = typeof line === 'string' ? (JSON.parse(line) as typeof wanted.record) : undefined; // our own encoder's
        const properties = lost.map(({ property }) => property);
        const equal = record !== undefined && sorted(without(record, properties)) === sorted(without(wanted.record, properties));
        const kept = properties.filter((property) => record?.[property] === wanted.record[property]);
        if (!equal || kept.length > 0)
          surprises.push({ index, kinds: one.dirt.map(({ kind }) => kind), kept, wanted: wanted.record, got: line });
      }
      expect(surprises.slice(0, 5)).toEqual([]);
      expect(notCounted(name, tally?.take())).toEqual([]);
      // Every kind of dirt is among the rows, and clean ones are.
      expect(new Set(made.flatMap(({ dirt }) => dirt.map(({ kind }) => kind)))).toEqual(new Set(kindsOf(datasets[name])));
      expect(made.some(({ dirt }) => dirt.length === 0)).toBe(true);
    });
  }
});

function missing(): never {
  throw new Error('lienthong.yaml has it not');
}

/** The kinds of dirt in delivered records that a connector with this configuration would not tell of. */
function notCounted(name: DatasetName, counts: QualityCounts | undefined): readonly string[] {
  const delivered = datasets[name].dirt.filter(({ expected }) => typeof expected.outcome === 'string');
  return delivered.flatMap(({ kind, property, expected }) => {
    const found = counts?.properties.find((one) => one.property === property)?.found ?? [];
    const told = (code: string) => found.some((one) => one.code === code || one.code === toldAs.get(code));
    return expected.findings.filter((code) => !told(code)).map((code) => `${kind}: ${code}, but ${found.map((one) => one.code).join()}`);
  });
}

function sorted(record: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}

async function describeOne(server: EmbeddedPostgres, from: string): Promise<CollectionDescription> {
  const signal = AbortSignal.timeout(30_000);
  const context = { signal, applicationName: 'datasets test', maxConnections: 1, statementTimeoutMs: 30_000 };
  await using source = await postgres({ connectionString: server.connectionString }).open(context);
  const found = (await source.describe(signal)).find(({ collection }) => formatCollection(collection) === from);
  if (found === undefined) throw new Error(`${from} is not there`);
  return found;
}

/** With a number beside the legacy columns: a table does not keep the order in which it was filled. */
async function fill(server: EmbeddedPostgres, name: DatasetName, made: GeneratedRow[]): Promise<void> {
  const { table } = datasets[name];
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query(`${engines.postgres.schema(table)} alter table ${table.schema}.${table.name} add thu_tu bigserial`);
  await copyRows(client, datasets[name], { rows, seed: 3, dirt: 'heavy', onRow: (row) => made.push(row) });
  await client.end();
}

async function inOrder(
  server: EmbeddedPostgres,
  from: string,
  columns: readonly string[],
): Promise<readonly (readonly (string | null)[])[]> {
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  const types = { getTypeParser: () => (text: unknown) => text };
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${columns.join(', ')} from ${from} order by thu_tu`,
    rowMode: 'array',
    types,
  });
  await client.end();
  return rows;
}
