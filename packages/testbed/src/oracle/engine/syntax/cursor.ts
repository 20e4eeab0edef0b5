import { OracleError } from '../../engine.ts';
import type { Condition, Expression, Name, Query } from './ast.ts';
import type { Statement } from './statement-ast.ts';
import type { Token } from './tokens.ts';

/** Words that are no name without quotes (Oracle Database SQL Language Reference, appendix E). */
const reserved = new Set(
  `ACCESS ADD ALL ALTER AND ANY AS ASC AUDIT BETWEEN BY CHAR CHECK CLUSTER COLUMN COMMENT COMPRESS CONNECT CREATE CURRENT DATE DECIMAL
   DEFAULT DELETE DESC DISTINCT DROP ELSE EXCLUSIVE EXISTS FILE FLOAT FOR FROM GRANT GROUP HAVING IDENTIFIED IMMEDIATE IN INCREMENT INDEX
   INITIAL INSERT INTEGER INTERSECT INTO IS LEVEL LIKE LOCK LONG MAXEXTENTS MINUS MLSLABEL MODE MODIFY NOAUDIT NOCOMPRESS NOT NOWAIT NULL
   NUMBER OF OFFLINE ON ONLINE OPTION OR ORDER PCTFREE PRIOR PUBLIC RAW RENAME RESOURCE REVOKE ROW ROWID ROWNUM ROWS SELECT SESSION SET
   SHARE SIZE SMALLINT START SUCCESSFUL SYNONYM SYSDATE TABLE THEN TO TRIGGER UID UNION UNIQUE UPDATE USER VALIDATE VALUES VARCHAR VARCHAR2
   VIEW WHENEVER WHERE WITH`.split(/\s+/),
);

/** The parts of the grammar that contain each other. */
export interface Grammar {
  readonly expression: (cursor: Cursor) => Expression;
  readonly condition: (cursor: Cursor) => Condition;
  readonly query: (cursor: Cursor) => Query;
  readonly statement: (cursor: Cursor, text: string) => Statement;
}

/** Reading a statement token by token. */
export interface Cursor {
  readonly grammar: Grammar;
  readonly at: number;
  readonly position: number;
  /** Years differ in what they accept: 12, 19, 23. */
  readonly major: number;
  peek(ahead?: number): Token;
  next(): Token;
  back(position: number): void;
  /** Whether these words or operators stand here (words in upper case). */
  is(...words: string[]): boolean;
  accept(...words: string[]): boolean;
  expect(...words: string[]): void;
  isName(): boolean;
  /** A name of one part. */
  name(): string;
  /** A name with its owner before it. */
  path(): Name;
  integer(): number;
  string(): string;
  /** The place of the bind that stands here, in the order of the engine's interface. */
  bind(): number;
  readonly binds: readonly string[];
  /** The text from a position of the tokens to here. */
  textFrom(position: number): string;
  fail(number: number, message: string): never;
}

/** `bindsByName` is PL/SQL's way: a bind that is named again is the same. */
export function cursorOver(text: string, tokens: readonly Token[], grammar: Grammar, major: number, bindsByName: boolean): Cursor {
  const last = tokens[tokens.length - 1] as Token;
  const binds: string[] = [];
  const places = new Map<number, number>();
  let index = 0;
  const peek = (ahead = 0): Token => tokens[index + ahead] ?? last;
  const fail = (number: number, message: string): never => {
    throw new OracleError(number, message, { offset: peek().at });
  };
  const fits = ({ kind, text: found }: Token, wanted: string): boolean => (kind === 'word' || kind === 'operator') && found === wanted;
  const is = (...words: string[]): boolean => words.every((wanted, ahead) => fits(peek(ahead), wanted));
  const accept = (...words: string[]): boolean => {
    if (!is(...words)) return false;
    index += words.length;
    return true;
  };
  const next = (): Token => {
    const token = peek();
    index++;
    return token;
  };
  const isName = (): boolean => peek().kind === 'quoted' || (peek().kind === 'word' && !reserved.has(peek().text));
  const name = (): string =>
    isName() ? next().text : peek().kind === 'word' ? fail(903, 'invalid table name') : fail(904, ': invalid identifier');
  return {
    grammar,
    major,
    binds,
    get at() {
      return peek().at;
    },
    get position() {
      return index;
    },
    peek,
    next,
    back: (position) => {
      index = position;
    },
    is,
    accept,
    expect: (...words) => {
      for (const wanted of words) {
        if (accept(wanted)) continue;
        if (wanted === ')') fail(907, 'missing right parenthesis');
        if (wanted === '(') fail(906, 'missing left parenthesis');
        if (wanted === ',') fail(917, 'missing comma');
        if (wanted === '=') fail(927, 'missing equal sign');
        fail(905, 'missing keyword');
      }
    },
    isName,
    name,
    path: () => {
      const at = peek().at;
      const parts = [name()];
      while (accept('.')) parts.push(name());
      return { parts, at };
    },
    integer: () => (peek().kind === 'number' && /^\d+$/.test(peek().text) ? Number(next().text) : fail(2017, 'integer value required')),
    string: () => (peek().kind === 'string' ? next().text : fail(1780, 'string literal required')),
    bind: () => {
      // A place that is read twice, after going back, is one bind.
      const known = places.get(index);
      const { text: called } = next();
      if (known !== undefined) return known;
      const same = bindsByName ? binds.indexOf(called) : -1;
      const place = same >= 0 ? same : binds.push(called) - 1;
      places.set(index - 1, place);
      return place;
    },
    textFrom: (position) => text.slice(tokens[position]?.at ?? 0, tokens[index - 1]?.end ?? 0),
    fail,
  };
}
