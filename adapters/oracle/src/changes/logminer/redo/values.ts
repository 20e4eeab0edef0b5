import { type Token, unreadable } from './tokens.ts';

/** A value of a statement, as LogMiner wrote it; what it means is the column's matter. */
export type RedoValue =
  | { readonly kind: 'null' }
  /** A quoted value: a text, and also numbers and what else its column is. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bytes'; readonly hex: string }
  /** `format` as the statement names it. */
  | { readonly kind: 'date' | 'timestamp' | 'timestamptz'; readonly text: string; readonly format: string | undefined }
  | { readonly kind: 'interval'; readonly text: string }
  /** A large object without content, and whatever is told elsewhere. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'elsewhere' };

/** The tokens of one statement, from left to right. */
export interface TokenReader {
  readonly place: number;
  peek(): Token | undefined;
  next(): Token;
  /** Takes the token when it is this one. */
  take(kind: Token['kind'], text: string): boolean;
  expect(kind: Token['kind'], text?: string): string;
}

/** `'a' || UNISTR('\1EEF') || 'b'`: the parts of a text are put together. */
export function readValue(tokens: TokenReader): RedoValue {
  let value = readPart(tokens);
  while (tokens.take('mark', '||')) value = joined(value, readPart(tokens), tokens);
  return value;
}

function joined(left: RedoValue, right: RedoValue, tokens: TokenReader): RedoValue {
  if (left.kind === 'null') return right;
  if (right.kind === 'null') return left;
  if (left.kind === 'text' && right.kind === 'text') return { kind: 'text', text: left.text + right.text };
  if (left.kind === 'bytes' && right.kind === 'bytes') return { kind: 'bytes', hex: left.hex + right.hex };
  throw unreadable('parts that do not go together', tokens.place);
}

function readPart(tokens: TokenReader): RedoValue {
  const token = tokens.next();
  if (token.kind === 'text') return { kind: 'text', text: token.text };
  if (token.kind === 'number') return { kind: 'number', text: token.text };
  if (token.kind === 'word') return token.text === 'null' ? { kind: 'null' } : readCall(token.text, tokens);
  throw unreadable('no value', tokens.place);
}

/** Functions that give a value; those of local time zones are none of SQL, and LogMiner writes them. */
const calls: Readonly<Record<string, (texts: readonly string[], tokens: TokenReader) => RedoValue>> = {
  hextoraw: ([hex = ''], tokens) => ({ kind: 'bytes', hex: hexOf(hex, tokens) }),
  unistr: ([text = ''], tokens) => ({ kind: 'text', text: unescaped(text, tokens) }),
  to_date: ([text = '', format]) => ({ kind: 'date', text, format }),
  to_timestamp: ([text = '', format]) => ({ kind: 'timestamp', text, format }),
  to_timestamp_itz: ([text = '', format]) => ({ kind: 'timestamp', text, format }),
  to_timestamp_ltz: ([text = '', format]) => ({ kind: 'timestamp', text, format }),
  to_timestamp_tz: ([text = '', format]) => ({ kind: 'timestamptz', text, format }),
  to_yminterval: ([text = '']) => ({ kind: 'interval', text }),
  to_dsinterval: ([text = '']) => ({ kind: 'interval', text }),
  to_number: ([text = '']) => ({ kind: 'number', text: text.trim() }),
  to_binary_float: ([text = '']) => ({ kind: 'number', text: text.trim() }),
  to_binary_double: ([text = '']) => ({ kind: 'number', text: text.trim() }),
};
const empties: ReadonlySet<string> = new Set(['empty_clob', 'empty_blob']);
const elsewhere: ReadonlySet<string> = new Set(['xmltype', 'unsupported']);

function readCall(name: string, tokens: TokenReader): RedoValue {
  if (name === 'unsupported') {
    tokens.expect('word', 'type');
    return { kind: 'elsewhere' };
  }
  tokens.expect('mark', '(');
  if (empties.has(name)) {
    tokens.expect('mark', ')');
    return { kind: 'empty' };
  }
  if (elsewhere.has(name)) {
    if (tokens.take('mark', ')')) return { kind: 'elsewhere' };
    if (!tokens.take('word', ':1')) readValue(tokens);
    tokens.expect('mark', ')');
    return { kind: 'elsewhere' };
  }
  const call = calls[name];
  if (call === undefined) throw unreadable('an unknown function', tokens.place);
  const texts = readTexts(tokens);
  if (texts === undefined) return { kind: 'null' };
  return call(texts, tokens);
}

/** Texts between parentheses; `undefined` when the first of them is NULL. */
function readTexts(tokens: TokenReader): readonly string[] | undefined {
  const texts: string[] = [];
  let isNull = false;
  do {
    const value = readValue(tokens);
    if (value.kind === 'null' && texts.length === 0) isNull = true;
    if (value.kind === 'text' || value.kind === 'number') texts.push(value.text);
    else if (value.kind !== 'null') throw unreadable('a function of something other than a text', tokens.place);
  } while (tokens.take('mark', ','));
  tokens.expect('mark', ')');
  return isNull ? undefined : texts;
}

function hexOf(hex: string, tokens: TokenReader): string {
  if (!/^(?:[\da-fA-F]{2})*$/.test(hex)) throw unreadable('bytes that are none', tokens.place);
  return hex.toLowerCase();
}

/** Four hex digits behind a backslash are a unit of UTF-16; two backslashes are one. */
function unescaped(text: string, tokens: TokenReader): string {
  return text.replaceAll(/\\(?:([\da-fA-F]{4})|(\\)|)/g, (_, unit?: string, backslash?: string) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
    if (backslash !== undefined) return '\\';
    throw unreadable('an escape that is none', tokens.place);
  });
}
