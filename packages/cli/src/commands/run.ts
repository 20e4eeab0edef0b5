import { type AnyEvent, createConnector, type RunSummary } from '@lienthong/connector';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readOptions } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { tellSupervisor } from '../frame/supervisor.ts';
import type { GlobalFlags } from '../routes.ts';

export interface RunFlags extends GlobalFlags {
  readonly config: string;
  readonly once: boolean;
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
  const read = await readOptions(flags.config);
  const options = flags.grace === undefined ? read : { ...read, graceMs: flags.grace * 1000 };
  const graceSeconds = Math.round((options.graceMs ?? 30_000) / 1000);
  using stop = stopSignals((name) => terminal.note(words.run.draining(name, graceSeconds)));
  const connector = createConnector(options);
  connector.onAny(tellWhatMatters);
  terminal.note(words.run.started(options.source.adapter.address, options.datasets.length));
  const summary = await connector.run(stop.signal, { once: flags.once });
  return outcomeOf(line, summary, flags.once);
}

function tellWhatMatters(event: AnyEvent): void {
  if (!isSupervised(event)) return;
  const message: ConnectorMessage = { kind: 'connector-event', event };
  tellSupervisor(message);
}

function isSupervised(event: AnyEvent): event is SupervisedEvent {
  return event.name === 'batch-delivered' || event.name === 'snapshot-finished' || event.name === 'spool' || event.name === 'stopped';
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
