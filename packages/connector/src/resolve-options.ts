import {
  agencyPattern,
  type Dictionary,
  formatCollection,
  LienThongError,
  readProtectionKeys,
  sourcePattern,
  type Transport,
} from '@lienthong/core';
import { type Hours, parseHours } from './extract/hours.ts';
import type {
  ConnectorOptions,
  DeliveryOptions,
  DictionarySettings,
  NationalPlatformOptions,
  PackagePlatformOptions,
  PlatformOptions,
  SourceAdapter,
  SourceLimits,
} from './options.ts';
import { type ResolvedDataset, resolveDataset } from './resolve-dataset.ts';

/** The options with every default applied and everything checked that can be checked without opening anything. */
export interface ResolvedOptions {
  readonly agency: string;
  readonly source: { readonly name: string; readonly adapter: SourceAdapter; readonly limits: ResolvedLimits };
  readonly platform: Transport | PlatformOptions | NationalPlatformOptions | PackagePlatformOptions;
  readonly state: string;
  readonly datasets: readonly ResolvedDataset[];
  readonly dictionary: Dictionary | DictionarySettings;
  readonly batch: { readonly bytes: number; readonly maxDelayMs: number };
  readonly spool: { readonly maxBytes: number };
  readonly delivery: { readonly inFlight: number; readonly timeoutMs: number; readonly backoff: Backoff };
  readonly onHistoryLost: 'stop' | 'new-epoch';
  readonly graceMs: number;
  readonly maxWaitingDeadLetters: number;
}

export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

export interface ResolvedLimits {
  readonly rowsPerSecond: number | undefined;
  readonly maxConnections: number;
  readonly statementTimeoutMs: number;
  readonly allowedHours: readonly Hours[];
  readonly rowsPerRange: number;
  readonly batchRows: number;
  readonly heartbeatMs: number;
  readonly maxTransactionChanges: number;
}

const mebibyte = 1024 * 1024;

type Range = (value: number | undefined, fallback: number, name: string, least: number, most: number) => number;

/** Throws OPTIONS_INVALID with every problem at once. */
export function resolveOptions(options: ConnectorOptions): ResolvedOptions {
  const problems: string[] = [];
  const number: Range = (value, fallback, name, least, most) => {
    const chosen = value ?? fallback;
    if (!Number.isFinite(chosen) || chosen < least || chosen > most) problems.push(`${name} must be between ${least} and ${most}`);
    return chosen;
  };
  if (!agencyPattern.test(options.agency)) problems.push('agency must be an agency code, such as H26.12');
  if (!sourcePattern.test(options.source.name)) problems.push('source.name must be lower-case letters, digits and single "-", at most 63');
  if (options.state === '') problems.push('state must name a directory');
  if (options.datasets.length === 0) problems.push('datasets must name at least one dataset');
  const keys = readProtectionKeys(options.protection ?? {}, problems);
  const resolved: ResolvedOptions = {
    agency: options.agency,
    source: {
      name: options.source.name,
      adapter: options.source.adapter,
      limits: resolveLimits(options.source.limits ?? {}, number, problems),
    },
    platform: options.platform,
    state: options.state,
    datasets: options.datasets
      .map((dataset, index) => resolveDataset(options, keys, dataset, index, problems))
      .filter((dataset) => dataset !== undefined),
    dictionary: options.dictionary ?? {},
    batch: {
      bytes: number(options.batch?.bytes, 2 * mebibyte, 'batch.bytes', 1024, 64 * mebibyte),
      maxDelayMs: number(options.batch?.maxDelayMs, 200, 'batch.maxDelayMs', 0, 600_000),
    },
    spool: { maxBytes: number(options.spool?.maxBytes, 1024 * mebibyte, 'spool.maxBytes', 1024, Number.MAX_SAFE_INTEGER) },
    delivery: resolveDelivery(options.delivery ?? {}, number),
    onHistoryLost: options.onHistoryLost ?? 'stop',
    graceMs: number(options.graceMs, 30_000, 'graceMs', 0, 3_600_000),
    maxWaitingDeadLetters: number(options.deadLetters?.maxWaiting, 100_000, 'deadLetters.maxWaiting', 1, 1e9),
  };
  expectDay(resolved.dictionary, problems);
  expectDistinct(resolved.datasets, problems);
  if (problems.length > 0) {
    throw new LienThongError('OPTIONS_INVALID', {
      message: `the connector's options have ${problems.length} problem(s): ${problems.join('; ')}`,
      details: { problems },
    });
  }
  return resolved;
}

function expectDay(dictionary: Dictionary | DictionarySettings, problems: string[]): void {
  if ('inspector' in dictionary || dictionary.at === undefined || /^\d{4}-\d\d-\d\d$/.test(dictionary.at)) return;
  problems.push('dictionary.at must be a day, YYYY-MM-DD');
}

function expectDistinct(datasets: readonly ResolvedDataset[], problems: string[]): void {
  const seen = new Set<string>();
  const followed = new Set<string>();
  for (const { stream, collection, read } of datasets) {
    if (seen.has(stream.dataset)) problems.push(`dataset ${stream.dataset} is there twice`);
    seen.add(stream.dataset);
    const name = formatCollection(collection);
    if (read.kind === 'changes' && followed.has(name))
      problems.push(`two datasets follow the changes of ${name}: read one of them by snapshot`);
    if (read.kind === 'changes') followed.add(name);
  }
}

function resolveLimits(limits: SourceLimits, number: Range, problems: string[]): ResolvedLimits {
  return {
    rowsPerSecond: limits.rowsPerSecond === undefined ? undefined : number(limits.rowsPerSecond, 0, 'source.limits.rowsPerSecond', 1, 1e9),
    maxConnections: number(limits.maxConnections, 4, 'source.limits.maxConnections', 2, 100),
    statementTimeoutMs: number(limits.statementTimeoutMs, 60_000, 'source.limits.statementTimeoutMs', 100, 86_400_000),
    allowedHours: (limits.allowedHours ?? []).flatMap((text) => {
      const hours = parseHours(text);
      if (hours === undefined) problems.push('source.limits.allowedHours must hold spans such as 22:00-05:00');
      return hours === undefined ? [] : [hours];
    }),
    rowsPerRange: number(limits.rowsPerRange, 200_000, 'source.limits.rowsPerRange', 1, 1e9),
    batchRows: number(limits.batchRows, 5_000, 'source.limits.batchRows', 1, 1e6),
    heartbeatMs: number(limits.heartbeatMs, 5_000, 'source.limits.heartbeatMs', 10, 600_000),
    maxTransactionChanges: number(limits.maxTransactionChanges, 10_000_000, 'source.limits.maxTransactionChanges', 1, 1e12),
  };
}

function resolveDelivery(delivery: DeliveryOptions, number: Range): ResolvedOptions['delivery'] {
  return {
    inFlight: number(delivery.inFlight, 3, 'delivery.inFlight', 1, 64),
    timeoutMs: number(delivery.timeoutMs, 60_000, 'delivery.timeoutMs', 100, 3_600_000),
    backoff: {
      initialMs: number(delivery.backoff?.initialMs, 500, 'delivery.backoff.initialMs', 1, 3_600_000),
      maxMs: number(delivery.backoff?.maxMs, 60_000, 'delivery.backoff.maxMs', 1, 3_600_000),
    },
  };
}
