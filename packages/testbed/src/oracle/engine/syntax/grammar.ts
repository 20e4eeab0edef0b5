import { parseCondition } from './conditions.ts';
import type { Cursor, Grammar } from './cursor.ts';
import { cursorOver } from './cursor.ts';
import { parseExpression } from './expressions.ts';
import { parseQuery } from './query.ts';
import { parseOne } from './sql.ts';
import { tokenize } from './tokens.ts';

export const grammar: Grammar = { expression: parseExpression, condition: parseCondition, query: parseQuery, statement: parseOne };

/** Over a part that the dictionary keeps as text: a view's query, a default, a virtual column. */
export function partCursor(text: string, { major, longestName }: { readonly major: number; readonly longestName: number }): Cursor {
  return cursorOver(text, tokenize(text, longestName), grammar, major, false);
}
