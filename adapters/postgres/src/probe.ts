import type { Probe, ProbeFinding, Readiness } from '@lienthong/core';
import { loadSlots } from './changes/slot.ts';
import type { Session } from './client.ts';
import type { PostgresOptions } from './options.ts';
import { encodingFindings } from './probe-encoding.ts';
import { slotFindings } from './probe-slots.ts';
import { tableFindings } from './probe-tables.ts';
import { transactionFindings } from './probe-transactions.ts';
import type { Sessions } from './sessions.ts';
import { quoteIdentifier } from './sql.ts';

/** Looks only: everything that is missing comes with the statement that mends it. */
export function probeSource(sessions: Sessions, options: PostgresOptions, signal: AbortSignal): Promise<Probe> {
  return sessions.use(signal, async (session) => {
    const server = await loadServer(session, options, signal);
    const slots = await loadSlots(session, signal);
    const following = [...followingGaps(server, options, slots.length), ...publicationGaps(server, options)];
    const tables = await tableFindings(session, options, signal);
    const reading: Readiness = tables.readable
      ? { ready: true }
      : {
          ready: false,
          reason: 'this login may not read any table',
          remedy: `GRANT USAGE ON SCHEMA "public" TO ${quoteIdentifier(options.user)}; GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO ${quoteIdentifier(options.user)};`,
        };
    const blocking = following.filter((gap) => gap.level === 'error');
    return {
      product: 'PostgreSQL',
      version: server.version,
      identity: server.identity,
      readiness: {
        snapshot: reading,
        incremental: reading,
        changes:
          blocking.length === 0
            ? reading
            : {
                ready: false,
                reason: blocking.map((gap) => gap.message).join('; '),
                remedy: blocking.flatMap((gap) => gap.remedy ?? []).join('\n'),
              },
      },
      findings: [
        ...supportFindings(session),
        ...encodingFindings(server.encoding, options),
        ...following,
        ...(await slotFindings(session, options, slots, signal)),
        ...(await transactionFindings(session, signal)),
        ...tables.findings,
      ],
    };
  });
}

interface Server {
  readonly version: string;
  readonly encoding: string;
  readonly identity: string;
  readonly walLevel: string;
  readonly standby: boolean;
  readonly replication: boolean;
  readonly mayCreate: boolean;
  readonly slotLimit: number;
  readonly senderLimit: number;
  readonly senders: number;
  readonly slotExists: boolean;
  readonly publicationExists: boolean;
}

async function loadServer(session: Session, options: PostgresOptions, signal: AbortSignal): Promise<Server> {
  const [row] = await session.query(
    `select current_setting('server_version'), (select system_identifier from pg_control_system()) || '/' || (select oid from pg_database where datname = current_database()), current_setting('wal_level'), pg_is_in_recovery(),
       (select rolreplication or rolsuper from pg_roles where rolname = current_user)
         or exists (select from pg_roles where rolname = 'rds_replication' and pg_has_role(current_user, oid, 'member')),
       has_database_privilege(current_database(), 'create'), current_setting('max_replication_slots'), current_setting('max_wal_senders'),
       (select count(*) from pg_stat_replication), exists (select from pg_replication_slots where slot_name = $1),
       exists (select from pg_publication where pubname = $2), current_setting('server_encoding')`,
    signal,
    [options.slot, options.publication],
  );
  const yes = (index: number) => row?.[index] === 't';
  return {
    version: row?.[0] ?? '',
    encoding: row?.[11] ?? '',
    identity: row?.[1] ?? '',
    walLevel: row?.[2] ?? '',
    standby: yes(3),
    replication: yes(4),
    mayCreate: yes(5),
    slotLimit: Number(row?.[6]),
    senderLimit: Number(row?.[7]),
    senders: Number(row?.[8]),
    slotExists: yes(9),
    publicationExists: yes(10),
  };
}

function supportFindings(session: Session): readonly ProbeFinding[] {
  if (session.version >= 12 && session.version <= 18) return [];
  return [
    { level: 'warning', id: 'version-untested', message: `PostgreSQL ${session.version} is outside of the tested versions 12 to 18` },
  ];
}

function followingGaps(server: Server, options: PostgresOptions, slots: number): readonly ProbeFinding[] {
  const gaps: ProbeFinding[] = [];
  const gap = (id: string, message: string, remedy: string) => gaps.push({ level: 'error', id, message, remedy });
  const user = quoteIdentifier(options.user);
  if (server.standby) gap('standby', 'the server is a standby; slot and publication live on the primary', 'Connect to the primary.');
  if (server.walLevel !== 'logical') {
    gap('wal-level', `wal_level is ${server.walLevel}`, "ALTER SYSTEM SET wal_level = 'logical'; -- then restart the server");
  }
  if (!server.replication) {
    gap(
      'replication-missing',
      `the login ${options.user} may not use replication`,
      `ALTER ROLE ${user} REPLICATION; -- on Amazon RDS: GRANT rds_replication TO ${user};`,
    );
  }
  if (!server.slotExists && slots >= server.slotLimit) {
    gap(
      'slots-full',
      `all ${server.slotLimit} replication slots are taken`,
      `ALTER SYSTEM SET max_replication_slots = ${server.slotLimit + 4}; -- then restart the server`,
    );
  }
  if (server.senders >= server.senderLimit) {
    gap(
      'senders-full',
      `all ${server.senderLimit} WAL senders are busy`,
      `ALTER SYSTEM SET max_wal_senders = ${server.senderLimit + 4}; -- then restart the server`,
    );
  }
  return gaps;
}

function publicationGaps(server: Server, options: PostgresOptions): readonly ProbeFinding[] {
  if (server.publicationExists) return [];
  const name = quoteIdentifier(options.publication);
  if (!options.createPublication) {
    return [
      {
        level: 'error',
        id: 'publication-missing',
        message: `the publication ${options.publication} does not exist`,
        remedy: `CREATE PUBLICATION ${name} FOR TABLE …;`,
      },
    ];
  }
  if (server.mayCreate) return [];
  return [
    {
      level: 'error',
      id: 'publication-create',
      message: `the publication ${options.publication} does not exist, and ${options.user} may not create it`,
      remedy: `CREATE PUBLICATION ${name} FOR TABLE …; -- as the owner of the tables; or: GRANT CREATE ON DATABASE ${quoteIdentifier(options.database)} TO ${quoteIdentifier(options.user)};`,
    },
  ];
}
