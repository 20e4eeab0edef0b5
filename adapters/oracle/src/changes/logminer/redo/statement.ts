import { type Token, tokenAt, unreadable } from './tokens.ts';
import { type RedoValue, readValue, type TokenReader } from './values.ts';

export type Values = ReadonlyMap<string, RedoValue>;

/** What a statement of SQL_REDO does to one row. */
export interface RedoStatement {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly schema: string;
  readonly table: string;
  /** New values: of an insertion all, of an update those that changed. */
  readonly set: Values;
  /** Values of before, as far as the log has them. */
  readonly where: Values;
}

/** Reads a whole statement; throws where anything of it is not understood. */
export function parseRedo(text: string): RedoStatement {
  const tokens = readerOf(text);
  const statement = readStatement(tokens);
  tokens.take('mark', ';');
  if (tokens.peek() !== undefined) throw unreadable('something behind the end', tokens.place);
  return statement;
}

function readStatement(tokens: TokenReader): RedoStatement {
  const first = tokens.next();
  if (first.kind === 'word' && first.text === 'insert') return readInsert(tokens);
  if (first.kind === 'word' && first.text === 'update') return readUpdate(tokens);
  if (first.kind === 'word' && first.text === 'delete') return readDelete(tokens);
  throw unreadable('neither insert nor update nor delete', tokens.place);
}

function readInsert(tokens: TokenReader): RedoStatement {
  tokens.expect('word', 'into');
  const place = readPlace(tokens);
  const names: string[] = [];
  tokens.expect('mark', '(');
  do names.push(tokens.expect('name'));
  while (tokens.take('mark', ','));
  tokens.expect('mark', ')');
  tokens.expect('word', 'values');
  tokens.expect('mark', '(');
  const set = new Map<string, RedoValue>();
  for (const [index, name] of names.entries()) {
    if (index > 0) tokens.expect('mark', ',');
    put(set, name, readValue(tokens), tokens);
  }
  tokens.expect('mark', ')');
  return { operation: 'insert', ...place, set, where: new Map() };
}

function readUpdate(tokens: TokenReader): RedoStatement {
  const place = readPlace(tokens);
  readAlias(tokens);
  tokens.expect('word', 'set');
  const set = new Map<string, RedoValue>();
  do {
    const name = readColumn(tokens);
    tokens.expect('mark', '=');
    put(set, name, readValue(tokens), tokens);
  } while (tokens.take('mark', ','));
  return { operation: 'update', ...place, set, where: readWhere(tokens) };
}

function readDelete(tokens: TokenReader): RedoStatement {
  tokens.expect('word', 'from');
  const place = readPlace(tokens);
  readAlias(tokens);
  return { operation: 'delete', ...place, set: new Map(), where: readWhere(tokens) };
}

export function readPlace(tokens: TokenReader): { readonly schema: string; readonly table: string } {
  const schema = tokens.expect('name');
  tokens.expect('mark', '.');
  return { schema, table: tokens.expect('name') };
}

/** Statements that change an object's parts name their table `a`. */
function readAlias(tokens: TokenReader): void {
  const token = tokens.peek();
  if (token?.kind === 'word' && token.text !== 'set' && token.text !== 'where') tokens.next();
}

/** `"NAME"`, or `a."NAME"`. */
function readColumn(tokens: TokenReader): string {
  if (tokens.peek()?.kind === 'word') {
    tokens.next();
    tokens.expect('mark', '.');
  }
  return tokens.expect('name');
}

/** Equalities, joined by AND; the place of the row says nothing here. */
export function readWhere(tokens: TokenReader): Values {
  const where = new Map<string, RedoValue>();
  if (!tokens.take('word', 'where')) return where;
  do {
    if (tokens.take('word', 'rowid')) {
      tokens.expect('mark', '=');
      tokens.expect('text');
      continue;
    }
    const name = readColumn(tokens);
    if (tokens.take('word', 'is')) {
      tokens.expect('word', 'null');
      put(where, name, { kind: 'null' }, tokens);
    } else {
      tokens.expect('mark', '=');
      put(where, name, readValue(tokens), tokens);
    }
  } while (tokens.take('word', 'and'));
  return where;
}

function put(values: Map<string, RedoValue>, name: string, value: RedoValue, tokens: TokenReader): void {
  if (values.has(name)) throw unreadable('a column that stands twice', tokens.place);
  values.set(name, value);
}

export function readerOf(text: string): TokenReader {
  let at = 0;
  let ahead: { readonly token: Token; readonly end: number } | undefined;
  const peek = () => {
    ahead ??= tokenAt(text, at);
    return ahead?.token;
  };
  const next = () => {
    const token = peek();
    if (token === undefined || ahead === undefined) throw unreadable('the end', at);
    at = ahead.end;
    ahead = undefined;
    return token;
  };
  return {
    get place() {
      return at;
    },
    peek,
    next,
    take: (kind, wanted) => {
      const token = peek();
      if (token?.kind !== kind || token.text !== wanted) return false;
      next();
      return true;
    },
    expect: (kind, wanted) => {
      const token = next();
      if (token.kind !== kind || (wanted !== undefined && token.text !== wanted)) throw unreadable(`something other than a ${kind}`, at);
      return token.text;
    },
  };
}
