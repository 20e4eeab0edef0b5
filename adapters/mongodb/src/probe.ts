import type { Probe, ProbeFinding, Readiness } from '@lienthong/core';
import { decode } from './bson/documents.ts';
import { listCollections } from './catalogue.ts';
import { type Client, cursorReply } from './client.ts';
import { codeOf } from './errors.ts';
import { type Deployment, loadDeployment } from './identity.ts';
import type { MongodbOptions } from './options.ts';

const ready: Readiness = { ready: true };

/** Looks only: everything that is missing comes with the command that mends it. */
export async function probeSource(client: Client, options: MongodbOptions, signal: AbortSignal): Promise<Probe> {
  const deployment = await loadDeployment(client, options.database, signal);
  const account = await accountOf(client, signal);
  const reading = await readable(client, options, account, signal);
  return {
    product: 'MongoDB',
    version: deployment.version,
    identity: deployment.identity,
    readiness: {
      snapshot: reading,
      incremental: reading,
      changes: reading.ready ? await followable(client, options, deployment, account, signal) : reading,
    },
    findings: [
      ...oldVersion(deployment),
      ...unnumbered(deployment, account),
      ...(await oplogWindow(client, deployment, account, signal)),
      // Who may not read was told so already.
      ...(reading.ready ? await imagesMissing(client, options, deployment, signal) : []),
    ],
  };
}

async function accountOf(client: Client, signal: AbortSignal): Promise<string> {
  const { authInfo } = await client.command({ connectionStatus: 1 }, signal, { database: 'admin' });
  const user: unknown = authInfo?.authenticatedUsers?.[0]?.user;
  return typeof user === 'string' ? user : '';
}

function grant(account: string, role: string, database: string): string {
  return `db.getSiblingDB('admin').grantRolesToUser(${JSON.stringify(account)}, [{ role: '${role}', db: ${JSON.stringify(database)} }])`;
}

async function readable(client: Client, { database }: MongodbOptions, account: string, signal: AbortSignal): Promise<Readiness> {
  try {
    await listCollections(client, signal);
    // A find that this role permits, on a collection that need not be there.
    await client.command({ find: 'lienthong', limit: 1, singleBatch: true }, signal);
    return ready;
  } catch (error) {
    if (codeOf(error) !== '13') throw error;
    return { ready: false, reason: `this login may not read the database ${database}`, remedy: grant(account, 'read', database) };
  }
}

async function followable(
  client: Client,
  { database }: MongodbOptions,
  deployment: Deployment,
  account: string,
  signal: AbortSignal,
): Promise<Readiness> {
  if (deployment.kind === 'standalone') {
    return {
      ready: false,
      reason: 'a standalone server has no change streams',
      remedy:
        'Start mongod with --replSet and run rs.initiate() once: one member is enough. Until then: snapshot, or a field that only grows.',
    };
  }
  try {
    const command = { aggregate: 1, pipeline: [{ $changeStream: {} }], cursor: { batchSize: 0 }, readConcern: { level: 'majority' } };
    await client.withSession(async (session) => {
      const { id } = cursorReply(await client.command(command, signal, { session }));
      await client.command({ killCursors: '$cmd.aggregate', cursors: [id] }, signal, { session });
    });
    return ready;
  } catch (error) {
    if (codeOf(error) !== '13') throw error;
    return { ready: false, reason: `this login may not open a change stream on ${database}`, remedy: grant(account, 'read', database) };
  }
}

function oldVersion({ version }: Deployment): readonly ProbeFinding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 4 || (major === 4 && minor >= 4)) return [];
  const message = `MongoDB ${version} is older than 4.4, for which this adapter is written`;
  return [{ level: 'warning', id: 'version-old', message, remedy: 'Update the server to a supported version.' }];
}

function unnumbered({ isNumbered, kind }: Deployment, account: string): readonly ProbeFinding[] {
  if (isNumbered || kind === 'standalone') return [];
  return [
    {
      level: 'warning',
      id: 'identity-by-name',
      message: 'this login may not read the configuration of the deployment: a copy of it under the same name would not be told from it',
      remedy: grant(account, 'clusterMonitor', 'admin'),
    },
  ];
}

const shortWindowHours = 24;

/** How far back a change stream can go on: an outage that is longer means reading from scratch. */
async function oplogWindow(client: Client, { kind }: Deployment, account: string, signal: AbortSignal): Promise<readonly ProbeFinding[]> {
  if (kind !== 'replica-set') return [];
  try {
    const [first, last] = [await oplogEnd(client, 1, signal), await oplogEnd(client, -1, signal)];
    if (first === undefined || last === undefined) return [];
    const hours = (last - first) / 3_600;
    const message = `the oplog reaches back ${hours < 10 ? hours.toFixed(1) : Math.round(hours)} hours: an outage that is longer means reading from scratch`;
    if (hours >= shortWindowHours) return [{ level: 'info', id: 'oplog-window', message }];
    const remedy = `db.adminCommand({ replSetResizeOplog: 1, minRetentionHours: 72 })`;
    return [{ level: 'warning', id: 'oplog-window-short', message, remedy }];
  } catch (error) {
    if (codeOf(error) !== '13') throw error;
    return [
      {
        level: 'info',
        id: 'oplog-window-unknown',
        message: 'this login may not read how far back the oplog reaches',
        remedy: grant(account, 'clusterMonitor', 'admin'),
      },
    ];
  }
}

/** Seconds of Unix of the oplog's first or last entry. */
async function oplogEnd(client: Client, direction: 1 | -1, signal: AbortSignal): Promise<number | undefined> {
  const command = { find: 'oplog.rs', sort: { $natural: direction }, limit: 1, singleBatch: true, projection: { ts: 1 } };
  const [entry] = cursorReply(await client.command(command, signal, { database: 'local' })).documents;
  return entry === undefined ? undefined : Number(decode(entry)['ts'].getHighBitsUnsigned());
}

/** Collections whose changes come without the document before them: their updates are read again. */
async function imagesMissing(
  client: Client,
  { database }: MongodbOptions,
  { version, kind }: Deployment,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  if (kind === 'standalone' || Number.parseInt(version, 10) < 6) return [];
  const without = (await listCollections(client, signal)).filter(
    (listed) => listed.kind === 'collection' && listed.options['changeStreamPreAndPostImages']?.enabled !== true,
  );
  if (without.length === 0) return [];
  return [
    {
      level: 'info',
      id: 'images-off',
      message: `${without.length} collections of ${database} keep no images of changed documents: an update is read again, keys must lie in _id, and elements of arrays are read by snapshot alone`,
      remedy: 'db.runCommand({ collMod: …, changeStreamPreAndPostImages: { enabled: true } }) for those of which that matters',
    },
  ];
}
