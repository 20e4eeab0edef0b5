import { type DeadLetter, listDeadLetters } from '@lienthong/connector';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { formatTable } from '../frame/table.ts';

export interface DeadLettersListFlags extends GlobalFlags {
  readonly config: string;
  readonly dataset?: string;
  readonly code?: string;
  readonly limit: number;
}

/** `lienthong dead-letters list` */
export async function deadLettersListCommand(this: CommandLine, flags: DeadLettersListFlags): Promise<void> {
  await perform(this, 'dead-letters list', () => list(this, flags));
}

async function list({ words }: CommandLine, { config, dataset, code, limit }: DeadLettersListFlags): Promise<Outcome> {
  const { options } = await readConfig(config);
  const letters = listDeadLetters(options.state, {
    limit,
    ...(dataset === undefined ? {} : { dataset }),
    ...(code === undefined ? {} : { code }),
  });
  const summary = letters.length === 0 ? words.deadLetters.none : words.deadLetters.summary(letters.length);
  const { column } = words.deadLetters;
  const head = [column.id, column.dataset, column.code, column.property, column.reason, column.origin, column.created];
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { deadLetters: letters.map(deadLetterJson) },
    ...(letters.length === 0 ? {} : { text: `${formatTable(head, letters.map(row))}\n\n${summary}` }),
  };
}

/** A dead letter without any value of the record. */
export function deadLetterJson({ id, dataset, epoch, version, op, at, origin, code, pointer, reason, status, created }: DeadLetter) {
  return { id, dataset, epoch, version, op, at: at ?? null, origin, code, pointer, reason, status, created };
}

function row({ id, dataset, code, pointer, reason, origin, created }: DeadLetter): readonly string[] {
  return [String(id), dataset, code, pointer, reason, origin, created];
}
