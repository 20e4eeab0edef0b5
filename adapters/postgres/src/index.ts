export { postgres as default, postgres } from './adapter.ts';
export type { PostgresInput, PostgresOptions } from './options.ts';
