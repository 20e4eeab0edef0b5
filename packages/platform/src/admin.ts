import { randomBytes } from 'node:crypto';
import {
  agencyPattern,
  datasetPattern,
  type ExtentQuery,
  keyIdOf,
  LienThongError,
  type QualityReport,
  readPublicKey,
} from '@lienthong/core';
import type { NationalProblem } from '@lienthong/core/national';
import { type BreachExtents, readExtents } from './breach/read-extents.ts';
import { type RegisterEntry, type RegisterQuery, readRegister } from './consumers/register.ts';
import { type DataTypeInput, registerDataType, registerSender } from './national/register.ts';
import type { QualityMeter } from './quality/meter.ts';
import { hashToken } from './registry/hash-token.ts';
import { type Registration, readContract, registerContract } from './registry/register-contract.ts';
import type { Database } from './storage/database.ts';

/** What the operator of the platform decides: who may publish, and who may read. */
export interface PlatformAdmin {
  /** Registering an agency again renames it. */
  registerAgency(input: { readonly agency: string; readonly name?: string | undefined }): Promise<void>;
  /** Resolves with the key's id; without one, the id that `generateKeyPair` gives. */
  addKey(input: {
    readonly agency: string;
    readonly keyId?: string | undefined;
    /** SPKI PEM. */
    readonly publicKey: string;
    /** RFC 3339. */
    readonly validUntil?: string | undefined;
  }): Promise<string>;
  /** Works from the next request on. */
  revokeKey(keyId: string): Promise<void>;
  /** `'*'`: all datasets. */
  allowPublishing(input: { readonly agency: string; readonly dataset: string }): Promise<void>;
  withdrawPublishing(input: { readonly agency: string; readonly dataset: string }): Promise<void>;
  registerContract(input: { readonly yaml: string }): Promise<Registration>;
  /** Batches of a retired version are refused with 410. */
  retireContract(input: { readonly dataset: string; readonly version: string }): Promise<void>;
  /** The token is shown this once: only its hash is kept. */
  registerConsumer(input: {
    readonly agency: string;
    readonly name: string;
    readonly datasets: readonly string[] | '*';
    /** Agencies whose records may be read; all when left out. */
    readonly publishers?: readonly string[] | undefined;
  }): Promise<{ readonly id: number; readonly token: string }>;
  revokeConsumer(id: number): Promise<void>;
  /** A system that sends national messages, as a client of OAuth 2.0. The secret is shown this once: only its digest is kept. */
  registerSender(input: {
    readonly agency: string;
    readonly name: string;
  }): Promise<{ readonly clientId: string; readonly clientSecret: string }>;
  /** Works from the next request on, also against tokens that are not over. */
  revokeSender(clientId: string): Promise<void>;
  /** Takes national messages of a data type; the agency then sends the dataset in no other profile. Gives the plan's warnings. */
  registerDataType(input: DataTypeInput): Promise<readonly NationalProblem[]>;
  /** Who received what for which purpose, in the order of datasets, agencies and consumers. */
  readRegister(query?: RegisterQuery): Promise<readonly RegisterEntry[]>;
  /**
   * How much of which data a breach concerns: `extentQueries` of its facts. Reads datasets from end to end; a statement that takes longer
   * than so many minutes, 60 unless said otherwise, ends it with PLATFORM_BUSY.
   */
  readBreachExtents(queries: readonly ExtentQuery[], limits?: { readonly minutes?: number | undefined }): Promise<BreachExtents>;
}

export function createAdmin(database: Database): PlatformAdmin {
  const run = async (text: string, values: readonly unknown[]): Promise<number> =>
    await database.use(async (client) => (await client.query(text, [...values])).rowCount ?? 0);
  const expectAgency = async (agency: string): Promise<void> => {
    if ((await run('select from lienthong.agencies where agency = $1', [agency])) === 0)
      throw invalid(`the agency ${agency} is not registered`);
  };
  return {
    async registerAgency({ agency, name }) {
      if (!agencyPattern.test(agency)) throw invalid(`${agency} is no code of an agency`);
      await run('insert into lienthong.agencies (agency, name) values ($1, $2) on conflict (agency) do update set name = excluded.name', [
        agency,
        name ?? null,
      ]);
    },
    async addKey({ agency, publicKey, validUntil, keyId = keyIdOf(publicKey) }) {
      readPublicKey(publicKey);
      await expectAgency(agency);
      const added = await run(
        `insert into lienthong.keys (key_id, agency, public_key, valid_until) values ($1, $2, $3, $4) on conflict (key_id) do update
         set valid_until = excluded.valid_until where keys.agency = excluded.agency and keys.public_key = excluded.public_key and keys.revoked_at is null`,
        [keyId, agency, publicKey, validUntil ?? null],
      );
      if (added === 0) throw invalid(`the key id ${keyId} is taken by another key, or was revoked`);
      return keyId;
    },
    async revokeKey(keyId) {
      const revoked = await run('update lienthong.keys set revoked_at = coalesce(revoked_at, now()) where key_id = $1', [keyId]);
      if (revoked === 0) throw invalid(`the key ${keyId} is not registered`);
    },
    async allowPublishing({ agency, dataset }) {
      expectDataset(dataset);
      await expectAgency(agency);
      await run('insert into lienthong.publishing_rights (agency, dataset) values ($1, $2) on conflict do nothing', [agency, dataset]);
    },
    async withdrawPublishing({ agency, dataset }) {
      await run('delete from lienthong.publishing_rights where agency = $1 and dataset = $2', [agency, dataset]);
    },
    registerContract: async ({ yaml }) => {
      const read = readContract(yaml);
      return await database.transaction((client) => registerContract(client, read, undefined));
    },
    async retireContract({ dataset, version }) {
      const retired = await run(
        'update lienthong.contracts set retired_at = coalesce(retired_at, now()) where dataset = $1 and version = $2',
        [dataset, version],
      );
      if (retired === 0) throw invalid(`the contract ${dataset} ${version} is not registered`);
    },
    async registerConsumer({ agency, name, datasets, publishers }) {
      await expectAgency(agency);
      const token = `ltc_${randomBytes(32).toString('base64url')}`;
      const { rows } = await database.use((client) =>
        client.query<{ id: number }>(
          'insert into lienthong.consumers (agency, name, token_hash, datasets, publishers) values ($1, $2, $3, $4, $5) returning id',
          [agency, name, hashToken(token), datasets === '*' ? null : datasets, publishers ?? null],
        ),
      );
      return { id: rows[0]?.id ?? 0, token };
    },
    async revokeConsumer(id) {
      await run('update lienthong.consumers set revoked_at = coalesce(revoked_at, now()) where id = $1', [id]);
    },
    async registerSender(input) {
      await expectAgency(input.agency);
      return await registerSender(database, input);
    },
    async revokeSender(clientId) {
      const revoked = await run('update lienthong.senders set revoked_at = coalesce(revoked_at, now()) where client_id = $1', [clientId]);
      if (revoked === 0) throw invalid(`the sender ${clientId} is not registered`);
    },
    async registerDataType(input) {
      await expectAgency(input.agency);
      return await registerDataType(database, input);
    },
    readRegister: (query = {}) => database.use((client) => readRegister(client, query)),
    async readBreachExtents(queries, { minutes = 60 } = {}) {
      if (!(minutes > 0 && minutes <= mostMinutes)) throw invalid(`minutes is a number from 0 to ${mostMinutes}`);
      return await database.transaction((client) => readExtents(client, queries, minutes), 'repeatable read, read only');
    },
  };
}

/** PostgreSQL keeps the time of a statement in milliseconds, of 31 bits. */
const mostMinutes = 35_791;

/** The administration of a platform that runs, and so can measure. */
export interface RunningPlatformAdmin extends PlatformAdmin {
  /** Measures the dataset now, behind what is measured already. */
  measureQuality(input: { readonly dataset: string }): Promise<QualityReport>;
}

export function createRunningAdmin(database: Database, meter: Pick<QualityMeter, 'measure'>): RunningPlatformAdmin {
  return {
    ...createAdmin(database),
    async measureQuality({ dataset }) {
      expectDataset(dataset);
      const report = await meter.measure(dataset);
      if (report === undefined) throw invalid(`${dataset} has no contract, or another process measures it now`);
      return report;
    },
  };
}

function expectDataset(dataset: string): void {
  if (dataset !== '*' && !datasetPattern.test(dataset)) throw invalid('a dataset id has lower-case letters, digits, hyphens and dots');
}

function invalid(message: string): LienThongError {
  return new LienThongError('OPTIONS_INVALID', { message });
}
