import { setTimeout as pause } from 'node:timers/promises';
import { type Contract, type Dictionary, publishedContract, type QualityPolicy, type QualityReport, scoreQuality } from '@lienthong/core';
import { listVersions, newestOf } from '../storage/contracts.ts';
import type { Client, Database } from '../storage/database.ts';
import { tryLockQuality } from '../storage/locks.ts';
import type { RowReader, StoredRow } from '../storage/rows.ts';
import { ofStream } from '../storage/stored-key.ts';
import { countRecords, type RecordCounter } from './count-records.ts';
import { readFacts } from './read-facts.ts';
import { readRefusals } from './refusals.ts';
import { storeReport } from './results.ts';

export interface MeasureOptions {
  readonly database: Database;
  readonly rows: RowReader;
  readonly policy: QualityPolicy;
  /** What is known on a day. */
  readonly dictionaryAt: (day: string) => Dictionary;
  /** Whether batches are being stored: they go first. */
  readonly isBusy: () => boolean;
  /** Measuring ends at its next page, with nothing stored. */
  readonly closing: AbortSignal;
}

/** Records of one short statement. More at once are no faster, and what lives so long that it grows old costs the process memory. */
const pageRows = 200;
/** Of each moment that is measured, three are left to others; nineteen while batches are stored. */
const idleShare = 3;
const busyShare = 19;

/**
 * Measures a dataset by its living records and stores the result. Pages are statements of their own, by key, so that vacuum is
 * not held up for the hours that a large dataset takes: each key is seen once, as it then is. `undefined`: no contract, or
 * another process measures it.
 */
export async function measureQuality(options: MeasureOptions, dataset: string): Promise<QualityReport | undefined> {
  const { database } = options;
  return await database.use(async (client) => {
    const versions = await listVersions(client, dataset);
    const newest = newestOf(versions);
    if (newest === undefined || !(await tryLockQuality(client, dataset, 'lock'))) return undefined;
    try {
      // What lies here is what was published: of protected properties other values than the contract describes.
      const contract = publishedContract(newest.contract);
      const protectedNames = newest.contract.properties.flatMap(({ name, protection }) => (protection === undefined ? [] : [name]));
      const at = new Date().toISOString();
      const counts = (await countStreams(options, client, contract, protectedNames, at.slice(0, 10))).counts();
      const facts = await readFacts(client, contract, versions, options.policy.sharingDays);
      const report = scoreQuality({ contract, counts, facts, side: 'platform', at, policy: options.policy });
      await storeReport(database, report);
      return report;
    } finally {
      await tryLockQuality(client, dataset, 'unlock');
    }
  });
}

interface CountedStream {
  readonly id: number;
  readonly agency: string;
}

async function countStreams(
  options: MeasureOptions,
  client: Client,
  contract: Contract,
  protectedNames: readonly string[],
  day: string,
): Promise<RecordCounter> {
  const { dataset } = contract;
  const streams = await client.query<CountedStream>('select id, agency from lienthong.streams where dataset = $1 order by id', [dataset]);
  const agencies = [...new Set(streams.rows.map(({ agency }) => agency))];
  const refusals = await readRefusals(client, dataset);
  const counter = countRecords({
    contract,
    protectedNames,
    dictionary: options.dictionaryAt(day),
    rejected: refusals.records,
    // Where one of them is authoritative it is settled whose record counts.
    severalAgencies: agencies.length > 1 && contract.authoritativePublisher === undefined,
  });
  for (const reasons of refusals.reasons) counter.addRefusal(reasons);
  for (const { id, agency } of streams.rows) {
    const group = agencies.indexOf(agency);
    for await (const page of streamPages(options, dataset, id)) {
      for (const { record, key } of page) if (record !== undefined) counter.add(record, key, group);
    }
  }
  return counter;
}

async function* streamPages(
  { database, rows, isBusy, closing }: MeasureOptions,
  dataset: string,
  stream: number,
): AsyncGenerator<readonly StoredRow[]> {
  for (let after = ''; ; ) {
    closing.throwIfAborted();
    const started = performance.now();
    const begin = after;
    const page = await database.transaction(async (client) => {
      // A look-up by key, whatever the planner thinks of a table that grows faster than its statistics.
      await client.query('set local enable_seqscan to off; set local enable_bitmapscan to off; set local enable_sort to off');
      return await rows.read(client, {
        dataset,
        from: (table) => `from ${table} record where ${ofStream('$1')} and _key > lienthong.stored_key($1::integer, $2)
          and not _deleted order by record._key limit ${pageRows}`,
        values: [stream, begin],
      });
    });
    yield page;
    if (page.length < pageRows) return;
    after = page.at(-1)?.key ?? '';
    await pause((performance.now() - started) * (isBusy() ? busyShare : idleShare), undefined, { signal: closing });
  }
}
