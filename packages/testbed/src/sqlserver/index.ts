export { type EngineAccount, type EngineFaults, type EngineOptions, openSqlEngine, type TestEngine } from './engine/index.ts';
export {
  type IsolationLevel,
  type Login,
  type Parameter,
  type ResultColumn,
  type ResultSink,
  type ServerMessage,
  type SqlEngine,
  type SqlRequest,
  SqlServerError,
  type SqlSession,
  type SqlType,
  type SqlValue,
  type Variant,
} from './engine.ts';
export type { FaultPlan } from './wire/faults.ts';
export { type SqlServerFaults, type SqlServerOptions, type SqlServerWire, startSqlServer, type TlsOptions } from './wire/server.ts';
