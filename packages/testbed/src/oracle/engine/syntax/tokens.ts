import { OracleError } from '../../engine.ts';

/** A token of Oracle's SQL and PL/SQL; `at` counts characters from 0. */
export interface Token {
  /** `word` in upper case; `quoted` as written; `bind` without its colon. */
  readonly kind: 'word' | 'quoted' | 'string' | 'national' | 'number' | 'bind' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const space = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const word = /[\p{L}][\p{L}\p{N}_$#]*/uy;
const bind = /:\s*("[^"]+"|[\p{L}\p{N}_$#]+)/uy;
const number = /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?(?![\p{L}\p{N}_$#])|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)/uy;
const operator = /<>|!=|\^=|<=|>=|\|\||:=|=>|\.\.|<<|>>|\(\+\)|[-+*/(),.=<>;@%[\]]/y;
const alternative = /[nN]?[qQ]'/y;

/** Cuts a statement into tokens; the last is `end`. Refuses with 911, 972, 1740, 1742 or 1756 what no token can be. */
export function tokenize(text: string, longestName: number): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = take(space);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    if (text.startsWith('/*', at)) throw new OracleError(1742, 'comment not terminated properly', { offset: at });
    const token = next(text, at, take);
    const isName = token.kind === 'word' || token.kind === 'quoted';
    if (isName && Buffer.byteLength(token.text) > longestName) {
      throw new OracleError(
        972,
        longestName === 30
          ? 'identifier is too long'
          : `The identifier ${token.text.slice(0, 20)}... exceeds the maximum length of ${longestName} bytes.`,
        { offset: at },
      );
    }
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', at, end: at });
  return tokens;
}

function next(text: string, at: number, take: (pattern: RegExp) => string | undefined): Token {
  if (take(alternative) !== undefined) return alternativelyQuoted(text, at);
  const first = text[at] ?? '';
  const isNational = /n/i.test(first) && text[at + 1] === "'";
  if (first === "'" || isNational) {
    const { inside, end } = delimited(text, isNational ? at + 1 : at, "'", 1756, 'quoted string not properly terminated');
    return { kind: isNational ? 'national' : 'string', text: inside, at, end };
  }
  if (first === '"') {
    const { inside, end } = delimited(text, at, '"', 1740, 'missing double quote in identifier');
    if (inside === '') throw new OracleError(1741, 'illegal zero-length identifier', { offset: at });
    return { kind: 'quoted', text: inside, at, end };
  }
  return unquoted(text, at, take);
}

function unquoted(text: string, at: number, take: (pattern: RegExp) => string | undefined): Token {
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['bind', bind],
    ['operator', operator],
  ] as const) {
    const taken = take(pattern);
    if (taken === undefined || (kind === 'bind' && text.startsWith(':=', at))) continue;
    const told = kind === 'word' ? taken.toUpperCase() : kind === 'bind' ? bindName(taken) : taken;
    return { kind, text: told, at, end: at + taken.length };
  }
  throw new OracleError(911, `invalid character`, { offset: at });
}

function bindName(taken: string): string {
  const name = taken.slice(1).trim();
  return name.startsWith('"') ? name.slice(1, -1) : name.toUpperCase();
}

const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>' };

/** `q'[it's]'` */
function alternativelyQuoted(text: string, at: number): Token {
  const isNational = /n/i.test(text[at] ?? '');
  const from = at + (isNational ? 3 : 2);
  const open = text[from] ?? '';
  const end = text.indexOf(`${closing[open] ?? open}'`, from + 1);
  if (open === '' || end < 0) throw new OracleError(1756, 'quoted string not properly terminated', { offset: at });
  return { kind: isNational ? 'national' : 'string', text: text.slice(from + 1, end), at, end: end + 2 };
}

function delimited(
  text: string,
  at: number,
  close: string,
  error: number,
  message: string,
): { readonly inside: string; readonly end: number } {
  let inside = '';
  let from = at + 1;
  for (;;) {
    const end = text.indexOf(close, from);
    if (end < 0) throw new OracleError(error, message, { offset: at });
    inside += text.slice(from, end);
    if (close === '"' || text[end + 1] !== close) return { inside, end: end + 1 };
    inside += close;
    from = end + 2;
  }
}
