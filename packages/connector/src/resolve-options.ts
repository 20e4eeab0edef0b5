import {
  agencyPattern,
  type CollectionName,
  type Contract,
  expectContract,
  formatCollection,
  identityMapping,
  LienThongError,
  type Mapping,
  parseCollection,
  type StreamName,
  sourcePattern,
  type Transport,
} from '@lienthong/core';
import { type Hours, parseHours } from './extract/hours.ts';
import type { ConnectorOptions, DatasetOptions, PlatformOptions, SourceAdapter } from './options.ts';

/** The options with every default applied and everything checked that can be checked without opening anything. */
export interface ResolvedOptions {
  readonly agency: string;
  readonly source: { readonly name: string; readonly adapter: SourceAdapter; readonly limits: ResolvedLimits };
  readonly platform: Transport | PlatformOptions;
  readonly state: string;
  readonly datasets: readonly ResolvedDataset[];
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

export interface ResolvedDataset {
  readonly stream: StreamName;
  readonly contract: Contract;
  readonly yaml: string;
  readonly collection: CollectionName;
  readonly mapping: Mapping;
  readonly read: ResolvedRead;
}

export type ResolvedRead =
  | { readonly kind: 'changes' }
  | { readonly kind: 'incremental'; readonly watermark: string; readonly settleMs: number; readonly everyMs: number }
  | { readonly kind: 'snapshot'; readonly everyMs: number | undefined };

const mebibyte = 1024 * 1024;

/** Throws OPTIONS_INVALID with every problem at once. */
export function resolveOptions(options: ConnectorOptions): ResolvedOptions {
  const problems: string[] = [];
  const number = (value: number | undefined, fallback: number, name: string, least: number, most: number): number => {
    const chosen = value ?? fallback;
    if (!Number.isFinite(chosen) || chosen < least || chosen > most) problems.push(`${name} must be between ${least} and ${most}`);
    return chosen;
  };
  if (!agencyPattern.test(options.agency)) problems.push('agency must be an agency code, such as H26.12');
  if (!sourcePattern.test(options.source.name)) problems.push('source.name must be lower-case letters, digits and single "-", at most 63');
  if (options.state === '') problems.push('state must name a directory');
  if (options.datasets.length === 0) problems.push('datasets must name at least one dataset');
  const limits = options.source.limits ?? {};
  const resolved: ResolvedOptions = {
    agency: options.agency,
    source: {
      name: options.source.name,
      adapter: options.source.adapter,
      limits: {
        rowsPerSecond:
          limits.rowsPerSecond === undefined ? undefined : number(limits.rowsPerSecond, 0, 'source.limits.rowsPerSecond', 1, 1e9),
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
      },
    },
    platform: options.platform,
    state: options.state,
    datasets: options.datasets
      .map((dataset, index) => resolveDataset(options, dataset, index, problems))
      .filter((dataset) => dataset !== undefined),
    batch: {
      bytes: number(options.batch?.bytes, 2 * mebibyte, 'batch.bytes', 1024, 64 * mebibyte),
      maxDelayMs: number(options.batch?.maxDelayMs, 200, 'batch.maxDelayMs', 0, 600_000),
    },
    spool: { maxBytes: number(options.spool?.maxBytes, 1024 * mebibyte, 'spool.maxBytes', 1024, Number.MAX_SAFE_INTEGER) },
    delivery: {
      inFlight: number(options.delivery?.inFlight, 3, 'delivery.inFlight', 1, 64),
      timeoutMs: number(options.delivery?.timeoutMs, 60_000, 'delivery.timeoutMs', 100, 3_600_000),
      backoff: {
        initialMs: number(options.delivery?.backoff?.initialMs, 500, 'delivery.backoff.initialMs', 1, 3_600_000),
        maxMs: number(options.delivery?.backoff?.maxMs, 60_000, 'delivery.backoff.maxMs', 1, 3_600_000),
      },
    },
    onHistoryLost: options.onHistoryLost ?? 'stop',
    graceMs: number(options.graceMs, 30_000, 'graceMs', 0, 3_600_000),
    maxWaitingDeadLetters: number(options.deadLetters?.maxWaiting, 100_000, 'deadLetters.maxWaiting', 1, 1e9),
  };
  const seen = new Set<string>();
  for (const { stream } of resolved.datasets) {
    if (seen.has(stream.dataset)) problems.push(`dataset ${stream.dataset} is there twice`);
    seen.add(stream.dataset);
  }
  if (problems.length > 0) {
    throw new LienThongError('OPTIONS_INVALID', {
      message: `the connector's options have ${problems.length} problem(s): ${problems.join('; ')}`,
      details: { problems },
    });
  }
  return resolved;
}

function resolveDataset(
  options: ConnectorOptions,
  dataset: DatasetOptions,
  index: number,
  problems: string[],
): ResolvedDataset | undefined {
  const parsed = readContract(dataset, index, problems);
  const collection = parseCollection(dataset.from, options.source.adapter.defaultSchema);
  if (collection === undefined) problems.push(`datasets[${index}].from must be a collection, such as public.cong_dan`);
  if (parsed === undefined || collection === undefined) return undefined;
  const { contract, yaml } = parsed;
  if (dataset.read?.kind === 'incremental' && dataset.read.watermark === '')
    problems.push(`datasets[${index}].read.watermark must name a column of ${formatCollection(collection)}`);
  if (
    contract.personalData === undefined &&
    contract.properties.some(({ classification }) => classification === 'personal' || classification === 'sensitive')
  ) {
    throw new LienThongError('PERSONAL_DATA_UNDECLARED', {
      message: `contract ${contract.dataset} holds personal data but declares no purpose and legal basis`,
    });
  }
  return {
    stream: { agency: options.agency, source: options.source.name, dataset: contract.dataset },
    contract,
    yaml,
    collection,
    mapping: dataset.mapping ?? identityMapping(contract.properties),
    read: resolveRead(dataset),
  };
}

function readContract(
  dataset: DatasetOptions,
  index: number,
  problems: string[],
): { readonly contract: Contract; readonly yaml: string } | undefined {
  if (typeof dataset.contract !== 'string') return dataset.contract;
  try {
    return { contract: expectContract(dataset.contract, `datasets[${index}].contract`), yaml: dataset.contract };
  } catch (error) {
    problems.push(error instanceof Error ? error.message : `datasets[${index}].contract cannot be read`);
    return undefined;
  }
}

function resolveRead(dataset: DatasetOptions): ResolvedRead {
  const read = dataset.read ?? { kind: 'changes' };
  switch (read.kind) {
    case 'changes':
      return read;
    case 'incremental':
      return {
        kind: 'incremental',
        watermark: read.watermark,
        settleMs: (read.settleSeconds ?? 60) * 1000,
        everyMs: (read.everySeconds ?? 30) * 1000,
      };
    case 'snapshot':
      return { kind: 'snapshot', everyMs: read.everySeconds === undefined ? undefined : read.everySeconds * 1000 };
  }
}
