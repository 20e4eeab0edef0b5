export { mysql as default, mysql } from './adapter.ts';
export type { MysqlInput, MysqlOptions, TlsInput } from './options.ts';
