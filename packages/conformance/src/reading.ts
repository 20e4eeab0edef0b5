export * from './reading/follow.ts';
export * from './reading/read-all.ts';
export { until } from './reading/until.ts';
