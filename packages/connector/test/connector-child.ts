import { type PostgresInput, postgres } from '@lienthong/adapter-postgres';
import { type ConnectorOptions, createConnector } from '../src/index.ts';

/** A connector as a process: its events become messages, SIGTERM drains it. */
export interface ConnectorChildInput {
  readonly postgres: PostgresInput;
  readonly options: Omit<ConnectorOptions, 'source'> & { readonly source: Omit<ConnectorOptions['source'], 'adapter'> };
}

const input = JSON.parse(process.argv[2] ?? '') as ConnectorChildInput; // the test wrote it
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort(new Error('stopped')));
const connector = createConnector({ ...input.options, source: { ...input.options.source, adapter: postgres(input.postgres) } });
connector.onAny((event) => {
  if (event.name === 'retrying' || event.name === 'dataset-failed')
    process.send?.({ name: event.name, code: event.code, message: event.error.message });
  else process.send?.(event);
});
await connector.run(stop.signal);
process.disconnect();
