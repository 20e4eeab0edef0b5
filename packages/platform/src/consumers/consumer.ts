import type { IncomingMessage } from 'node:http';
import { type Contract, datasetPattern, publishedContract } from '@lienthong/core';
import type { PlatformContext } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { bearerToken } from '../registry/bearer-token.ts';
import { hashToken } from '../registry/hash-token.ts';
import { listVersions, newestOf } from '../storage/contracts.ts';
import type { Client } from '../storage/database.ts';

/** Who reads, checked against one dataset. */
export interface Reader {
  readonly consumer: number;
  readonly agency: string;
  /** Agencies whose records may be read; `undefined`: all. */
  readonly publishers: readonly string[] | undefined;
  readonly purpose: string;
  /** The newest contract of the dataset that is not retired, else the newest; as it is published. */
  readonly contract: Contract;
}

/** Checks token, purpose, right to the dataset and the contract's recipients; throws the first that fails. */
export async function authorizeReader(context: PlatformContext, incoming: IncomingMessage, dataset: string): Promise<Reader> {
  const token = bearerToken(incoming);
  const consumer = await context.readers.use((client) => findConsumer(client, token));
  context.rate.take(`consumer ${consumer.id}`);
  const purpose = expectPurpose(incoming);
  if (consumer.datasets !== null && !consumer.datasets.includes(dataset)) {
    throw new Problem('reading-forbidden', { detail: 'the consumer has no right to this dataset' });
  }
  const contract = await context.readers.use((client) => newestContract(client, dataset));
  expectRecipient(contract, consumer.agency);
  return { consumer: consumer.id, agency: consumer.agency, publishers: consumer.publishers ?? undefined, purpose, contract };
}

interface ConsumerRow {
  readonly id: number;
  readonly agency: string;
  readonly datasets: readonly string[] | null;
  readonly publishers: readonly string[] | null;
}

async function findConsumer(client: Client, token: string): Promise<ConsumerRow> {
  const { rows } = await client.query<ConsumerRow>(
    'select id, agency, datasets, publishers from lienthong.consumers where token_hash = $1 and revoked_at is null',
    [hashToken(token)],
  );
  if (rows[0] === undefined) throw new Problem('token-invalid');
  return rows[0];
}

/** `Lienthong-Purpose`: why the data is read; percent-encoded UTF-8 where it is not ASCII. */
function expectPurpose(incoming: IncomingMessage): string {
  const [value = ''] = incoming.headersDistinct['lienthong-purpose'] ?? [];
  let purpose = '';
  try {
    purpose = decodeURIComponent(value).trim();
  } catch {
    // Wrongly encoded: as good as missing.
  }
  if (purpose.length >= 3 && purpose.length <= 500 && !/\p{Cc}/u.test(purpose)) return purpose;
  throw new Problem('purpose-missing', {
    detail: 'the header Lienthong-Purpose must tell in 3 to 500 characters of one line why the data is read',
  });
}

async function newestContract(client: Client, dataset: string): Promise<Contract> {
  const versions = datasetPattern.test(dataset) ? await listVersions(client, dataset) : [];
  const newest = newestOf(versions);
  if (newest === undefined) throw new Problem('dataset-unknown');
  return publishedContract(newest.contract);
}

function expectRecipient({ personalData, dataset }: Contract, agency: string): void {
  if (personalData === undefined || personalData.recipients.includes('*') || personalData.recipients.includes(agency)) return;
  throw new Problem('reading-forbidden', { detail: `the contract of ${dataset} does not name the consumer's agency as a recipient` });
}
