import { type BreachExtent, type Contract, datasetPattern, type ExposedStream, type ExtentQuery, LienThongError } from '@lienthong/core';
import { readRegister } from '../consumers/register.ts';
import { listVersions, newestOf, type RegisteredVersion } from '../storage/contracts.ts';
import { type Client, sqlState } from '../storage/database.ts';
import { type CountedStream, countReceived, countStored } from './count-exposed.ts';
import { countPersons } from './count-persons.ts';

/** What the platform knows of datasets that a breach concerns, in the order of the queries; `undefined`: no such dataset. */
export interface BreachExtents {
  readonly extents: readonly (BreachExtent | undefined)[];
  /** All there are. */
  readonly datasets: readonly string[];
}

/**
 * Counts what a breach concerns; the caller holds a transaction in which all counts are of one moment. Whoever must tell of a breach
 * waits longer than for other statements, and not for ever: an old moment keeps the database from clearing up behind it.
 */
export async function readExtents(client: Client, queries: readonly ExtentQuery[], minutes: number): Promise<BreachExtents> {
  await client.query("select set_config('statement_timeout', $1, true)", [String(Math.ceil(minutes * 60_000))]);
  const { rows } = await client.query<{ dataset: string }>('select dataset from lienthong.datasets order by dataset collate "C"');
  const datasets = rows.map(({ dataset }) => dataset);
  const extents: (BreachExtent | undefined)[] = [];
  for (const query of queries) extents.push(datasets.includes(query.dataset) ? await readInTime(client, query, minutes) : undefined);
  return { extents, datasets };
}

async function readInTime(client: Client, query: ExtentQuery, minutes: number): Promise<BreachExtent | undefined> {
  try {
    return await readExtent(client, query);
  } catch (cause) {
    if (sqlState(cause) !== '57014') throw cause;
    throw new LienThongError('PLATFORM_BUSY', {
      message: `counting what was ${query.exposed} of ${query.dataset} took longer than ${minutes} minutes, or was ended at the database`,
      remedy: 'Count again when the database of the platform is less busy, give it more minutes, or name fewer publishers or sources.',
      cause,
    });
  }
}

async function readExtent(client: Client, query: ExtentQuery): Promise<BreachExtent | undefined> {
  const { dataset, exposed, from, to } = query;
  const versions = datasetPattern.test(dataset) ? await listVersions(client, dataset) : [];
  if (versions.length === 0) return undefined;
  const all = await streamsOf(client, dataset);
  const streams = all.filter(
    ({ agency, source }) => (query.publishers?.includes(agency) ?? true) && (query.sources?.includes(source) ?? true),
  );
  const ids = streams.map(({ id }) => id);
  const register = await readRegister(client, { dataset, from, to });
  const readers = register.filter(({ agency, records }) => records > 0 && (query.recipients?.includes(agency) ?? true));
  const common = {
    readers: readers.map(({ agency, consumer, purpose, contractVersion, requests, records, first, last }) => ({
      ...{ agency, consumer, purpose, contractVersion, requests, records, first, last },
    })),
    known: {
      publishers: [...new Set(all.map(({ agency }) => agency))],
      sources: [...new Set(all.map(({ source }) => source))],
      recipients: await consumersOf(client),
    },
  };
  if (exposed === 'read') {
    const seen = readers.map(({ contractVersion }) => contractVersion);
    // Accesses from before versions were written down may have been under any of them.
    const contracts = seen.includes(null) ? versions : versions.filter(({ version }) => seen.includes(version));
    const records = readers.reduce((sum, reader) => sum + reader.records, 0);
    return { ...common, contracts: contractsOf(contracts, versions), streams: [], records, persons: undefined };
  }
  const counted = exposed === 'stored' ? await countStored(client, dataset, ids) : await countReceived(client, ids, from, to);
  const published = new Set(counted.flatMap((stream) => stream.contracts));
  const contracts = contractsOf(
    versions.filter(({ version }) => published.has(version)),
    versions,
  );
  return {
    ...{ ...common, contracts },
    streams: streams.map((stream) => withRecords(stream, counted)),
    records: counted.reduce((sum, { records }) => sum + records, 0),
    persons: exposed === 'stored' ? await countPersons(client, dataset, ids, contracts) : undefined,
  };
}

/** Where nothing was counted, what would have been published. */
function contractsOf(concerned: readonly RegisteredVersion[], all: readonly RegisteredVersion[]): readonly Contract[] {
  const newest = newestOf(all);
  const versions = concerned.length > 0 ? concerned : newest === undefined ? [] : [newest];
  return versions.map(({ contract }) => contract);
}

function withRecords({ id, agency, source }: NamedStream, counted: readonly CountedStream[]): ExposedStream {
  return { agency, source, records: counted.find(({ stream }) => stream === id)?.records ?? 0 };
}

interface NamedStream {
  readonly id: number;
  readonly agency: string;
  readonly source: string;
}

async function streamsOf(client: Client, dataset: string): Promise<readonly NamedStream[]> {
  const { rows } = await client.query<NamedStream>(
    'select id, agency, source from lienthong.streams where dataset = $1 order by agency collate "C", source collate "C"',
    [dataset],
  );
  return rows;
}

async function consumersOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ agency: string }>('select distinct agency from lienthong.consumers order by agency');
  return rows.map(({ agency }) => agency);
}
