export type { PlatformAdmin } from './admin.ts';
export type { Limits } from './limits.ts';
export { createPlatform, type Platform, type PlatformOptions } from './platform.ts';
export { type ProblemCode, problems } from './problem/problems.ts';
export type { QualityOptions } from './quality/options.ts';
export type { ReceiptKey } from './registry/receipt-key.ts';
