import { inspectQuality, inspectState } from '@lienthong/connector';
import { type Contract, isLienThongError, type JsonValue, LienThongError } from '@lienthong/core';
import { contractOf } from '../doctor/contract-of.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { writeOut } from '../frame/write-out.ts';
import { formatQuality, qualityFormats } from '../quality/format.ts';
import { type DatasetQuality, reportDataset } from '../quality/report-dataset.ts';

export interface QualityFlags extends GlobalFlags {
  readonly config: string;
  readonly dataset?: string;
  readonly format: string;
  readonly out?: string;
}

/** `lienthong quality`: what the connector counted, scored; a bad score is a result and no failure. */
export async function qualityCommand(this: CommandLine, flags: QualityFlags): Promise<void> {
  await perform(this, 'quality', () => quality(this, flags));
}

async function quality(line: CommandLine, flags: QualityFlags): Promise<Outcome> {
  const { words } = line;
  const format = qualityFormats.find((known) => known === flags.format);
  if (format === undefined) {
    const remedy = words.dictionary.choose(qualityFormats.join(', '));
    throw new LienThongError('OPTIONS_INVALID', { message: words.quality.noFormat(flags.format), remedy });
  }
  const { options } = await readConfig(flags.config);
  const contracts = chosen(line, options.datasets.map(contractOf), flags.dataset);
  const qualities = readQualities(options.state, contracts);
  const summary = qualities.length === 0 ? words.quality.nothing : words.quality.summary(qualities.length);
  const result: JsonValue = { reports: JSON.parse(JSON.stringify(qualities)) as JsonValue }; // JSON.parse gives nothing else
  if (qualities.length === 0) return { exitCode: exitCodes.ok, summary, result };
  const shown = formatQuality(line, format, qualities);
  if (flags.out === undefined) return { exitCode: exitCodes.ok, summary, result, text: shown.trimEnd() };
  await writeOut(line, flags.out, shown);
  return { exitCode: exitCodes.ok, summary: words.quality.written(flags.out), result };
}

function chosen({ words }: CommandLine, contracts: readonly Contract[], dataset: string | undefined): readonly Contract[] {
  if (dataset === undefined) return contracts;
  const found = contracts.filter((contract) => contract.dataset === dataset);
  if (found.length > 0) return found;
  const names = contracts.map((contract) => contract.dataset).join(', ');
  throw new LienThongError('OPTIONS_INVALID', { message: words.quality.noDataset(dataset), remedy: words.dictionary.choose(names) });
}

// A connector that has never run has counted nothing: that is an answer, no failure.
function readQualities(directory: string, contracts: readonly Contract[]): readonly DatasetQuality[] {
  const now = new Date().toISOString();
  try {
    const { changesAt } = inspectState(directory);
    return contracts.flatMap((contract) => {
      const found = reportDataset({ contract, periods: inspectQuality(directory, contract.dataset), changesAt, now });
      return found === undefined ? [] : [found];
    });
  } catch (error) {
    if (isLienThongError(error) && error.code === 'STATE_MISSING') return [];
    throw error;
  }
}
