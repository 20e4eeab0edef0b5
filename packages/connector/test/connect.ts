import { type AnyEvent, type Connector, type ConnectorOptions, createConnector } from '../src/index.ts';

/** The signal of a run that nobody stops. */
export const never = new AbortController().signal;

/** A connector, and every event it has emitted so far. */
export function connect(options: ConnectorOptions): { readonly connector: Connector; readonly events: AnyEvent[] } {
  const connector = createConnector(options);
  const events: AnyEvent[] = [];
  connector.onAny((event) => events.push(event));
  return { connector, events };
}

/** How many rows were read by snapshots. */
export function snapshotRows(events: readonly AnyEvent[]): number {
  return events.reduce((sum, event) => (event.name === 'rows-read' && event.kind === 'snapshot' ? sum + event.rows : sum), 0);
}
