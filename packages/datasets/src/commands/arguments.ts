import { parseArgs } from 'node:util';
import { type DatasetName, datasetNames } from '../dataset.ts';
import type { RowsInput } from '../generate/rows.ts';

/** What both commands take: which rows. */
export interface Wanted {
  readonly dataset: DatasetName;
  readonly rows: Required<Omit<RowsInput, 'from'>>;
  /** The command's own options. */
  readonly own: Readonly<Record<string, string | undefined>>;
}

/** Reads `--dataset`, `--rows`, `--seed`, `--dirt` and the command's own; throws `TypeError` with what there is. */
export function readArguments(own: readonly string[]): Wanted {
  const names = ['dataset', 'rows', 'seed', 'dirt', ...own];
  const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) });
  const { dataset = 'civil-status', rows = '1000', seed = '1', dirt = 'usual', ...others } = values as Wanted['own']; // all are texts, as said above
  if (!isOneOf(datasetNames, dataset)) throw new TypeError(`--dataset is one of ${datasetNames.join(', ')}`);
  if (!isOneOf(['none', 'usual', 'heavy'] as const, dirt)) throw new TypeError('--dirt is one of none, usual, heavy');
  return { dataset, rows: { rows: wholeNumber('rows', rows), seed: wholeNumber('seed', seed), dirt }, own: others };
}

export function isOneOf<Item extends string>(list: readonly Item[], text: string): text is Item {
  return (list as readonly string[]).includes(text); // a wider list, only to ask
}

/** Runs a command; what it throws is said in a line, without a stack. */
export async function perform(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`--${name} is a whole number from 1 on`);
  return number;
}
