import { type ConnectorOptions, openDictionary } from '@lienthong/connector';
import {
  type CapabilityName,
  compileEncoder,
  compileRowMark,
  formatCollection,
  identityMapping,
  isLienThongError,
  type Probe,
  parseCollection,
  publishedContract,
  readProtectionKeys,
  type Source,
  withEncodings,
} from '@lienthong/core';
import { openToLook } from '../frame/open-source.ts';
import type { Words } from '../words/words.ts';
import type { Check, CheckGroup } from './check.ts';
import { contractOf } from './contract-of.ts';

/** Asks the source itself: product, rights, settings, and whether contract and mapping fit the tables. */
export async function checkSource(options: ConnectorOptions, words: Words, signal: AbortSignal): Promise<readonly CheckGroup[]> {
  const group = (checks: readonly Check[]): CheckGroup => ({
    id: 'source',
    title: `${words.doctor.source}: ${options.source.adapter.address}`,
    checks,
  });
  try {
    await using source = await openToLook(options.source.adapter, signal);
    const probe = await source.probe(signal);
    return [
      group(probeChecks(probe, options, words)),
      { id: 'datasets', title: words.doctor.datasets, checks: await datasetChecks(source, options, words, signal) },
    ];
  } catch (error) {
    return [group([failedCheck(error, 'source-unreachable')])];
  }
}

/** An error as a line of the report. */
export function failedCheck(error: unknown, id: string): Check {
  if (isLienThongError(error)) return { level: 'bad', id, message: `${error.message} (${error.code})`, remedy: error.remedy };
  return { level: 'bad', id, message: error instanceof Error ? error.message : 'unknown failure' };
}

function probeChecks(probe: Probe, options: ConnectorOptions, words: Words): readonly Check[] {
  const needed = new Set<CapabilityName>(options.datasets.flatMap(({ read }) => neededBy(read?.kind ?? 'changes')));
  const capabilities = (Object.entries(probe.readiness) as [CapabilityName, Probe['readiness'][CapabilityName]][]).map(
    ([name, readiness]): Check => {
      const id = `capability-${name}`;
      if (readiness.ready) return { level: 'good', id, message: words.doctor.ready(name) };
      return {
        level: needed.has(name) ? 'bad' : 'warning',
        id,
        message: words.doctor.notReady(name, readiness.reason),
        remedy: readiness.remedy,
      };
    },
  );
  const findings = probe.findings.map(
    ({ id, level, message, remedy }): Check => ({
      id,
      level: level === 'error' ? 'bad' : level === 'warning' ? 'warning' : 'good',
      message,
      remedy,
    }),
  );
  return [{ level: 'good', id: 'product', message: `${probe.product} ${probe.version}` }, ...capabilities, ...findings];
}

function neededBy(kind: 'changes' | 'incremental' | 'snapshot'): readonly CapabilityName[] {
  return kind === 'changes' ? ['changes', 'snapshot'] : [kind];
}

async function datasetChecks(source: Source, options: ConnectorOptions, words: Words, signal: AbortSignal): Promise<readonly Check[]> {
  const descriptions = await source.describe(signal);
  const keys = readProtectionKeys(options.protection ?? {}, []);
  const dictionary = openDictionary(options.dictionary ?? {});
  return options.datasets.map((dataset): Check => {
    const contract = contractOf(dataset);
    const name = parseCollection(dataset.from, options.source.adapter.defaultSchema);
    const wanted = name === undefined ? dataset.from : formatCollection(name);
    const collection = descriptions.find((candidate) => formatCollection(candidate.collection) === wanted);
    const id = `dataset-${contract.dataset}`;
    if (collection === undefined) return { level: 'bad', id, message: words.describe.none(wanted), remedy: 'lienthong describe' };
    try {
      const asked = dataset.mapping ?? identityMapping(publishedContract(contract).properties);
      // Which encoding it is, the connector finds out: any will do to hold the mapping against the table.
      const mapping = withEncodings(asked, () => ({ encoding: 'ascii' }));
      compileEncoder({ contract, mapping, collection, keys, dictionary });
      if (dataset.stateSecret !== undefined) compileRowMark(dataset.stateSecret, collection);
      return { level: 'good', id, message: words.doctor.encoder(contract.dataset, wanted) };
    } catch (error) {
      return failedCheck(error, id);
    }
  });
}
