import { showDeadLetter } from '@lienthong/connector';
import { LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { formatTable } from '../frame/table.ts';
import { deadLetterJson } from './dead-letters-list.ts';

export interface DeadLettersShowFlags extends GlobalFlags {
  readonly config: string;
  readonly values: boolean;
}

/** `lienthong dead-letters show` */
export async function deadLettersShowCommand(this: CommandLine, flags: DeadLettersShowFlags, id: number): Promise<void> {
  await perform(this, 'dead-letters show', () => show(this, flags, id));
}

async function show({ words, terminal }: CommandLine, { config, values }: DeadLettersShowFlags, id: number): Promise<Outcome> {
  const { options } = await readConfig(config);
  const letter = showDeadLetter(options.state, id, { values });
  if (letter === undefined) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.deadLetters.missing(id), remedy: words.deadLetters.missingRemedy });
  }
  const { column } = words.deadLetters;
  const facts: readonly (readonly [string, string])[] = [
    [column.id, String(letter.id)],
    [column.dataset, letter.dataset],
    [column.code, letter.code],
    [column.property, letter.pointer],
    [column.reason, letter.reason],
    [column.status, letter.status],
    [column.origin, letter.origin],
    [column.created, letter.created],
  ];
  const columns = letter.columns.map((name) => [name, letter.values?.[name] ?? (letter.values === undefined ? '…' : 'NULL')]);
  const shown = formatTable(['', ''], facts).trimStart();
  const { resultColors: colors } = terminal;
  return {
    exitCode: exitCodes.ok,
    summary: letter.reason,
    result: { ...deadLetterJson(letter), columns: letter.columns, values: letter.values ?? null },
    text: [shown, '', formatTable(['', ''], columns).trimStart(), ...(values ? [] : ['', colors.dim(words.deadLetters.hidden)])].join('\n'),
  };
}
