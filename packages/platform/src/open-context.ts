import type { Secret } from '@lienthong/core';
import { createBufferPool, defaultQualityPolicy, LienThongError, type QualityReport } from '@lienthong/core';
import { createDictionary } from '@lienthong/dictionary';
import { type Logger, pino } from 'pino';
import type { PlatformContext } from './context.ts';
import { createGate } from './ingest/gate.ts';
import { createRateLimit } from './ingest/rate.ts';
import { createReception } from './ingest/reception.ts';
import { createRowMemories } from './ingest/row-memory.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { senderTokens } from './national/senders.ts';
import { measureQuality } from './quality/measure.ts';
import { createQualityMeter, type QualityMeter } from './quality/meter.ts';
import type { QualityOptions } from './quality/options.ts';
import { keyHasher, loadReceiptKey } from './registry/receipt-key.ts';
import { createChangeBell } from './storage/change-bell.ts';
import { contractStore } from './storage/contracts.ts';
import { openDatabase } from './storage/database.ts';
import { createMergeHints } from './storage/merge-hints.ts';
import { migrate } from './storage/migrate.ts';
import { rowReader } from './storage/rows.ts';
import { createFeedSweeper } from './storage/sweep-feed.ts';

export interface ContextOptions {
  readonly receiptKey?: string | Secret | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly maxAgeSeconds?: number | undefined;
  readonly logger?: Logger | undefined;
  readonly quality?: QualityOptions | undefined;
}

/** Opens the storage, brings it to this version and makes what the routes share. */
export async function openContext(
  connectionString: string,
  options: ContextOptions,
  closing: AbortSignal,
): Promise<{ readonly context: PlatformContext; readonly closeStorage: () => Promise<void> }> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const logger = options.logger ?? pino({ level: 'silent' });
  const onError = (error: Error) => logger.warn({ kind: error.name }, 'an idle database connection broke');
  const shared = { connectionString, onError };
  const writers = openDatabase({ ...shared, connections: limits.concurrent, applicationName: 'lienthong-platform-writer' });
  const readers = openDatabase({ ...shared, connections: 10, applicationName: 'lienthong-platform' });
  const onSweepError = (error: unknown) => {
    logger.warn({ kind: error instanceof Error ? error.name : 'unknown' }, 'a sweep of the feed was left for later');
  };
  const sweeper = createFeedSweeper({ database: readers, closing, onError: onSweepError });
  let meter: QualityMeter | undefined;
  const closeStorage = async () => {
    await meter?.stop();
    await sweeper.settled();
    await Promise.all([writers.close(), readers.close()]);
  };
  try {
    await migrate(readers);
    const receiptKey = await loadReceiptKey(readers, options.receiptKey);
    const gate = createGate(limits.concurrent, limits.waiting);
    const contracts = contractStore(readers);
    const buffers = createBufferPool(2 * limits.concurrent);
    const rows = rowReader(contracts);
    const metrics = createMetrics(() => gate.running);
    meter = openMeter({ readers, rows, gate, metrics, logger, closing, quality: options.quality ?? {} });
    const context: PlatformContext = {
      ...{ writers, readers, contracts, receiptKey, limits, gate, logger, closing },
      ...{ rows, metrics, meter },
      bell: createChangeBell(),
      sweeper,
      hints: createMergeHints(),
      buffers,
      rowMemories: createRowMemories(),
      hashKey: keyHasher(receiptKey.privateKey),
      senderTokens: senderTokens(receiptKey.privateKey),
      maxAgeSeconds: options.maxAgeSeconds ?? 300,
      reception: createReception(limits.bodyBytes, limits.heldBytes, buffers),
      rate: createRateLimit(limits.requestsPerSecond),
    };
    return { context, closeStorage };
  } catch (error) {
    await closeStorage();
    throw error;
  }
}

interface MeterParts extends Pick<PlatformContext, 'readers' | 'rows' | 'gate' | 'logger' | 'closing'> {
  readonly metrics: Metrics;
  readonly quality: QualityOptions;
}

function openMeter({ readers, rows, gate, metrics, logger, closing, quality }: MeterParts): QualityMeter {
  const { everyHours = 24, policy = defaultQualityPolicy, ...lists } = quality;
  if (!(everyHours >= 0)) throw new LienThongError('OPTIONS_INVALID', { message: 'quality.everyHours must be 0 or a number of hours' });
  const dictionaryAt = (at: string) => createDictionary({ at, ...lists });
  const isBusy = () => gate.running > 0;
  const onMeasured = ({ dataset, score, criteria }: QualityReport) => {
    for (const [criterion, own] of [['all', score] as const, ...criteria.map((one) => [one.criterion, one.score] as const)]) {
      if (own === undefined) metrics.quality.remove({ dataset, criterion });
      else metrics.quality.set({ dataset, criterion }, own);
    }
    logger.info({ dataset, score }, 'quality measured');
  };
  return createQualityMeter({
    ...{ database: readers, everyHours, closing, onMeasured },
    measure: (dataset) => measureQuality({ database: readers, rows, policy, dictionaryAt, isBusy, closing }, dataset),
    onError: (error) =>
      logger.warn({ kind: error instanceof Error ? error.name : 'unknown' }, 'a measurement of quality was left for later'),
  });
}
