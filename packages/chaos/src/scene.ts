import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from '@lienthong/core';
import { type EmbeddedPostgres, startPostgres } from '@lienthong/embedded-postgres';
import { type FaultProxy, startFaultProxy } from '@lienthong/testbed';
import pg from 'pg';
import { contractYaml, mappingOf } from './contract.ts';
import type { EngineName, SourceServer } from './engines/engine.ts';
import { startSource } from './engines/start-source.ts';
import { type AnswerShim, startAnswerShim } from './parts/answer-shim.ts';
import { type ConnectorPart, createConnectorPart } from './parts/connector-part.ts';
import { type PlatformPart, startPlatformPart } from './parts/platform-part.ts';
import { createJudge, type Judge } from './reading/judge.ts';
import { type Observer, startObserver } from './reading/observer.ts';
import { createJournal, type Journal } from './writing/journal.ts';
import { hotNumbers, markerNumber, tables } from './writing/tables.ts';
import { writeRows } from './writing/write-rows.ts';

/** The bundled programs that run as processes of their own. */
export interface Programs {
  readonly connector: string;
  readonly platform: string;
  /** The server that stands in for MongoDB. */
  readonly mongodb: string;
  /** The server that stands in for SQL Server. */
  readonly sqlserver: string;
  /** The server that stands in for Oracle. */
  readonly oracle: string;
}

/** Everything that runs: two databases, platform and connector as processes, and what lies between them. */
export interface Scene extends AsyncDisposable {
  readonly source: SourceServer;
  readonly store: EmbeddedPostgres;
  readonly storePool: pg.Pool;
  readonly platform: PlatformPart;
  readonly connector: ConnectorPart;
  readonly links: Readonly<Record<'source' | 'platform', FaultProxy>>;
  readonly shim: AnswerShim;
  readonly journal: Journal;
  readonly judge: Judge;
  readonly observer: Observer;
  readonly directory: string;
}

const agency = 'H26.12';

export async function openScene(programs: Programs, engine: EngineName): Promise<Scene> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    return { ...(await open(programs, engine, closers)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  programs: Programs,
  engine: EngineName,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<Scene, typeof Symbol.asyncDispose>> {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-chaos-'));
  closers.push(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const source = await startSource(engine, programs);
  closers.push(() => source.stop());
  const store = await startPostgres();
  closers.push(() => store.stop('immediate'));
  const storePool = poolOf(store, closers);
  const journal = createJournal();
  await fillSource(source, journal);
  const { privateKey, publicKey } = generateKeyPair();
  const platform = await startPlatformPart(programs.platform, { databaseUrl: store.connectionString, agency, publicKey });
  closers.push(() => platform.kill());
  const { ready } = platform;
  const shim = await startAnswerShim(ready.port);
  closers.push(async () => shim[Symbol.asyncDispose]());
  const links = {
    source: await startFaultProxy({ target: { host: source.host, port: source.port } }),
    platform: await startFaultProxy({ target: { host: '127.0.0.1', port: shim.port } }),
  };
  closers.push(() => Promise.all([links.source.close(), links.platform.close()]));
  const connector = createConnectorPart(programs.connector, {
    adapter: source.adapter(links.source.port, 'own'),
    another: source.adapter(links.source.port, 'another'),
    options: {
      agency,
      source: { name: 'ho-tich', limits: { heartbeatMs: 100, rowsPerRange: 300, batchRows: 100, rowsPerSecond: 2_000 } },
      platform: { url: `http://127.0.0.1:${links.platform.port}`, key: { keyId: ready.keyId, privateKey }, receiptKey: ready.receiptKey },
      state: join(directory, 'state'),
      datasets: tables.map((table) => ({
        contract: contractYaml(table),
        from: source.collection(table),
        mapping: mappingOf(table, source),
      })),
      batch: { bytes: 64 * 1024, maxDelayMs: 20 },
      delivery: { timeoutMs: 2_000, backoff: { initialMs: 20, maxMs: 200 } },
      graceMs: 2_000,
    },
  });
  closers.push(() => connector.kill());
  const judge = createJudge(journal);
  const observer = startObserver(`http://127.0.0.1:${ready.port}`, ready.token ?? '', judge);
  closers.push(() => observer.stop());
  connector.start();
  return { source, store, storePool, platform, connector, links, shim, journal, judge, observer, directory };
}

function poolOf(server: EmbeddedPostgres, closers: (() => Promise<unknown>)[]): pg.Pool {
  const pool = new pg.Pool({ connectionString: server.connectionString, max: 4, application_name: 'chaos' });
  pool.on('error', () => {}); // killed under idle connections
  closers.push(() => pool.end());
  return pool;
}

async function fillSource(source: SourceServer, journal: Journal): Promise<void> {
  const numbers = [markerNumber, ...hotNumbers, ...Array.from({ length: 1_000 }, (_, index) => 10 + index)];
  for (const table of tables) await writeRows(source, journal, (session) => session.insert(table, numbers));
}
