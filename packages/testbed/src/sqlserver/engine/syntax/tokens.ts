import { SqlServerError } from '../../engine.ts';

/** A token of T-SQL, with the line it starts on, from 1. */
export type Token =
  | {
      readonly kind: 'word' | 'quoted' | 'variable' | 'operator' | 'number' | 'binary' | 'end';
      readonly text: string;
      readonly line: number;
    }
  /** `national` for N'…'. */
  | { readonly kind: 'string'; readonly text: string; readonly national: boolean; readonly line: number };

const space = /\s+|--[^\n]*/y;
const word = /[\p{L}_#][\p{L}\p{N}_@#$]*/uy;
const variable = /@@?[\p{L}\p{N}_@#$]+/uy;
const binary = /0x[0-9a-f]*/iy;
const number = /(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/iy;
const operator = /<>|<=|>=|!=|!<|!>|\+=|-=|::|[-+*/%&|^~=<>(),.;$]/y;

/** Cuts a batch into tokens; the last is `end`. Refuses with 102, 103, 105 or 113 what no token can be. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const step = (length: number): void => {
    for (let index = at; index < at + length; index++) if (text.charCodeAt(index) === 10) line++;
    at += length;
  };
  while (at < text.length) {
    const blank = take(space);
    if (blank !== undefined) {
      step(blank.length);
      continue;
    }
    if (text.startsWith('/*', at)) {
      step(commentLength(text, at, line));
      continue;
    }
    const { token, length } = next(text, at, line, take);
    tokens.push(token);
    step(length);
  }
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}

interface Taken {
  readonly token: Token;
  readonly length: number;
}

function next(text: string, at: number, line: number, take: (pattern: RegExp) => string | undefined): Taken {
  const first = text[at] ?? '';
  const national = (first === 'N' || first === 'n') && text[at + 1] === "'";
  if (first === "'" || national) {
    const quoted = delimited(text, national ? at + 1 : at, "'", line);
    return { token: { kind: 'string', text: quoted.text, national, line }, length: quoted.length + (national ? 1 : 0) };
  }
  if (first === '[' || first === '"') {
    const quoted = delimited(text, at, first === '[' ? ']' : '"', line);
    if (quoted.text.length > 128)
      throw new SqlServerError(103, `The identifier that starts with '${quoted.text.slice(0, 128)}' is too long. Maximum length is 128.`, {
        severity: 15,
        line,
      });
    return { token: { kind: 'quoted', text: quoted.text, line }, length: quoted.length };
  }
  for (const [kind, pattern] of [
    ['word', word],
    ['variable', variable],
    ['binary', binary],
    ['number', number],
    ['operator', operator],
  ] as const) {
    const taken = take(pattern);
    if (taken !== undefined) return { token: { kind, text: taken, line }, length: taken.length };
  }
  throw new SqlServerError(102, `Incorrect syntax near '${first}'.`, { severity: 15, line });
}

function delimited(text: string, at: number, close: string, line: number): { readonly text: string; readonly length: number } {
  let inside = '';
  let from = at + 1;
  for (;;) {
    const end = text.indexOf(close, from);
    if (end < 0)
      throw new SqlServerError(105, `Unclosed quotation mark after the character string '${text.slice(at + 1, at + 41)}'.`, {
        severity: 15,
        line,
      });
    inside += text.slice(from, end);
    if (text[end + 1] !== close) return { text: inside, length: end + 1 - at };
    inside += close;
    from = end + 2;
  }
}

/** Comments nest in T-SQL. */
function commentLength(text: string, at: number, line: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    if (text.startsWith('/*', index)) {
      depth++;
      index++;
    } else if (text.startsWith('*/', index)) {
      depth--;
      index++;
      if (depth === 0) return index + 1 - at;
    }
  }
  throw new SqlServerError(113, "Missing end comment mark '*/'.", { severity: 15, line });
}
