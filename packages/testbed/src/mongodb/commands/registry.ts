import * as administration from './administration.ts';
import { aggregate } from './aggregate.ts';
import * as catalogReading from './catalog-reading.ts';
import * as catalogWriting from './catalog-writing.ts';
import type { Command } from './command.ts';
import { getMore, killCursors } from './cursors.ts';
import { findCommand } from './find.ts';
import { findAndModify } from './find-and-modify.ts';
import { hello } from './hello.ts';
import { saslContinue, saslStart } from './login.ts';
import { abortTransaction, commitTransaction } from './transaction-commands.ts';
import { deleteCommand, insert, update } from './writes.ts';

const all: readonly Command[] = [
  hello,
  saslStart,
  saslContinue,
  ...Object.values(administration),
  ...Object.values(catalogReading),
  ...Object.values(catalogWriting),
  insert,
  update,
  deleteCommand,
  findAndModify,
  findCommand,
  aggregate,
  getMore,
  killCursors,
  commitTransaction,
  abortTransaction,
];

/** Every command by each of its names. */
export const commands: ReadonlyMap<string, Command> = new Map(
  all.flatMap((command) => command.names.map((name) => [name, command] as const)),
);
