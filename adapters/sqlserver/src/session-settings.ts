import type { Row } from './client.ts';
import type { Statement } from './sql.ts';

/** `repeatable read` waits for whoever has written what it reads, also where the database keeps versions of rows. */
export type Isolation = 'read committed' | 'repeatable read' | 'snapshot';

/** What answers, and how its database lets us read. */
export interface ServerFacts {
  /** `16.0.4135.4` */
  readonly version: string;
  readonly edition: string;
  readonly engine: 'server' | 'azure-database' | 'azure-instance' | 'other';
  readonly snapshotIsolation: boolean;
  readonly readCommittedSnapshot: boolean;
  /** Of the database; a failover keeps it. */
  readonly guid: string;
  readonly database: string;
}

const lockTimeoutMs = 10_000;

/** Nobody waits long for us, nor we for others; and of two that wait for each other we give way. */
export const startupStatements: readonly string[] = [`set lock_timeout ${lockTimeoutMs}`, 'set deadlock_priority low'];

export const factsStatement: Statement = {
  text: "select convert(varchar(128), serverproperty('ProductVersion')), convert(nvarchar(128), serverproperty('Edition')), convert(int, serverproperty('EngineEdition')), convert(int, d.snapshot_isolation_state), convert(int, d.is_read_committed_snapshot_on), convert(varchar(36), d.service_broker_guid), d.name from sys.databases as d where d.database_id = db_id()",
  parameters: [],
};

const engines: Readonly<Record<number, ServerFacts['engine']>> = {
  1: 'server',
  2: 'server',
  3: 'server',
  4: 'server',
  5: 'azure-database',
  8: 'azure-instance',
};

export function readFacts([row]: readonly Row[]): ServerFacts {
  const [version, edition, engine, snapshot, readCommitted, guid, database] = row ?? [];
  return {
    version: String(version ?? ''),
    edition: String(edition ?? ''),
    engine: engines[Number(engine)] ?? 'other',
    snapshotIsolation: Number(snapshot) === 1,
    readCommittedSnapshot: Number(readCommitted) === 1,
    guid: String(guid ?? '').toLowerCase(),
    database: String(database ?? ''),
  };
}

/** What a read of rows takes: without waiting for others where the database allows it. */
export function readingLevel(server: ServerFacts): Isolation {
  return server.snapshotIsolation ? 'snapshot' : 'read committed';
}
