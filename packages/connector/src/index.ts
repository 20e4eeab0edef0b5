export { bytesOf } from './config/bytes.ts';
export { type ConnectorConfig, type LoadConfigInput, loadConfig } from './config/load-config.ts';
export { loadCourierConfig } from './config/load-courier.ts';
export type { ConfigProblem } from './config/problem.ts';
export { type Connector, createConnector } from './connector.ts';
export {
  type DeadLetter,
  type DeadLetterDetail,
  type DeadLetterQuery,
  type DeadLetterStatus,
  listDeadLetters,
  showDeadLetter,
} from './dead-letters/dead-letters.ts';
export { type RetryDeadLettersResult, retryDeadLetters } from './dead-letters/retry-dead-letters.ts';
export { type HttpCarrier, type HttpCarrierInput, httpCarrier } from './deliver/http-carrier.ts';
export { type HttpTransportInput, httpTransport } from './deliver/http-transport.ts';
export type { AnyEvent, AnyListener, ConnectorEvents, EventListener, EventName } from './events.ts';
export { type HealthServer, serveHealth } from './observe/health-server.ts';
export { logEvents, printable, printableError } from './observe/log.ts';
export { type ConnectorMetrics, collectMetrics } from './observe/metrics.ts';
export { openDictionary } from './open-dictionary.ts';
export type * from './options.ts';
export type * from './package/courier-options.ts';
export { type DeliveredPackage, type DeliverPackagesInput, deliverPackages } from './package/deliver-packages.ts';
export { type ExportedPackage, type ExportInput, exportPackages } from './package/export-packages.ts';
export { type ImportInput, type ImportResult, importReceipts } from './package/import-receipts.ts';
export type { RunOptions } from './run.ts';
export { type OpenedSigner, openSigner } from './sign/open-signer.ts';
export type * from './sign/options.ts';
export { inspectState, type StateReport } from './state/inspect.ts';
export { inspectQuality } from './state/inspect-quality.ts';
export type { FindingTotals, QualityPeriod } from './state/quality-store.ts';
export type { ConnectorStatus, DatasetStatus, RunSummary } from './status.ts';
