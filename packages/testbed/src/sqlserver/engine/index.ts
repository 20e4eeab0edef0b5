export { type EngineAccount, type EngineFaults, type EngineOptions, openSqlEngine, type TestEngine } from './open.ts';
