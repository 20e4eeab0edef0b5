export { sqlserver, sqlserver as default } from './adapter.ts';
export type { SqlserverInput } from './options.ts';
