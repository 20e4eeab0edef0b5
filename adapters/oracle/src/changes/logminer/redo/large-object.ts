import { readerOf, readPlace, readWhere, type Values } from './statement.ts';
import { unreadable } from './tokens.ts';

/** Which row and column the pieces that follow belong to. */
export interface LargeObjectPlace {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly where: Values;
}

/**
 * Reads a block that selects a locator: `DECLARE … BEGIN select "C" into loc_c from "S"."T" where … for update; … END;`. Around the
 * selection stand declarations, which say nothing of the row.
 */
export function parseLocator(text: string): LargeObjectPlace {
  const tokens = readerOf(text);
  while (!tokens.take('word', 'select'))
    if (tokens.peek() === undefined) throw unreadable('no selection', tokens.place);
    else tokens.next();
  const column = tokens.expect('name');
  tokens.expect('word', 'into');
  tokens.expect('word');
  tokens.expect('word', 'from');
  const place = readPlace(tokens);
  const where = readWhere(tokens);
  tokens.expect('word', 'for');
  tokens.expect('word', 'update');
  return { ...place, column, where };
}
