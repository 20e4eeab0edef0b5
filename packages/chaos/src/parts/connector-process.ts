import { type AnyEvent, type ConnectorOptions, type ConnectorStatus, createConnector } from '@lienthong/connector';
import { isLienThongError } from '@lienthong/core';
import { type AdapterChoice, bindAdapter } from '../engines/adapter-choice.ts';
import { programInput } from './program.ts';

/** A connector as a process: its events become messages, SIGTERM drains it. */
export interface ConnectorInput {
  readonly adapter: AdapterChoice;
  readonly options: Omit<ConnectorOptions, 'source'> & { readonly source: Omit<ConnectorOptions['source'], 'adapter'> };
  readonly newEpoch: readonly string[];
}

export type ConnectorMessage =
  | { readonly kind: 'event'; readonly event: AnyEvent }
  | { readonly kind: 'retrying'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly dataset?: string }
  | { readonly kind: 'status'; readonly status: ConnectorStatus };

/** An error on its way through the channel. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** The platform's problem type, where it refused. */
  readonly problem: string | undefined;
}

const input = programInput<ConnectorInput>();
const tell = (message: ConnectorMessage): void => void process.send?.(message);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort(new Error('stopped')));
process.once('disconnect', () => process.exit());
const connector = createConnector({ ...input.options, source: { ...input.options.source, adapter: bindAdapter(input.adapter) } });
connector.onAny((event) => {
  if (event.name === 'dataset-failed') tell({ kind: 'failed', failure: failureOf(event.error), dataset: event.dataset });
  else if (event.name === 'retrying') tell({ kind: 'retrying', failure: failureOf(event.error) });
  else if (event.name !== 'close-failed') tell({ kind: 'event', event });
});
process.on('message', (message) => {
  if (message === 'status') tell({ kind: 'status', status: connector.status() });
});
try {
  await connector.run(stop.signal, { newEpoch: input.newEpoch });
} catch (error) {
  tell({ kind: 'failed', failure: failureOf(error) });
  process.exitCode = 1;
}
process.disconnect();

function failureOf(error: unknown): Failure {
  if (!isLienThongError(error)) return { code: 'none', message: String(error), problem: undefined };
  return { code: error.code, message: `${error.message}${causes(error)}`, problem: problemOf(error) };
}

/** The error that ends a run has those of its datasets as its cause. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(problemOf).find((problem) => problem !== undefined);
  if (!isLienThongError(error)) return undefined;
  const { problem } = error.details;
  return typeof problem === 'string' ? problem : problemOf(error.cause);
}

function causes(error: Error): string {
  if (!(error.cause instanceof Error)) return '';
  return `; ${error.cause.stack ?? error.cause.message}${causes(error.cause)}`;
}
