import {
  type CollectionName,
  type Contract,
  expectContract,
  formatCollection,
  identityMapping,
  LienThongError,
  type Mapping,
  missingKeys,
  type ProtectionKeys,
  parseCollection,
  protectionMark,
  publishedContract,
  type RowMark,
  type StreamName,
  stateSecretLevel,
  undeclaredPersonalData,
} from '@lienthong/core';
import type { NationalOptions } from '@lienthong/core/national';
import type { ConnectorOptions, DatasetOptions } from './options.ts';

export interface ResolvedDataset {
  readonly stream: StreamName;
  readonly contract: Contract;
  readonly yaml: string;
  readonly collection: CollectionName;
  readonly mapping: Mapping;
  readonly keys: ProtectionKeys;
  /** How records are protected, for comparison; `undefined`: not at all. */
  readonly protection: string | undefined;
  readonly read: ResolvedRead;
  readonly stateSecret: RowMark | undefined;
  readonly national: NationalOptions | undefined;
}

export type ResolvedRead =
  | { readonly kind: 'changes' }
  | { readonly kind: 'incremental'; readonly watermark: string; readonly settleMs: number; readonly everyMs: number }
  | { readonly kind: 'snapshot'; readonly everyMs: number | undefined };

/** One dataset of the options; `undefined` when a problem was added. */
export function resolveDataset(
  options: ConnectorOptions,
  keys: ProtectionKeys,
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
  problems.push(...markProblems(dataset.stateSecret).map((problem) => `datasets[${index}].stateSecret${problem}`));
  const undeclared = undeclaredPersonalData(contract);
  if (undeclared.length > 0) {
    throw new LienThongError('PERSONAL_DATA_UNDECLARED', {
      message: `contract ${contract.dataset} holds personal data but does not declare ${undeclared.join(', ')}`,
      details: { dataset: contract.dataset, undeclared },
    });
  }
  // A key that is there and wrong has been told already.
  const told = problems.some((problem) => problem.startsWith('protection.'));
  if (!told) problems.push(...missingKeys(contract, keys).map((missing) => `datasets[${index}].contract: ${missing}`));
  return {
    stream: { agency: options.agency, source: options.source.name, dataset: contract.dataset },
    contract,
    yaml,
    collection,
    mapping: dataset.mapping ?? identityMapping(publishedContract(contract).properties),
    keys,
    protection: protectionMark(contract, keys),
    read: resolveRead(dataset),
    stateSecret: dataset.stateSecret,
    national: dataset.national,
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

function markProblems(mark: RowMark | undefined): readonly string[] {
  if (mark === undefined) return [];
  const secret = mark.open.find((value) => typeof value === 'string' && stateSecretLevel(value) !== undefined);
  return [
    ...(mark.column === '' ? ['.column must name the column with the mark'] : []),
    ...(mark.open.length === 0 ? ['.open must list the values of the column that say that a row is no state secret'] : []),
    ...(secret === undefined ? [] : [`.open holds ${String(secret)}, which marks a state secret`]),
  ];
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
