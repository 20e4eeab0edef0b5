import { LienThongError } from '@lienthong/core';
import { listAt, listNames } from '../dictionary/lists.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { formatTable } from '../frame/table.ts';

export interface DictionaryListFlags extends GlobalFlags {
  readonly at?: string;
}

/** `lienthong dictionary list` */
export async function dictionaryListCommand(this: CommandLine, flags: DictionaryListFlags, name: string): Promise<void> {
  await perform(this, 'dictionary list', async () => list(this, flags, name));
}

function list({ words, terminal }: CommandLine, { at = today() }: DictionaryListFlags, name: string): Outcome {
  if (!listNames.includes(name)) {
    const remedy = words.dictionary.choose(listNames.join(', '));
    throw new LienThongError('OPTIONS_INVALID', { message: words.dictionary.noList(name), remedy });
  }
  const found = listAt(name, at);
  if (found === undefined) {
    throw new LienThongError('OPTIONS_INVALID', { message: words.dictionary.noVersion(name, at), remedy: words.dictionary.anotherDay });
  }
  const { version, source, entries } = found;
  const summary = words.dictionary.entries(entries.length, name, version, at);
  const certainty = words.dictionary.certainty;
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { list: name, at, version, source, entries: entries.map((entry) => ({ ...entry })) },
    text: [
      formatTable(
        [words.dictionary.code, words.dictionary.name, certainty],
        entries.map((entry) => [entry.code, entry.name, entry.certainty]),
      ),
      terminal.resultColors.dim(`${summary}\n${source}`),
    ].join('\n\n'),
  };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
