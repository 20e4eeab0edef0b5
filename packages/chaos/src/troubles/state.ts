import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@lienthong/testbed';
import Database from 'libsql';
import type { Mistake } from '../parts/connector-part.ts';
import type { Trouble } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import { type Counters, reach } from './counters.ts';

type StateTrouble = Extract<Trouble, { readonly kind: 'state' }>;

let lost = 0;

const mistakes: Readonly<Partial<Record<StateTrouble['fault'], Mistake>>> = {
  'of-another-connector': 'name',
  'of-another-source': 'database',
};

/** Kills the connector, damages what it kept, and starts it again. True when it must refuse to work with that. */
export async function damageState(scene: Scene, trouble: StateTrouble, counters: Counters): Promise<boolean> {
  const { connector, links } = scene;
  const { state } = connector;
  const { fault, until } = trouble;
  if (fault.startsWith('body-')) {
    // Bodies lie in the spool when the platform is away.
    await links.platform.refuse();
    links.platform.cut();
    await reach({ after: 3, of: 'spooled' }, counters);
  }
  if (fault === 'old-copy') {
    await connector.kill();
    await copyState(state, `${state}-old`);
    connector.start();
    await reach(until, counters);
  }
  await connector.kill();
  // Moved away a moment ago, and not made again: then there is nothing to damage.
  const mustRefuse = existsSync(join(state, 'state.db')) && (await damage(state, trouble));
  await links.platform.restore();
  // A state that nobody has yet would be taken into possession by the wrong one.
  const mistake = mustRefuse ? mistakes[fault] : undefined;
  const failed = connector.counts.failed;
  connector.start(mistake);
  await reach(until, counters);
  // A mistake is made once: whoever is killed before it is noticed starts without it.
  if (mistake !== undefined) await refusal(() => connector.counts.failed > failed);
  return mustRefuse;
}

const refusalMs = 15_000;

/** Waits for it; where a source is silent meanwhile, it comes later. */
async function refusal(isThere: () => boolean): Promise<void> {
  const end = performance.now() + refusalMs;
  await waitFor(() => isThere() || performance.now() > end, { timeoutMs: 2 * refusalMs, what: 'a refusal' });
}

const copyAttempts = 5;

/**
 * Our own looks at the receipts are ended by the collector of this process, at any moment, and the last one takes the log's
 * file with it: then the copy is made again.
 */
async function copyState(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rm(to, { recursive: true, force: true });
    if (!existsSync(from)) return;
    try {
      await cp(from, to, { recursive: true });
      return;
    } catch (error) {
      const vanished = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!vanished || attempt === copyAttempts) throw error;
    }
  }
}

async function damage(state: string, { fault, place }: StateTrouble): Promise<boolean> {
  const database = join(state, 'state.db');
  switch (fault) {
    case 'database-flipped':
      await flip(database, place);
      return false; // a page that nobody uses, or one that is found only when it is read
    case 'log-flipped':
      await flip(`${database}-wal`, place);
      return false; // what follows in the log is as good as never written: an older state
    case 'database-shortened':
      return shorten(database, place);
    case 'body-flipped':
    case 'body-shortened':
    case 'body-missing':
      return damageBody(state, fault, place);
    case 'old-copy':
      if (!existsSync(`${state}-old`)) return false;
      await rename(state, `${state}-left-${++lost}`);
      await rename(`${state}-old`, state);
      return false;
    case 'of-another-connector':
    case 'of-another-source':
      // The state is as it was; who comes is another one. Before the first start there was none to refuse.
      return ask(database, "SELECT value FROM meta WHERE name = 'identity'").length > 0;
    case 'lost':
      await rename(state, `${state}-left-${++lost}`);
      return false;
  }
}

/** One bit each in some bytes side by side. */
async function flip(file: string, place: number): Promise<void> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0)); // no log is left by an orderly end
  if (bytes.length === 0) return;
  const from = Math.floor(place * bytes.length);
  for (let at = from; at < Math.min(from + 4, bytes.length); at++) bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  await writeFile(file, bytes);
}

/** By a page at least, and without its log. A new file: SQLite in this process may still know the old one. */
async function shorten(file: string, place: number): Promise<boolean> {
  const { size } = await stat(file);
  if (size <= 8192) return false; // all is in the log still
  for (const log of ['-wal', '-shm']) await rm(`${file}${log}`, { force: true });
  await cp(file, `${file}.short`);
  await truncate(`${file}.short`, Math.max(4096, Math.floor(place * (size - 4096))));
  await rename(`${file}.short`, file);
  return true;
}

/** One that the database names: others are orphans, which a start removes. */
async function damageBody(state: string, fault: StateTrouble['fault'], place: number): Promise<boolean> {
  const files = ask(join(state, 'state.db'), 'SELECT file FROM spool WHERE bytes > 0 ORDER BY dataset, epoch, sequence') as readonly {
    readonly file: string;
  }[]; // the column that is asked for
  const name = files[Math.floor(place * files.length)]?.file;
  if (name === undefined) return false;
  const file = join(state, 'spool', name);
  if (fault === 'body-flipped') await flip(file, place);
  else if (fault === 'body-missing') await rm(file);
  else await truncate(file, Math.floor((await stat(file)).size * place));
  return true;
}

/** Nothing where the database can no longer be read: a trouble before this one damaged it. */
function ask(file: string, sql: string): readonly unknown[] {
  const database = new Database(file);
  try {
    return database.prepare(sql).all();
  } catch (error) {
    const damaged = error instanceof Error && 'code' in error && (error.code === 'SQLITE_CORRUPT' || error.code === 'SQLITE_NOTADB');
    if (!damaged) throw error;
    return [];
  } finally {
    database.close();
  }
}
