import {
  type CollectionDescription,
  type ColumnDescription,
  formatCollection,
  formatType,
  type JsonValue,
  LienThongError,
} from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { openToLook } from '../frame/open-source.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readAdapter } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { formatTable } from '../frame/table.ts';

export interface DescribeFlags extends GlobalFlags {
  readonly config: string;
  readonly url?: string;
  readonly only?: string;
  readonly contract: boolean;
}

/** `lienthong describe` */
export async function describeCommand(this: CommandLine, flags: DescribeFlags): Promise<void> {
  await perform(this, 'describe', () => describe(this, flags));
}

async function describe(line: CommandLine, flags: DescribeFlags): Promise<Outcome> {
  const { words } = line;
  if (flags.contract && flags.only === undefined) throw new LienThongError('OPTIONS_INVALID', { message: words.describe.onlyNeeded });
  using stop = stopSignals(() => {});
  const adapter = await readAdapter(flags.config, flags.url);
  await using source = await openToLook(adapter, stop.signal);
  const all = await source.describe(stop.signal);
  const found = flags.only === undefined ? all : all.filter(({ collection }) => formatCollection(collection) === flags.only);
  if (flags.only !== undefined && found.length === 0) {
    throw new LienThongError('COLLECTION_MISSING', { message: words.describe.none(flags.only) });
  }
  const summary = words.describe.summary(found.length);
  const result = { address: adapter.address, collections: found.map(collectionJson) };
  if (!flags.contract)
    return { exitCode: exitCodes.ok, summary, result, text: `${found.map((one) => describeOne(line, one)).join('\n\n')}\n\n${summary}` };
  const [first] = found;
  const { contractDraft } = await import('./contract-draft.ts');
  const draft = first === undefined ? '' : contractDraft(first);
  return { exitCode: exitCodes.ok, summary, result: { ...result, contract: draft }, text: draft };
}

function describeOne({ terminal, words }: CommandLine, description: CollectionDescription): string {
  const { resultColors } = terminal;
  const rows = description.rowEstimate === undefined ? '' : `  ${words.describe.rows(description.rowEstimate)}`;
  const head = `${resultColors.bold(formatCollection(description.collection))}  ${resultColors.dim(description.kind)}${rows}`;
  const comment = description.comment === null || description.comment === undefined ? [] : [`  ${resultColors.dim(description.comment)}`];
  const { column, type, canonical, key, nullable, comment: remark } = words.describe;
  const table = formatTable(
    [`  ${column}`, type, canonical, nullable, key, remark],
    description.columns.map((one) => [
      `  ${one.name}`,
      one.nativeType,
      one.type === undefined ? resultColors.red(words.describe.unreadable) : formatType(one.type.canonical),
      one.nullable ? nullable : '',
      keyMark(description, one),
      one.comment ?? '',
    ]),
  );
  return [head, ...comment, table].join('\n');
}

function keyMark({ primaryKey, uniqueKeys }: CollectionDescription, { name }: ColumnDescription): string {
  if (primaryKey.includes(name)) return primaryKey.length === 1 ? 'PK' : `PK${primaryKey.indexOf(name) + 1}`;
  return uniqueKeys.some((key) => key.includes(name)) ? 'U' : '';
}

function collectionJson(description: CollectionDescription): JsonValue {
  return {
    name: formatCollection(description.collection),
    kind: description.kind,
    rowEstimate: description.rowEstimate ?? null,
    comment: description.comment ?? null,
    primaryKey: description.primaryKey,
    uniqueKeys: description.uniqueKeys,
    columns: description.columns.map(({ name, nativeType, type, nullable, generated, comment }) => ({
      name,
      nativeType,
      canonical: type === undefined ? null : formatType(type.canonical),
      nullable,
      generated,
      comment: comment ?? null,
    })),
  };
}
