export type { CommandError } from './faults.ts';
export { type MongoFaults, type MongoServer, type MongoServerOptions, startMongoServer } from './server.ts';
export type { Account } from './server-state.ts';
