export type { Check, Need } from './check.ts';
export { checks } from './checks/all.ts';
export { type RunOptions, runCheck } from './run-check.ts';
export type { AnySource, Scene } from './scene.ts';
export {
  applicationName,
  type ColumnType,
  type Engine,
  type Fields,
  type OpenTransaction,
  type Subject,
  type Table,
  type TypeCase,
  type TypeTable,
  type Value,
  type Writing,
} from './subject.ts';
export { checksFor, testAdapter } from './test-adapter.ts';
