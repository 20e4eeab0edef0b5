import { type AnyEvent, createConnector, logEvents, type RunSummary, serveHealth } from '@lienthong/connector';
import { LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { createLogger } from '../frame/logger.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { showRun } from '../frame/show-run.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { tellSupervisor } from '../frame/supervisor.ts';

export interface RunFlags extends GlobalFlags {
  readonly config: string;
  readonly once: boolean;
  /** Datasets to read from scratch. */
  readonly newEpoch?: readonly string[];
  readonly grace?: number;
  readonly metrics?: string;
}

/** What a supervisor hears over IPC while a connector runs. */
export interface ConnectorMessage {
  readonly kind: 'connector-event';
  readonly event: SupervisedEvent;
}

type SupervisedEvent = Extract<AnyEvent, { readonly name: 'batch-delivered' | 'snapshot-finished' | 'spool' | 'stopped' }>;

/** `lienthong run` */
export async function runCommand(this: CommandLine, flags: RunFlags): Promise<void> {
  await perform(this, 'run', () => publish(this, flags));
}

async function publish(line: CommandLine, flags: RunFlags): Promise<Outcome> {
  const { terminal, words } = line;
  const { options: read, observe } = await readConfig(flags.config);
  const options = flags.grace === undefined ? read : { ...read, graceMs: flags.grace * 1000 };
  const graceSeconds = Math.round((options.graceMs ?? 30_000) / 1000);
  using stop = stopSignals((name) => terminal.note(words.run.draining(name, graceSeconds)));
  const connector = createConnector(options);
  connector.onAny(tellWhatMatters);
  logEvents(connector, createLogger(terminal));
  const address = flags.metrics === undefined ? observe : readAddress(flags.metrics);
  const health = address === undefined ? undefined : await serveHealth(connector, address);
  using _shown = showRun(connector, line);
  terminal.note(words.run.started(options.source.adapter.address, options.datasets.length));
  if (health !== undefined) terminal.note(words.run.observed(`http://${health.host}:${health.port}`));
  try {
    return outcomeOf(line, await connector.run(stop.signal, { once: flags.once, newEpoch: flags.newEpoch ?? [] }), flags.once);
  } finally {
    await health?.close();
  }
}

function tellWhatMatters(event: AnyEvent): void {
  if (!isSupervised(event)) return;
  const message: ConnectorMessage = { kind: 'connector-event', event };
  tellSupervisor(message);
}

function isSupervised(event: AnyEvent): event is SupervisedEvent {
  return event.name === 'batch-delivered' || event.name === 'snapshot-finished' || event.name === 'spool' || event.name === 'stopped';
}

function readAddress(text: string): { readonly host: string; readonly port: number } {
  const match = /^(?:(.*):)?(\d{1,5})$/.exec(text);
  if (match === null) throw new LienThongError('OPTIONS_INVALID', { message: '--metrics takes <host>:<port>, such as 127.0.0.1:9464' });
  return { host: match[1] ?? '127.0.0.1', port: Number(match[2]) };
}

function outcomeOf({ words }: CommandLine, { datasets, pendingBatches, milliseconds }: RunSummary, once: boolean): Outcome {
  const delivered = datasets.reduce((sum, { recordsDelivered }) => sum + recordsDelivered, 0);
  const rejected = datasets.reduce((sum, dataset) => sum + dataset.rejected, 0);
  const summary = words.run.summary(delivered, rejected);
  return {
    exitCode: once && rejected > 0 ? exitCodes.rejections : exitCodes.ok,
    summary,
    result: { datasets: datasets.map((dataset) => ({ ...dataset, failure: dataset.failure ?? null })), pendingBatches, milliseconds },
    text: `${summary}\n${words.run.stopped(pendingBatches)}`,
  };
}
