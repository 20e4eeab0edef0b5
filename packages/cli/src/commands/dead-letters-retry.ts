import { type ConnectorOptions, retryDeadLetters } from '@lienthong/connector';
import { LienThongError } from '@lienthong/core';
import { contractOf } from '../doctor/contract-of.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { formatTable } from '../frame/table.ts';

export interface DeadLettersRetryFlags extends GlobalFlags {
  readonly config: string;
  readonly dataset?: string;
  readonly all: boolean;
}

/** `lienthong dead-letters retry` */
export async function deadLettersRetryCommand(this: CommandLine, flags: DeadLettersRetryFlags, ...ids: number[]): Promise<void> {
  await perform(this, 'dead-letters retry', () => retry(this, flags, ids));
}

async function retry({ words }: CommandLine, { config, dataset, all }: DeadLettersRetryFlags, ids: readonly number[]): Promise<Outcome> {
  if (ids.length === 0 && dataset === undefined && !all) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.deadLetters.which, remedy: words.deadLetters.whichRemedy });
  }
  const { options } = await readConfig(config);
  using stop = stopSignals(() => {});
  const { published, refused, obsolete, unknown } = await retryDeadLetters(
    only(options, dataset),
    ids.length === 0 ? 'all' : ids,
    stop.signal,
  );
  const summary = words.deadLetters.retried(published.length, refused.length);
  const { column } = words.deadLetters;
  const table = formatTable(
    [column.id, column.code, column.property, column.reason],
    refused.map(({ id, code, pointer, reason }) => [String(id), code, pointer, reason]),
  );
  const notes = unknown.map((id) => words.deadLetters.missing(id));
  return {
    exitCode: refused.length > 0 ? exitCodes.rejections : unknown.length > 0 ? exitCodes.failed : exitCodes.ok,
    summary,
    result: { published, refused: refused.map((one) => ({ ...one })), obsolete, unknown },
    text: [
      ...(refused.length === 0 ? [] : [table, '']),
      ...notes,
      summary,
      ...(published.length === 0 ? [] : [words.deadLetters.next]),
    ].join('\n'),
  };
}

function only(options: ConnectorOptions, dataset: string | undefined): ConnectorOptions {
  if (dataset === undefined) return options;
  const datasets = options.datasets.filter((one) => contractOf(one).dataset === dataset);
  if (datasets.length > 0) return { ...options, datasets };
  throw new LienThongError('OPTIONS_INVALID', { message: `the configuration has no dataset ${dataset}` });
}
