export { mysql as default, mysql } from './adapter.ts';
export type { MysqlInput, MysqlOptions } from './options.ts';
