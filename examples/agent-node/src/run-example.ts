import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConnectorOptions, createConnector, listDeadLetters, loadConfig, openDictionary } from '@lienthong/connector';
import { type Contract, expectContract, type QualityReport } from '@lienthong/core';
import { contractOf, type DirtLevel } from '@lienthong/datasets';
import type { JournalEntry, NationalReceiver } from '@lienthong/testbed';
import { makeChanges } from './changes.ts';
import { type Comparison, compare } from './compare.ts';
import { measure, type Refusal } from './measure.ts';
import { readRawRows } from './raw-rows.ts';
import type { Entry } from './register.ts';
import { openScene, type Scene } from './scene.ts';
import { fromWire } from './wire.ts';

export interface ExampleInput {
  readonly rows: number;
  readonly dirt: DirtLevel;
  /** An empty directory for the connector's state and the node's journal. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

export interface ExampleResult {
  /** The table as it is, and what the receiver has with what waits; by the same rules. */
  readonly before: QualityReport;
  readonly after: QualityReport;
  /** In the source at the end. */
  readonly rows: number;
  readonly waiting: readonly Refusal[];
  readonly comparison: Comparison;
  /** Of the changes, in the order of the alphabet: what had to be heard, and what was. */
  readonly wantedEvents: readonly string[];
  readonly heardEvents: readonly string[];
  /** Whether PhienBan of each record only grew. */
  readonly isGrowing: boolean;
  readonly journal: readonly JournalEntry[];
  readonly isEqual: boolean;
}

/** From an old table to a national receiver, with the changes that come after; then everything is compared. */
export async function runExample(input: ExampleInput): Promise<ExampleResult> {
  const { rows, dirt, directory, signal, say } = input;
  const secret = randomBytes(16).toString('hex');
  say(`an old database with ${number(rows)} births, a receiver, and the Agent Node in front of it`);
  await using scene = await openScene({ rows, dirt, directory, secret });
  const state = join(directory, 'state');
  const { options } = await loadConfig(fileURLToPath(new URL('../lienthong.yaml', import.meta.url)), {
    environment: { STATE: state, HO_TICH_DATABASE: scene.connectionString, AGENT_NODE: scene.node.url, AGENT_NODE_SECRET: secret },
  });
  const contract = expectContract(contractOf('civil-status'), 'contract.yaml');
  say('the table as it is, held against the contract');
  const before = await measureSource(contract, options, scene);

  say('the connector reads the table and tells the receiver, through the node');
  await createConnector(options).run(signal, { once: true });
  const first = scene.receiver.arrived.length;
  say(`${number(first)} records arrived; now clerks change the table`);
  const { entries, told } = await makeChanges(scene.connectionString, scene.entries);
  for (const { what, event } of told) say(`  ${what}: ${event ?? 'nothing to tell'}`);
  await createConnector(options).run(signal, { once: true });

  const waiting = listDeadLetters(state, { limit: rows }).map(({ code, pointer }) => ({ code, pointer }));
  const journal = await readJournal(scene.journal);
  const judged = judge({ contract, entries, receiver: scene.receiver, waiting, first, told });
  const { comparison } = judged;
  const after = measureReceiver({ contract, options, receiver: scene.receiver, waiting, journal, comparison });
  return { ...judged, before, after, waiting, journal };
}

async function measureSource(contract: Contract, options: ConnectorOptions, { connectionString }: Scene): Promise<QualityReport> {
  const [dataset] = options.datasets;
  const records = await readRawRows(connectionString, dataset?.from ?? '', dataset?.mapping ?? { properties: {} });
  return measure({ contract, dictionary: openDictionary(options.dictionary ?? {}), records, refusals: [], facts: {} });
}

interface Received {
  readonly contract: Contract;
  readonly options: ConnectorOptions;
  readonly receiver: NationalReceiver;
  readonly waiting: readonly Refusal[];
  readonly journal: readonly JournalEntry[];
  readonly comparison: Comparison;
}

function measureReceiver({ contract, options, receiver, waiting, journal, comparison }: Received): QualityReport {
  const living = [...receiver.kept.values()].filter(({ event }) => event !== 'CANCEL');
  const newest = journal.findLast(({ status }) => status === 200)?.at;
  const reconciliation = {
    sourceCount: comparison.wanted,
    platformCount: living.length,
    rootsEqual: comparison.differences.length === 0,
  };
  return measure({
    contract,
    dictionary: openDictionary(options.dictionary ?? {}),
    records: living.map(({ data }) => fromWire(data)),
    refusals: waiting,
    facts: {
      reconciliation,
      ...(newest === undefined ? {} : { freshness: { changeAgeSeconds: (Date.now() - Date.parse(newest)) / 1000 } }),
    },
  });
}

async function readJournal(file: string): Promise<readonly JournalEntry[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as JournalEntry); // the node wrote it
}

interface Judged {
  readonly contract: Contract;
  readonly entries: readonly Entry[];
  readonly receiver: NationalReceiver;
  readonly waiting: readonly Refusal[];
  /** How many had arrived before the changes. */
  readonly first: number;
  readonly told: readonly { readonly event: string | undefined }[];
}

function judge({
  contract,
  entries,
  receiver,
  waiting,
  first,
  told,
}: Judged): Omit<ExampleResult, 'before' | 'after' | 'waiting' | 'journal'> {
  const reasons = waiting.map(({ code, pointer }) => `${code} ${pointer}`);
  const comparison = compare({ contract, entries, kept: receiver.kept.values(), waiting: reasons });
  const wantedEvents = told.flatMap(({ event }) => event ?? []).sort();
  const heardEvents = receiver.arrived
    .slice(first)
    .map(({ event }) => event)
    .sort();
  const isGrowing = isAlwaysGrowing(receiver);
  const isEqual = comparison.differences.length === 0 && wantedEvents.join() === heardEvents.join() && isGrowing;
  return { rows: entries.length, comparison, wantedEvents, heardEvents, isGrowing, isEqual };
}

function isAlwaysGrowing({ arrived }: NationalReceiver): boolean {
  const last = new Map<string, number>();
  return arrived.every(({ id, version }) => {
    const grows = version > (last.get(id) ?? 0);
    last.set(id, version);
    return grows;
  });
}

function number(value: number): string {
  return value.toLocaleString('en');
}
