import { LienThongError } from '@lienthong/core';

/** A piece of a statement of SQL_REDO. Texts and names are without their quotes. */
export type Token =
  | { readonly kind: 'name' | 'text' | 'word' | 'number'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | ',' | '.' | '=' | '||' | ';' | ':=' };

/** Of a statement that is none of those that LogMiner writes. It says where, and never what stands there: that may be a value. */
export function unreadable(what: string, place: number): LienThongError {
  return new LienThongError('SOURCE_QUERY_FAILED', { message: `a statement of the redo log cannot be read: ${what} at ${place}` });
}

/** Also `:1`, in whose place pieces follow. */
const word = /[A-Za-z_][\w$#]*|:\d+/y;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const blank = /\s+/y;
const mark = /\|\||:=|[(),.=;]/y;

/** Reads the token at `at`; `undefined` at the end. Each takes at least one character, so that no text can hold a reader up. */
export function tokenAt(source: string, start: number): { readonly token: Token; readonly end: number } | undefined {
  const at = skip(source, start);
  const first = source[at];
  if (first === undefined) return undefined;
  if (first === "'") return quoted(source, at, "'", 'text');
  if (first === '"') return quoted(source, at, '"', 'name');
  // A point begins a number only before a digit.
  const digits = matchAt(number, source, at);
  if (digits !== undefined) return { token: { kind: 'number', text: digits }, end: at + digits.length };
  const sign = matchAt(mark, source, at);
  if (sign !== undefined) return { token: { kind: 'mark', text: sign as '(' }, end: at + sign.length }; // one of the pattern's
  const letters = matchAt(word, source, at);
  if (letters !== undefined) return { token: { kind: 'word', text: letters.toLowerCase() }, end: at + letters.length };
  throw unreadable('an unknown character', at);
}

function skip(source: string, at: number): number {
  const blanks = matchAt(blank, source, at);
  return blanks === undefined ? at : at + blanks.length;
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function quoted(source: string, at: number, quote: string, kind: 'text' | 'name') {
  let text = '';
  let from = at + 1;
  for (;;) {
    const end = source.indexOf(quote, from);
    if (end < 0) throw unreadable('a quote that is not closed', at);
    text += source.slice(from, end);
    // Twice stands for itself.
    if (source[end + 1] !== quote) return { token: { kind, text }, end: end + 1 };
    text += quote;
    from = end + 2;
  }
}
