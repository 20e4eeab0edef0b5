import { parseBlock } from './blocks.ts';
import { type Cursor, cursorOver } from './cursor.ts';
import { grammar } from './grammar.ts';
import { parseOne } from './sql.ts';
import type { Statement } from './statement-ast.ts';
import { tokenize } from './tokens.ts';

export interface Parsed {
  readonly statement: Statement;
  /** Names of the binds in the engine's order: SQL counts every occurrence, PL/SQL every name once. */
  readonly binds: readonly string[];
}

export interface Dialect {
  readonly major: number;
  /** In bytes: 30 before 12.2. */
  readonly longestName: number;
}

/** One statement or anonymous block, as a driver sends it: without a semicolon behind SQL. */
export function parseStatement(text: string, { major, longestName }: Dialect): Parsed {
  const tokens = tokenize(text, longestName);
  const isBlock = tokens[0]?.text === 'BEGIN' || tokens[0]?.text === 'DECLARE';
  const cursor = cursorOver(text, tokens, grammar, major, isBlock);
  if (isBlock) return { statement: { kind: 'block', block: parseBlock(cursor, true) }, binds: cursor.binds };
  const statement = parseOne(cursor, text);
  if (statement.kind !== 'command') end(cursor);
  return { statement, binds: cursor.binds };
}

function end(cursor: Cursor): void {
  if (cursor.peek().kind === 'end') return;
  if (cursor.is(';') && cursor.major < 23) cursor.fail(911, 'invalid character');
  cursor.fail(933, 'SQL command not properly ended');
}
