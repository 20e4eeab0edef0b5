import { isLienThongError, type LienThongError } from '@lienthong/core';
import type { Logger } from 'pino';
import type { Connector } from '../connector.ts';
import type { AnyEvent, EventName } from '../events.ts';

// Everything else is for metrics and progress bars.
const levels: Partial<Record<EventName, 'debug' | 'info' | 'warn' | 'error'>> = {
  started: 'info',
  'source-opened': 'info',
  'dataset-started': 'info',
  'epoch-started': 'info',
  'resumed-from-platform': 'warn',
  'snapshot-restarted': 'warn',
  'snapshot-finished': 'info',
  'batch-spooled': 'debug',
  'batch-delivered': 'debug',
  'record-rejected': 'debug',
  'encoding-detected': 'info',
  paused: 'warn',
  resumed: 'info',
  retrying: 'warn',
  recovered: 'info',
  circuit: 'warn',
  'dataset-failed': 'error',
  'close-failed': 'warn',
  draining: 'info',
  stopped: 'info',
};

/** Writes a connector's events into a log. Returns what ends it. */
export function logEvents(connector: Pick<Connector, 'onAny'>, logger: Logger): () => void {
  return connector.onAny((event) => {
    // Nothing is converted, and a person must know.
    const isLoud = event.name === 'encoding-detected' && (event.encoding === 'mixed' || event.encoding === 'unknown');
    const level = isLoud ? 'warn' : levels[event.name];
    if (level === undefined) return;
    const { name, ...fields } = printable(event);
    logger[level](fields, String(name));
  });
}

/** An event as plain JSON: of an error only what is ours, because a driver's message may quote a row. */
export function printable(event: AnyEvent): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]: [string, unknown]) => [name, isLienThongError(value) ? printableError(value) : value]),
  );
}

/** Code, message, remedy and details; of the causes only their kinds. */
export function printableError(error: LienThongError): Readonly<Record<string, unknown>> {
  const { code, message, remedy, details } = error;
  return { code, message, remedy, details, causes: causesOf(error.cause) };
}

function causesOf(cause: unknown): readonly string[] {
  const kinds: string[] = [];
  for (let current = cause; current instanceof Error && kinds.length < 5; current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : undefined;
    kinds.push(code === undefined ? current.name : `${current.name} ${code}`);
  }
  return kinds;
}
