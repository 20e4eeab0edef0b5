import {
  type CollectionDescription,
  compileEncoder,
  createRecordMemory,
  type Dictionary,
  formatCollection,
  LienThongError,
  type Probe,
  type RecordMemory,
  type Source,
} from '@lienthong/core';
import { systemClock } from './clock.ts';
import { decideEncodings } from './decide-encodings.ts';
import type { EventHub } from './events.ts';
import { type DatasetRun, waitingLetters } from './extract/dataset-run.ts';
import { createWithholding } from './extract/withholding.ts';
import { failureOf } from './failure.ts';
import { openDictionary } from './open-dictionary.ts';
import { beginsEpoch } from './open-epoch.ts';
import type { ResolvedDataset } from './resolve-dataset.ts';
import type { ResolvedOptions } from './resolve-options.ts';
import { retry } from './retry.ts';
import type { StateStore } from './state/store.ts';

interface Opening extends OpenDatasetsInput {
  readonly source: Source;
  readonly probe: Probe;
  readonly described: readonly CollectionDescription[];
  readonly dictionary: Dictionary;
  /** All datasets' rows become records in it. */
  readonly memory: RecordMemory;
}

/** Fits a dataset to its collection: compiles mapping and checks, and says what to read. */
async function openDataset(opening: Opening, dataset: ResolvedDataset): Promise<DatasetRun> {
  const { source, probe, described, store, dictionary, memory } = opening;
  const name = formatCollection(dataset.collection);
  const description = described.find(
    ({ collection }) => collection.schema === dataset.collection.schema && collection.name === dataset.collection.name,
  );
  if (description === undefined) {
    throw new LienThongError('COLLECTION_MISSING', { message: `the source has no collection ${name} that this login may see` });
  }
  const { kind } = dataset.read;
  for (const capability of kind === 'changes' ? (['snapshot', 'changes'] as const) : [kind]) {
    const readiness = probe.readiness[capability];
    if (source[capability] === undefined) {
      throw new LienThongError('CAPABILITY_MISSING', { message: `the adapter cannot read ${name} by ${capability}` });
    }
    if (!readiness.ready)
      throw new LienThongError('SOURCE_NOT_READY', {
        message: `${name} cannot be read by ${capability}: ${readiness.reason}`,
        remedy: readiness.remedy,
      });
  }
  const { mapping, settings } = await decideEncodings({
    ...opening,
    dataset,
    description,
    beginsEpoch: beginsEpoch(opening, dataset),
    rowsPerRange: opening.options.source.limits.rowsPerRange,
  });
  const encoder = compileEncoder({
    ...{ contract: dataset.contract, mapping, collection: description },
    ...{ keys: dataset.keys, dictionary, memory },
  });
  const watermark = watermarkColumn(dataset, description, name);
  const { stateSecret } = dataset;
  const columns = [
    ...new Set([
      ...encoder.columns,
      ...(watermark === undefined ? [] : [watermark]),
      ...(stateSecret === undefined ? [] : [stateSecret.column]),
    ]),
  ];
  const withholding =
    stateSecret === undefined
      ? undefined
      : createWithholding({ mark: stateSecret, columns, description, dataset: dataset.contract.dataset, store });
  return {
    dataset: dataset.contract.dataset,
    options: dataset,
    description,
    encoder,
    selection: { collection: dataset.collection, columns, key: encoder.keyColumns },
    letters: waitingLetters(store, dataset.contract.dataset),
    withholding,
    counters: { rowsRead: 0, recordsSpooled: 0, rejected: 0, batchesDelivered: 0, recordsDelivered: 0 },
    settings,
    epoch: 0,
    cancel: new AbortController(),
    failure: undefined,
    toldPlace: undefined,
  };
}

export interface OpenDatasetsInput {
  readonly options: ResolvedOptions;
  readonly events: EventHub;
  readonly store: StateStore;
  /** Datasets that shall be read from scratch. */
  readonly newEpoch: readonly string[];
  readonly signal: AbortSignal;
}

export interface OpenedDatasets {
  readonly source: Source;
  readonly runs: readonly DatasetRun[];
  readonly failures: readonly { readonly dataset: string; readonly error: LienThongError }[];
}

/** Opens the source, makes sure that it is the one our positions belong to, and fits each dataset to its collection. */
export async function openDatasets(input: OpenDatasetsInput): Promise<OpenedDatasets> {
  const { options, events, store, signal } = input;
  const { adapter, limits, name } = options.source;
  const source = await retry({ stage: 'source', dataset: undefined, backoff: options.delivery.backoff, events, signal }, async () => {
    const opened = await adapter.open({
      signal,
      applicationName: `lienthong/${name}`,
      maxConnections: limits.maxConnections,
      statementTimeoutMs: limits.statementTimeoutMs,
    });
    try {
      const probe = await opened.probe(signal);
      const described = await opened.describe(signal);
      return { opened, probe, described };
    } catch (error) {
      await opened.close().catch((closing: unknown) => events.emit('close-failed', { error: failureOf(closing) }));
      throw error;
    }
  });
  const { opened, probe, described } = source;
  try {
    expectIdentity(store, probe);
  } catch (error) {
    await opened.close();
    throw error;
  }
  events.emit('source-opened', { product: probe.product, version: probe.version });
  const runs: DatasetRun[] = [];
  const failures: { dataset: string; error: LienThongError }[] = [];
  const dictionary = openDictionary(options.dictionary, systemClock);
  const opening: Opening = { ...input, source: opened, probe, described, dictionary, memory: createRecordMemory() };
  for (const dataset of options.datasets) {
    try {
      runs.push(await openDataset(opening, dataset));
    } catch (error) {
      if (signal.aborted) {
        await opened.close();
        throw error;
      }
      failures.push({ dataset: dataset.contract.dataset, error: failureOf(error) });
    }
  }
  return { source: opened, runs, failures };
}

function expectIdentity(store: StateStore, probe: Probe): void {
  const known = store.meta('identity');
  if (known === undefined) store.setMeta('identity', probe.identity);
  else if (known !== probe.identity) {
    throw new LienThongError('SOURCE_IDENTITY_CHANGED', {
      message: `another ${probe.product} server or database answers than the one this state belongs to`,
    });
  }
}

/** `undefined`: there is none, or the database itself knows it of every row. */
function watermarkColumn({ read }: ResolvedDataset, { columns, watermarks = [] }: CollectionDescription, name: string): string | undefined {
  if (read.kind !== 'incremental') return undefined;
  const { watermark } = read;
  if (columns.some((column) => column.name === watermark)) return watermark;
  if (watermarks.includes(watermark)) return undefined;
  const known = watermarks.length === 0 ? '' : `, and it is none of ${watermarks.join(', ')}`;
  throw new LienThongError('MAPPING_INVALID', { message: `${name} has no column ${watermark} to be its watermark${known}` });
}
