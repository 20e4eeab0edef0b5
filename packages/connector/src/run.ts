import { createBufferPool, LienThongError, type Source, type Transport } from '@lienthong/core';
import { systemClock } from './clock.ts';
import { protectTransport } from './deliver/circuit.ts';
import { bodiesAhead, type DeliverContext, deliver } from './deliver/deliver.ts';
import { httpTransport } from './deliver/http-transport.ts';
import { createNotifier, type Notifier } from './deliver/notifier.ts';
import type { EventHub } from './events.ts';
import type { ExtractContext } from './extract/context.ts';
import type { DatasetRun } from './extract/dataset-run.ts';
import { extract } from './extract/extract.ts';
import { createLane } from './extract/lane.ts';
import { createRateLimit } from './extract/rate-limit.ts';
import { failureOf, isAbort } from './failure.ts';
import { openDatasets } from './open-datasets.ts';
import { openEpoch } from './open-epoch.ts';
import type { ResolvedOptions } from './resolve-options.ts';
import { resumeStreams } from './resume-streams.ts';
import { createSpoolGauge, type SpoolGauge } from './spool-gauge.ts';
import { openStore, type StateStore } from './state/store.ts';
import { type ConnectorStatus, datasetStatus, type RunSummary } from './status.ts';
import { createSemaphore } from './waiting.ts';

export interface RunOptions {
  readonly once?: boolean;
  /** Datasets to read from scratch: after a change of the mapping that concerns every record. */
  readonly newEpoch?: readonly string[];
}

/** One run from opening to closing: extraction and delivery side by side, then the drain, then one summary or one error. */
export async function runConnector(
  options: ResolvedOptions,
  events: EventHub,
  signal: AbortSignal,
  { once = false, newEpoch = [] }: RunOptions,
  publishStatus: (status: () => ConnectorStatus) => void,
): Promise<RunSummary> {
  expectDatasets(options, newEpoch);
  const started = systemClock.milliseconds();
  const life = createLife(signal, options.graceMs, events);
  const session: Session = { options, events, once, newEpoch, life, closers: [], runs: [], failures: [] };
  publishStatus(() => statusOf(session));
  try {
    await open(session);
    await work(session);
  } catch (error) {
    // Stopped while opening is no failure.
    if (!isAbort(error, signal)) throw failureOf(error);
  } finally {
    await close(session);
    life.end();
  }
  const datasets = session.lastStatus ?? [];
  const pendingBatches = session.gauge?.batches ?? 0;
  events.emit('stopped', { pendingBatches });
  if (session.failures.length > 0) throw summaryError(session);
  return { datasets, pendingBatches, milliseconds: systemClock.milliseconds() - started };
}

function expectDatasets(options: ResolvedOptions, wanted: readonly string[]): void {
  const known = options.datasets.map(({ stream }) => stream.dataset);
  const unknown = wanted.filter((dataset) => !known.includes(dataset));
  if (unknown.length === 0) return;
  throw new LienThongError('OPTIONS_INVALID', {
    message: `a new epoch was asked for ${unknown.join(', ')}, which this connector does not publish; it publishes ${known.join(', ')}`,
  });
}

interface Session {
  readonly options: ResolvedOptions;
  readonly events: EventHub;
  readonly once: boolean;
  readonly newEpoch: readonly string[];
  readonly life: Life;
  /** Run in reverse order of opening. */
  readonly closers: (() => Promise<void>)[];
  readonly failures: { readonly dataset: string; readonly error: LienThongError }[];
  runs: readonly DatasetRun[];
  store?: StateStore;
  transport?: Transport;
  source?: Source;
  gauge?: SpoolGauge;
  lastStatus?: ConnectorStatus['datasets'];
  state?: ConnectorStatus['state'];
}

interface Life {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  end(): void;
}

function createLife(signal: AbortSignal, graceMs: number, events: EventHub): Life {
  const stop = new AbortController();
  const kill = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const drain = (): void => {
    events.emit('draining', { graceMs });
    timer = setTimeout(() => kill.abort(signal.reason), graceMs);
    stop.abort(signal.reason);
  };
  if (signal.aborted) drain();
  else signal.addEventListener('abort', drain, { once: true });
  return {
    stop: stop.signal,
    kill: kill.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', drain);
    },
  };
}

async function open(session: Session): Promise<void> {
  const { options, events, life } = session;
  session.state = 'starting';
  const store = openStore(options.state);
  session.store = store;
  session.closers.push(async () => store.close());
  store.bind({
    agency: options.agency,
    source: options.source.name,
    adapter: options.source.adapter.name,
    ...platformIdentity(options.platform),
  });
  session.gauge = createSpoolGauge(options.spool.maxBytes, store.spoolSize(), events);
  const transport = protectTransport(await transportOf(options), options.delivery.backoff, events);
  session.transport = transport;
  session.closers.push(() => transport.close());
  events.emit('started', { datasets: options.datasets.map(({ stream }) => stream.dataset), address: options.source.adapter.address });
  const opened = await openDatasets({ options, events, store, newEpoch: session.newEpoch, signal: life.stop });
  session.source = opened.source;
  session.closers.push(() => opened.source.close());
  session.runs = opened.runs;
  for (const failure of opened.failures) fail(session, failure.dataset, failure.error);
}

async function transportOf(options: ResolvedOptions): Promise<Transport> {
  const { platform, delivery } = options;
  if ('profile' in platform && platform.profile === 'package') {
    const { packageTransport } = await import('./package/package-transport.ts');
    return packageTransport(options.state, platform);
  }
  if (!('url' in platform)) return platform;
  if (!('profile' in platform)) return httpTransport({ ...platform, ...delivery });
  // With a database of its own, which has a native part: loaded by those alone who need it.
  const { openNational } = await import('./national/open-national.ts');
  return openNational(options, platform);
}

/** A receiver that was told by other messages knows nothing of what this state says it was told. */
function platformIdentity(platform: ResolvedOptions['platform']): { readonly platform?: string } {
  if ('profile' in platform && platform.profile === 'package') return { platform: 'package' };
  if (!('url' in platform)) return {};
  return { platform: 'profile' in platform ? `${platform.profile} ${platform.url}` : platform.url };
}

/** A batch that grows and two that are compressed, for each of some ranges. */
const heldBuffers = 8;

async function work(session: Session): Promise<void> {
  const { options, events, life, once, store, transport, source, gauge } = session;
  if (store === undefined || transport === undefined || source === undefined || gauge === undefined)
    throw new LienThongError('INTERNAL', { message: 'the run is not open' });
  session.state = 'running';
  const notifiers = new Map<string, Notifier>(session.runs.map((run) => [run.dataset, createNotifier()]));
  const wake = (dataset: string): void => notifiers.get(dataset)?.notify();
  const { backoff } = options.delivery;
  const shared = {
    options,
    store,
    events,
    gauge,
    clock: systemClock,
    bodies: createBufferPool(options.delivery.inFlight + bodiesAhead),
    stop: life.stop,
    kill: life.kill,
  };
  const changes = session.runs.some((run) => run.options.read.kind === 'changes');
  const context: ExtractContext = {
    ...shared,
    source,
    once,
    memory: createBufferPool(heldBuffers),
    places: createSemaphore(Math.max(1, options.source.limits.maxConnections - (changes ? 1 : 0))),
    rate: createRateLimit(options.source.limits.rowsPerSecond, systemClock),
    lane: () => createLane({ store, events, gauge, backoff, wake, signal: life.kill }),
    fail(run, thrown) {
      if (run.failure !== undefined) return;
      const error = failureOf(thrown);
      run.failure = error;
      run.cancel.abort(error);
      fail(session, run.dataset, error);
    },
  };
  const opening = { store, transport, events, backoff, newEpoch: session.newEpoch, signal: life.stop };
  const failRun = (run: DatasetRun, error: unknown): void => failUnlessStopped(context, run, error);
  const obstacles = await resumeStreams({ ...opening, reader: source.changes, fail: failRun }, session.runs);
  await Promise.all(
    session.runs
      .filter((run) => run.failure === undefined)
      .map((run) => openEpoch(opening, run, obstacles.get(run)).catch((error: unknown) => failRun(run, error))),
  );
  const opened = session.runs.filter((run) => run.failure === undefined);
  let finished = false;
  const deliveries = opened.map((run) => deliverAll({ ...shared, transport }, context, run, notifiers, () => finished));
  await extract(context, opened);
  finished = true;
  for (const notifier of notifiers.values()) notifier.notify();
  if (life.stop.aborted) session.state = 'draining';
  await Promise.all(deliveries);
}

async function deliverAll(
  context: DeliverContext,
  extraction: ExtractContext,
  run: DatasetRun,
  notifiers: ReadonlyMap<string, Notifier>,
  isFinished: () => boolean,
): Promise<void> {
  const notifier = notifiers.get(run.dataset);
  if (notifier === undefined) return;
  try {
    await deliver(context, { run, notifier, isFinished });
  } catch (error) {
    // While draining, what cannot be delivered at the first attempt stays in the spool: no failure.
    if (context.stop.aborted && failureOf(error).retry === 'backoff') return;
    if (isAbort(error, context.stop)) return;
    context.gauge.exclude(context.store.spoolSizes().get(run.dataset)?.bytes ?? 0);
    extraction.fail(run, error);
  }
}

function failUnlessStopped(context: ExtractContext, run: DatasetRun, error: unknown): void {
  if (!isAbort(error, context.stop)) context.fail(run, error);
}

function fail(session: Session, dataset: string, error: LienThongError): void {
  session.failures.push({ dataset, error });
  session.events.emit('dataset-failed', { dataset, code: error.code, error });
}

async function close(session: Session): Promise<void> {
  session.lastStatus = session.runs.map((run) => datasetStatus(run, session.store));
  session.state = 'stopped';
  for (const closer of session.closers.reverse()) {
    try {
      await closer();
    } catch (error) {
      session.events.emit('close-failed', { error: failureOf(error) });
    }
  }
}

function statusOf(session: Session): ConnectorStatus {
  const { lastStatus, runs, store, gauge, state } = session;
  return {
    state: state ?? 'starting',
    datasets: lastStatus ?? runs.map((run) => datasetStatus(run, store)),
    spool: { batches: gauge?.batches ?? 0, bytes: gauge?.bytes ?? 0 },
  };
}

function summaryError(session: Session): LienThongError {
  const { failures, options } = session;
  const [first] = failures;
  const list = failures.map(({ dataset, error }) => `${dataset}: ${error.message} (${error.code})`).join('; ');
  return new LienThongError(first?.error.code ?? 'INTERNAL', {
    message: `${failures.length} of ${options.datasets.length} datasets stopped: ${list}`,
    remedy: first?.error.remedy,
    details: { datasets: failures.map(({ dataset }) => dataset) },
    cause: failures.length === 1 ? first?.error : new AggregateError(failures.map(({ error }) => error)),
  });
}
