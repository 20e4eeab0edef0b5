export { type OracleEngineFaults, type OracleEngineOptions, type OracleTestEngine, openOracleEngine } from './engine/open.ts';
export type { LogControl } from './engine/redo/control.ts';
export {
  type Bind,
  type Cursor,
  type DatabaseFacts,
  type Execution,
  type Login,
  type OracleEngine,
  OracleError,
  type OracleRequest,
  type OracleSession,
  type OracleType,
  type OracleValue,
  type ResultColumn,
  type Target,
} from './engine.ts';
export type { DropPlan, FaultPlan, Hold } from './wire/faults.ts';
export { type OracleFaults, type OracleOptions, type OracleWire, startOracle } from './wire/server.ts';
