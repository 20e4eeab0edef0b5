import type { KeyObject } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { BufferPool } from '@lienthong/core';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Gate } from './ingest/gate.ts';
import type { RateLimit } from './ingest/rate.ts';
import type { Reception } from './ingest/reception.ts';
import type { RowMemories } from './ingest/row-memory.ts';
import type { Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';
import type { SenderTokens } from './national/senders.ts';
import type { QualityMeter } from './quality/meter.ts';
import type { ReceiptKey } from './registry/receipt-key.ts';
import type { ChangeBell } from './storage/change-bell.ts';
import type { ContractStore } from './storage/contracts.ts';
import type { Database } from './storage/database.ts';
import type { MergeHints } from './storage/merge-hints.ts';
import type { RowReader } from './storage/rows.ts';
import type { FeedSweeper } from './storage/sweep-feed.ts';

/** What the routes share: made once by `createPlatform`. */
export interface PlatformContext {
  /** For batches: a crowd of them must not keep readers waiting. */
  readonly writers: Database;
  /** For everything else. */
  readonly readers: Database;
  readonly hints: MergeHints;
  readonly contracts: ContractStore;
  readonly rows: RowReader;
  readonly bell: ChangeBell;
  readonly sweeper: FeedSweeper;
  readonly meter: QualityMeter;
  readonly receiptKey: ReceiptKey & { readonly privateKey: KeyObject };
  readonly senderTokens: SenderTokens;
  /** Turns a record's key into what the access log holds of it. */
  readonly hashKey: (dataset: string, key: string) => string;
  readonly limits: Limits;
  readonly maxAgeSeconds: number;
  readonly gate: Gate;
  readonly buffers: BufferPool;
  readonly rowMemories: RowMemories;
  readonly reception: Reception;
  readonly rate: RateLimit;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Aborted when the platform closes. */
  readonly closing: AbortSignal;
}

export interface PlatformEnvironment {
  readonly Bindings: HttpBindings;
}

export type Routes = Hono<PlatformEnvironment>;

export function createRoutes(): Routes {
  return new Hono<PlatformEnvironment>();
}
