/** A connector in a process of its own: one run from `run` to `finished`, and what is worth telling of it. */
import { createConnector } from '@lienthong/connector';
import { noDictionary } from './no-dictionary.mjs';
import { silentPlatform } from './silent-platform.mjs';

// As in life: a connector loads the adapter of its source, and not the drivers of all.
const adapters = {
  postgres: async () => (await import('@lienthong/adapter-postgres')).postgres,
  mysql: async () => (await import('@lienthong/adapter-mysql')).mysql,
  mongodb: async () => (await import('@lienthong/adapter-mongodb')).mongodb,
  sqlserver: async () => (await import('@lienthong/adapter-sqlserver')).sqlserver,
  oracle: async () => (await import('@lienthong/adapter-oracle')).oracle,
};
const stop = new AbortController();
/** What is worth telling of the run. */
const story = { records: 0, spooled: 0, delivered: 0, rejected: 0, retries: 0, epochs: [], receipts: [] };

process.once('message', (message) => void open(message));
// The benchmark is gone, however it ended.
process.once('disconnect', () => process.exit());

async function open({ options, source, silent, dictionary, run, until }) {
  const adapter = await adapters[source.kind]();
  const connector = createConnector({
    ...options,
    source: { name: source.name, adapter: adapter(source.adapter) },
    ...(silent ? { platform: silentPlatform, graceMs: 1 } : {}),
    ...(dictionary ? {} : { dictionary: noDictionary }),
  });
  process.on('message', (message) => {
    if (message.kind === 'run') void work(connector, run, until);
    else if (message.kind === 'count') process.send({ kind: 'count', ...story, receipts: undefined });
    else stop.abort(new Error('the benchmark has seen enough'));
  });
  process.send({ kind: 'ready' });
}

/** `until`: 'end' of a bounded run, 'spooled' when the snapshot lies in the spool, 'stopped' when we are told to. */
async function work(connector, run, until) {
  const started = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - started) / 1e9;
  const finished = () => process.send({ kind: 'finished', ...story, receipts: undefined });
  connector.onAny((event) => {
    hear[event.name]?.(event, seconds);
    if (event.name === 'snapshot-finished' && until === 'spooled') {
      finished();
      stop.abort(new Error('the benchmark has seen enough'));
    }
  });
  try {
    await connector.run(stop.signal, run);
    story.closed = seconds();
    if (until === 'end') finished();
    process.send({ kind: 'ended', receipts: story.receipts });
  } catch (error) {
    process.send({ kind: 'failed', message: `the connector stopped: ${error.message} (${error.code ?? 'no code'})` });
  }
}

let following = false;

const hear = {
  'epoch-started': ({ epoch, reason }) => story.epochs.push({ epoch, reason }),
  'rows-read': ({ rows }, seconds) => {
    story.firstRow ??= seconds();
    story.lastRow = seconds();
    story.records += rows;
  },
  'batch-spooled': ({ count }) => {
    story.spooled += count;
  },
  'batch-delivered': ({ sequence, count, rejected }, seconds) => {
    // Monotonic and the same for all processes of a machine: the writer's commits are on this clock too.
    story.receipts.push([sequence, Number(process.hrtime.bigint() / 1000n)]);
    story.lastReceipt = seconds();
    story.delivered += count;
    story.rejected += rejected;
  },
  'record-rejected': () => {
    story.rejected += 1;
  },
  retrying: () => {
    story.retries += 1;
  },
  position: () => {
    if (!following) process.send({ kind: 'following' });
    following = true;
  },
};
