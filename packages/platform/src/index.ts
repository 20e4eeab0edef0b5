export type { PlatformAdmin, RunningPlatformAdmin } from './admin.ts';
export { type RegisterEntry, type RegisterQuery } from './consumers/register.ts';
export { registerCsv } from './consumers/register-csv.ts';
export type { Limits } from './limits.ts';
export { openAdmin } from './open-admin.ts';
export { createPlatform, type Platform, type PlatformOptions } from './platform.ts';
export { type ProblemCode, problems } from './problem/problems.ts';
export type { QualityOptions } from './quality/options.ts';
export type { ReceiptKey } from './registry/receipt-key.ts';
