import { type CollectionDescription, formatCollection, type JsonValue, LienThongError, type Source } from '@lienthong/core';
import { type ColumnProfile, createColumnProfiler } from '@lienthong/dictionary';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { openToLook } from '../frame/open-source.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readAdapter } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { columnsToProfile } from '../profile/columns.ts';
import { showProgress } from '../profile/progress.ts';
import { readRows } from '../profile/read-rows.ts';
import { showProfile } from '../profile/show.ts';
import { readStatedKinds } from '../profile/stated-kinds.ts';

export interface ProfileFlags extends GlobalFlags {
  readonly config: string;
  readonly url?: string;
  readonly only: string;
  readonly type?: readonly string[];
  readonly rows?: number;
}

/** `lienthong profile`: one pass over a collection; findings are its result and no failure. */
export async function profileCommand(this: CommandLine, flags: ProfileFlags): Promise<void> {
  await perform(this, 'profile', () => profile(this, flags));
}

async function profile(line: CommandLine, flags: ProfileFlags): Promise<Outcome> {
  const { words, terminal } = line;
  const limit = flags.rows ?? Number.POSITIVE_INFINITY;
  if (limit < 1 || (flags.rows !== undefined && !Number.isSafeInteger(limit))) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.profile.rowsWrong });
  }
  using stop = stopSignals(() => terminal.note(words.profile.stopping));
  const { signal } = stop;
  await using source = await openToLook(await readAdapter(flags.config, flags.url), signal);
  const description = await findCollection(line, source, flags.only, signal);
  const names = description.columns.map(({ name }) => name);
  const { selection, facts, left } = columnsToProfile(description, readStatedKinds(flags.type ?? [], names, words));
  if (source.snapshot === undefined) throw new LienThongError('CAPABILITY_MISSING', { message: words.profile.noSnapshot });
  if (facts.length === 0) throw new LienThongError('TYPE_UNSUPPORTED', { message: words.profile.nothingReadable(flags.only) });
  const at = new Date().toISOString().slice(0, 10);
  const profilers = facts.map((one) => createColumnProfiler(one, { at }));
  using progress = showProgress(line, description.rowEstimate);
  const complete = await readRows({ reader: source.snapshot, selection, profilers, limit, signal, onRows: progress.add });
  const columns = profilers.map((profiler) => profiler.report());
  return outcome(line, description, { columns, left, rows: progress.rows, complete });
}

async function findCollection(line: CommandLine, source: Source, name: string, signal: AbortSignal): Promise<CollectionDescription> {
  const found = (await source.describe(signal)).find(({ collection }) => formatCollection(collection) === name);
  if (found === undefined) throw new LienThongError('COLLECTION_MISSING', { message: line.words.describe.none(name) });
  return found;
}

interface Result {
  readonly columns: readonly ColumnProfile[];
  readonly left: readonly string[];
  readonly rows: number;
  readonly complete: boolean;
}

function outcome(line: CommandLine, { collection }: CollectionDescription, { columns, left, rows, complete }: Result): Outcome {
  const { words, terminal, globals } = line;
  const name = formatCollection(collection);
  const count = rows.toLocaleString(globals.language);
  const summary = complete ? words.profile.whole(name, count) : words.profile.part(name, count);
  const unread = left.length === 0 ? [] : [terminal.resultColors.yellow(words.profile.left(left.join(', ')))];
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { collection: name, rows, complete, columns: columns.map(columnJson), unreadable: left },
    text: [showProfile(line, columns), ...unread, summary].join('\n\n'),
  };
}

function columnJson(column: ColumnProfile): JsonValue {
  const { lengths, distinct, percentWithoutError, grade, readings, findings, ...plain } = column;
  return {
    ...plain,
    lengths: lengths === undefined ? null : { ...lengths },
    distinct: { ...distinct },
    percentWithoutError: percentWithoutError ?? null,
    grade: grade ?? null,
    readings: readings.map((reading) => ({ ...reading })),
    findings: findings.map((finding) => ({ ...finding })),
  };
}
