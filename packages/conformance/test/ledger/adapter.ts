import {
  type CapabilityName,
  defineAdapter,
  isSecret,
  LienThongError,
  reveal,
  type Source,
  secret,
  type TypeMapping,
} from '@lienthong/core';
import { changeReader } from './changes.ts';
import type { Database, LedgerServer, Stored } from './database.ts';
import { incrementalReader } from './incremental.ts';
import { ask, createSessions, type Sessions } from './sessions.ts';
import { snapshotReader } from './snapshot.ts';

export interface LedgerInput {
  readonly server: LedgerServer;
  readonly database: string;
  readonly password: string;
}

const ledgerTypes: readonly TypeMapping[] = [
  { native: 'integer', canonical: { kind: 'bigint' }, raw: 'integer-text' },
  { native: 'text', canonical: { kind: 'string' }, raw: 'text' },
  { native: 'instant', canonical: { kind: 'timestamptz', fraction: 3 }, raw: 'timestamptz-text' },
  { native: 'truth', canonical: { kind: 'boolean' }, raw: 'boolean' },
  { native: 'bytes', canonical: { kind: 'bytes' }, raw: 'bytes' },
  {
    native: 'words',
    canonical: { kind: 'array', items: { kind: 'string' } },
    raw: 'text',
    read: (raw) => String(raw).split(' '),
  },
];

/** An adapter of the ledger with some of the capabilities. */
export function ledgerWith<const C extends CapabilityName>(capabilities: readonly C[]) {
  return defineAdapter({
    name: 'ledger',
    capabilities,
    types: ledgerTypes,
    defaultSchema: ({ database }) => database,
    resolve: (input: LedgerInput) => ({ ...input, password: secret(input.password) }),
    address: ({ database }) => `ledger://memory/${database}`,
    open: async ({ server, database: name, password }, { signal, maxConnections }): Promise<Source<C>> => {
      signal.throwIfAborted();
      if (!isSecret(password) || reveal(password) !== server.password)
        throw new LienThongError('SOURCE_AUTH_FAILED', { message: 'the ledger refused the login' });
      const database = server.databases.get(name);
      if (database === undefined) throw new LienThongError('SOURCE_AUTH_FAILED', { message: `there is no database ${name}` });
      return sourceOf(createSessions(server, database, maxConnections), capabilities);
    },
  });
}

function sourceOf<C extends CapabilityName>(sessions: Sessions, capabilities: readonly C[]): Source<C> {
  const readers = {
    snapshot: snapshotReader(sessions),
    incremental: incrementalReader(sessions),
    changes: changeReader(sessions),
  };
  const readiness = (name: CapabilityName) =>
    capabilities.some((declared) => declared === name)
      ? ({ ready: true } as const)
      : ({ ready: false, reason: `this ledger has no ${name}`, remedy: 'Choose another way of reading.' } as const);
  const source = {
    ...Object.fromEntries(capabilities.map((name) => [name, readers[name]])),
    probe: (signal: AbortSignal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        return {
          ...{ product: 'Ledger', version: '1.0', identity: `memory/${sessions.database.name}`, findings: [] },
          readiness: { snapshot: readiness('snapshot'), incremental: readiness('incremental'), changes: readiness('changes') },
        };
      }),
    describe: (signal: AbortSignal) =>
      sessions.use(signal, async (session) => {
        await ask(session, signal);
        return [...sessions.database.tables.values()].map((table) => describe(sessions.database, table));
      }),
    close: async () => sessions.close(),
    [Symbol.asyncDispose]: async () => sessions.close(),
  };
  return source as unknown as Source<C>; // the entries were made of C
}

function describe(database: Database, { name, columns, key, rows }: Stored) {
  return {
    collection: { schema: database.name, name },
    kind: 'table' as const,
    columns: Object.entries(columns).map(([column, native]) => ({
      name: column,
      nativeType: native,
      type: ledgerTypes.find((type) => type.native === native),
      nullable: !key.includes(column),
      generated: false,
      comment: undefined,
    })),
    primaryKey: key,
    uniqueKeys: [],
    rowEstimate: rows.length,
    comment: undefined,
  };
}
