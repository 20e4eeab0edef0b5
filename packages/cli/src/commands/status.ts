import { inspectState, type StateReport } from '@lienthong/connector';
import { isLienThongError, type JsonObject } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ConfigFlags } from '../frame/flags.ts';
import { formatBytes } from '../frame/format-bytes.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { formatTable } from '../frame/table.ts';

type DatasetReport = StateReport['datasets'][number];

/** `lienthong status` */
export async function statusCommand(this: CommandLine, flags: ConfigFlags): Promise<void> {
  await perform(this, 'status', () => report(this, flags));
}

async function report(line: CommandLine, { config }: ConfigFlags): Promise<Outcome> {
  const { words } = line;
  const { options } = await readConfig(config);
  const state = readState(options.state);
  if (state === undefined) {
    return { exitCode: exitCodes.ok, summary: words.status.none(options.state), result: { directory: options.state, datasets: [] } };
  }
  const { datasets, agency, source, platform, changesAt } = state;
  const sum = (read: (dataset: DatasetReport) => number) => datasets.reduce((total, dataset) => total + read(dataset), 0);
  const summary = words.status.summary(
    datasets.length,
    sum(({ pendingBatches }) => pendingBatches),
    sum(({ waitingDeadLetters }) => waitingDeadLetters),
  );
  return {
    exitCode: exitCodes.ok,
    summary,
    result: {
      directory: options.state,
      agency: agency ?? null,
      source: source ?? null,
      platform: platform ?? null,
      changesAt: changesAt ?? null,
      datasets: datasets.map(datasetJson),
    },
    text: `${formatState(line, state)}\n\n${summary}`,
  };
}

function datasetJson({ findings, encodings, ...dataset }: DatasetReport): JsonObject {
  return {
    ...dataset,
    findings: { ...findings },
    encodings: encodings.map(({ property, encoding, readAs }) => ({ property, encoding, readAs: readAs ?? null })),
  };
}

// A connector that has never run has no state: that is an answer, no failure.
function readState(directory: string): StateReport | undefined {
  try {
    return inspectState(directory);
  } catch (error) {
    if (isLienThongError(error) && error.code === 'STATE_MISSING') return undefined;
    throw error;
  }
}

function formatState({ terminal, words, globals }: CommandLine, { agency, source, platform, changesAt, datasets }: StateReport): string {
  const { resultColors: colors } = terminal;
  const number = (value: number) => value.toLocaleString(globals.language);
  const head = `${colors.bold(`${agency ?? ''}/${source ?? ''}`)}  ${platform ?? ''}`;
  const position = changesAt === undefined ? [] : [`  ${words.status.changesAt} ${changesAt}`];
  const { dataset, epoch, phase, snapshot, spool, letters, findings, receipt } = words.status;
  const table = formatTable(
    [`  ${dataset}`, epoch, phase, snapshot, spool, letters, findings, receipt],
    datasets.map((one) => [
      `  ${one.dataset}`,
      String(one.epoch),
      one.phase === 'snapshot' ? words.status.reading : words.status.following,
      `${number(one.snapshotRows)} (${one.rangesDone}/${one.ranges})`,
      one.pendingBatches === 0 ? '0' : `${number(one.pendingBatches)} (${formatBytes(one.pendingBytes)})`,
      one.waitingDeadLetters === 0 ? '0' : colors.yellow(number(one.waitingDeadLetters)),
      [one.findings.error, one.findings.warning, one.findings['needs-reference']].map(number).join(' / '),
      number(one.receipts),
    ]),
  );
  const encodings = datasets.flatMap(({ dataset: name, encodings: all }) =>
    all.map(({ property, encoding, readAs }) => {
      const line = words.status.encoding(name, property, encoding, readAs);
      return `  ${encoding === 'mixed' || encoding === 'unknown' ? colors.yellow(line) : line}`;
    }),
  );
  return [head, ...position, table, ...encodings].join('\n');
}
