import { type Contract, compareVersionTexts, type QualityFacts } from '@lienthong/core';
import type { RegisteredVersion } from '../storage/contracts.ts';
import type { Client } from '../storage/database.ts';

/** What is known of a dataset beside its records. Reconciliations leave no trace here, so nothing is known of them. */
export async function readFacts(
  client: Client,
  contract: Contract,
  versions: readonly RegisteredVersion[],
  sharingDays: number,
): Promise<QualityFacts> {
  return {
    freshness: await readFreshness(client, contract.dataset),
    sharing: { ...stateOf(contract, versions, sharingDays), ...(await readReaders(client, contract, sharingDays)) },
  };
}

/** Of the stream that waits longest: one that stands still is not hidden by one that flows. */
async function readFreshness(client: Client, dataset: string): Promise<NonNullable<QualityFacts['freshness']>> {
  const { rows } = await client.query<{ change: number | null; heartbeat: number | null }>(
    `select max(extract(epoch from now() - changed.at))::float8 as change, max(extract(epoch from now() - last_received_at))::float8 as heartbeat
     from lienthong.streams left join lateral (
       select received_at as at from lienthong.batches where stream = streams.id and accepted > 0 order by epoch desc, sequence desc limit 1
     ) changed on true where dataset = $1`,
    [dataset],
  );
  // A clock that was set back must not make an age that is below nothing.
  const age = (seconds: number | null | undefined) => (seconds === null || seconds === undefined ? undefined : Math.max(0, seconds));
  return { changeAgeSeconds: age(rows[0]?.change), heartbeatAgeSeconds: age(rows[0]?.heartbeat) };
}

type Sharing = NonNullable<QualityFacts['sharing']>;

function stateOf(
  { status }: Contract,
  versions: readonly RegisteredVersion[],
  sharingDays: number,
): Pick<Sharing, 'registered' | 'active' | 'breakingChanges'> {
  const since = Date.now() - sharingDays * 86_400_000;
  const majors = new Map<string, RegisteredVersion>();
  for (const version of [...versions].sort((left, right) => compareVersionTexts(left.version, right.version))) {
    const major = version.version.split('.')[0] ?? '';
    if (!majors.has(major)) majors.set(major, version);
  }
  const later = [...majors.values()].slice(1);
  return {
    registered: versions.some(({ retired }) => !retired),
    active: status === 'active' || status === 'deprecated',
    breakingChanges: later.filter(({ registeredAt }) => Date.parse(registeredAt) >= since).length,
  };
}

async function readReaders(
  client: Client,
  { dataset, personalData }: Contract,
  sharingDays: number,
): Promise<Pick<Sharing, 'readers' | 'readersThatRead'>> {
  const recipients = personalData === undefined || personalData.recipients.includes('*') ? null : personalData.recipients;
  const { rows } = await client.query<{ readers: number; read: number }>(
    `select count(*)::integer as readers, count(*) filter (where exists (
       select from lienthong.access_log where consumer = consumers.id and access_log.dataset = $1 and action <> 'quality'
         and accessed_at > now() - make_interval(days => $3)))::integer as read
     from lienthong.consumers where revoked_at is null and (datasets is null or $1 = any(datasets)) and ($2::text[] is null or agency = any($2))`,
    [dataset, recipients, sharingDays],
  );
  return { readers: rows[0]?.readers ?? 0, readersThatRead: rows[0]?.read ?? 0 };
}
