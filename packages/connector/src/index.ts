export { type Connector, createConnector, type RunOptions } from './connector.ts';
export { type HttpTransportInput, httpTransport } from './deliver/http-transport.ts';
export type { AnyEvent, AnyListener, ConnectorEvents, EventListener, EventName } from './events.ts';
export type * from './options.ts';
export type { ConnectorStatus, DatasetStatus, RunSummary } from './status.ts';
