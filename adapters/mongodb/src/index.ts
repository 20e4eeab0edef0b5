export { mongodb as default, mongodb } from './adapter.ts';
export type { DeclaredColumnsInput } from './declared-columns.ts';
export type { MongodbInput, MongodbOptions, ReadFrom } from './options.ts';
