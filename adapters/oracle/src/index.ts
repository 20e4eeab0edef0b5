export { oracle, oracle as default } from './adapter.ts';
export type { OracleInput } from './options.ts';
