import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspectQuality, openDictionary } from '@lienthong/connector';
import type { QualityReport } from '@lienthong/core';
import pg from 'pg';
import { reportDataset } from '../quality/report-dataset.ts';
import type { Words } from '../words/words.ts';
import { type ConnectorCounts, countConnector } from './connector-counts.ts';
import { type DemoConnector, startDemoConnector } from './demo-connector.ts';
import { type DemoPlatform, startDemoPlatform } from './demo-platform.ts';
import { type DemoDataset, demoAgency, demoEnvironment, readDemoDataset } from './demo-settings.ts';
import type { DemoEngine } from './legacy/legacy-database.ts';
import { startLegacyDatabase } from './legacy/start-legacy.ts';
import type { Progress } from './progress.ts';
import { postgresTable } from './proof/postgres-table.ts';
import { type Proof, proveEqual } from './proof/proof.ts';
import { startTogether } from './start-together.ts';
import { waitUntil } from './wait-until.ts';
import type { Workshop } from './workshop.ts';
import { startWriter, type Writer, type WriterCounts } from './writer.ts';

/** What happened, from the first row to the proof. */
export interface Story {
  /** What the legacy system ran on: `PostgreSQL 18.4`. */
  readonly product: string;
  readonly dataset: string;
  readonly proof: Proof;
  /** What the connector counted, over both its lives. */
  readonly quality: QualityReport | undefined;
  readonly rowsPerSecond: number;
  readonly crashes: number;
  readonly outages: number;
  readonly writer: WriterCounts;
  readonly seconds: number;
}

export interface StoryInput {
  readonly engine: DemoEngine;
  readonly rows: number;
  readonly workshop: Workshop;
  readonly progress: Progress;
  readonly words: Words;
  readonly language: string;
  readonly signal: AbortSignal;
}

const crashAt = 0.3;
const outageAt = 0.6;
const outageMs = 4_000;
const changesPerSecond = 150;

/** Publishes a legacy database through a crash and an outage while it changes, then proves that both sides are equal. */
export async function tellStory(input: StoryInput): Promise<Story> {
  const { engine, rows, workshop, progress, words, signal } = input;
  const { step } = words.demo;
  const begun = performance.now();
  progress.step(step.legacy(format(input, rows)));
  if (engine === 'mysql') progress.step(step.mysqlFetched);
  if (engine === 'mongodb') progress.trouble(step.notMongodb);
  if (engine === 'sqlserver') progress.trouble(step.notSqlserver);
  if (engine === 'oracle') progress.trouble(step.notOracle);
  progress.step(step.platform);
  const dataset = await readDemoDataset(workshop);
  const started = await startTogether(
    async () => {
      const legacy = await startLegacyDatabase(engine, rows);
      if (engine === 'mysql' && legacy.product.startsWith('MariaDB')) progress.trouble(step.mariadbInstead);
      progress.done(step.legacyReady(legacy.product, format(input, rows), secondsSince(begun)));
      return legacy;
    },
    async () => {
      const platform = await startDemoPlatform(workshop, demoAgency, signal);
      progress.done(step.platformReady(platform.url));
      return platform;
    },
  );
  await using legacy = started[0];
  await using platform = started[1];
  await copyFile(platform.receiptKeyFile, join(workshop.directory, 'receipt-key.public.pem'));
  await using clerk = await legacy.connect();
  const writer = startWriter(clerk, rows + 1, changesPerSecond);
  const counts = countConnector();
  await using connector = startDemoConnector(workshop, demoEnvironment({ legacy, platform, workshop, rows }), counts);
  const scene: Scene = { ...input, platform, connector, writer, counts, dataset };
  await playThrough(scene);
  progress.step(step.proving);
  const proof = await proveEqual({
    contract: dataset.contract,
    mapping: dataset.mapping,
    dictionary: openDictionary({}),
    source: legacy.table(dataset.from),
    platform: postgresTable({ connectionString: platform.databaseUrl, collection: dataset.view }),
    signal,
  });
  const periods = inspectQuality(join(workshop.directory, 'state'), dataset.contract.dataset);
  // Nothing changes any more: how old the newest change is would say how long the demo took.
  const counted = reportDataset({ contract: dataset.contract, periods, changesAt: undefined, now: new Date().toISOString() });
  return {
    product: legacy.product,
    dataset: dataset.contract.dataset,
    proof,
    quality: counted?.report,
    rowsPerSecond: Math.round(rows / Math.max(0.001, counts.snapshotSeconds)),
    crashes: 1,
    outages: 1,
    writer: writer.counts(),
    seconds: (performance.now() - begun) / 1000,
  };
}

interface Scene extends StoryInput {
  readonly platform: DemoPlatform;
  readonly connector: DemoConnector;
  readonly writer: Writer;
  readonly counts: ConnectorCounts;
  readonly dataset: DemoDataset;
}

async function playThrough(scene: Scene): Promise<void> {
  const { rows, progress, words, platform, connector, writer, counts, signal } = scene;
  const { step } = words.demo;
  progress.step(step.connector);
  progress.watch(words.demo.progress.snapshot, () => reading(scene));
  await until(scene, 'snapshot', 60, () => counts.accepted >= rows * crashAt);
  await connector.kill();
  progress.trouble(step.crash(format(scene, counts.accepted)));
  connector.startAgain();
  progress.done(step.restarted);
  await until(scene, 'snapshot', 60, () => counts.accepted >= rows * outageAt);
  await platform.kill();
  const away = performance.now();
  progress.trouble(step.outage);
  await pause(outageMs, undefined, { signal });
  await platform.bringBack();
  progress.done(step.outageOver(secondsSince(away)));
  await until(scene, 'snapshot', 120, () => counts.snapshotDelivered);
  const last = await writer.stop();
  progress.done(step.writerStopped(format(scene, totalOf(writer.counts()))));
  // The last entry has arrived: all before it was in the spool by then, and when that is empty, all of it has its receipts.
  await until(scene, 'catching up', 60, async () => (await hasArrived(scene, last)) && counts.waiting === 0);
  await connector.drain();
  if (counts.left !== 0) connector.expectAlive();
  progress.quiet();
  progress.done(step.caughtUp);
}

function until(
  { connector, words, signal }: Scene,
  what: string,
  seconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const late = words.demo.late(what, seconds);
  const check = () => {
    connector.expectAlive();
    return condition();
  };
  return waitUntil(check, { seconds, late, signal });
}

async function hasArrived({ platform, dataset }: Scene, key: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: platform.databaseUrl, application_name: 'lienthong demo' });
  client.on('error', () => {}); // the query hears of it too
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from ${dataset.view} where "soDinhDanh" = $1`, [key]);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}

function reading(scene: Scene): { readonly share: number; readonly text: string } {
  const { rows, counts, words, writer } = scene;
  const rate = counts.accepted / Math.max(1, counts.snapshotSeconds);
  const text = words.demo.progress.line(
    format(scene, counts.accepted),
    format(scene, rows),
    format(scene, rate),
    format(scene, totalOf(writer.counts())),
  );
  return { share: counts.snapshotDelivered ? 1 : Math.min(0.99, counts.accepted / rows), text };
}

function totalOf({ inserts, updates, deletes, keyChanges }: WriterCounts): number {
  return inserts + updates + deletes + keyChanges;
}

function format({ language }: Pick<StoryInput, 'language'>, value: number): string {
  return Math.round(value).toLocaleString(language);
}

function secondsSince(moment: number): string {
  return ((performance.now() - moment) / 1000).toFixed(1);
}
