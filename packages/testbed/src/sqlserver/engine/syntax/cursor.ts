import { SqlServerError } from '../../engine.ts';
import type { Condition, Expression, Query } from './ast.ts';
import { type Token, tokenize } from './tokens.ts';

/** Words that are no name without quotes (those of T-SQL's reserved words that can stand where a name could). */
const reserved = new Set(
  `add all alter and any as asc begin between by case check coalesce collate commit constraint convert create cross current
   current_timestamp cursor database declare default delete deny desc distinct drop else end escape except exec execute exists fetch
   for foreign from full function grant group having holdlock identity if in index inner insert intersect into is join key left like
   merge not null nullif of off on open option or order outer over percent pivot primary print proc procedure raiserror references
   revoke right rollback rowguidcol save schema select set some table tablesample then to top tran transaction truncate try_convert union
   unique update use user values view waitfor when where while with`.split(/\s+/),
);

/** The three parts of the grammar that contain each other. */
export interface Grammar {
  readonly expression: (cursor: Cursor) => Expression;
  readonly condition: (cursor: Cursor) => Condition;
  readonly query: (cursor: Cursor) => Query;
}

/** Reading a batch token by token; what does not fit is refused with SQL Server's 102 or 156. */
export interface Cursor {
  readonly grammar: Grammar;
  readonly line: number;
  readonly position: number;
  peek(ahead?: number): Token;
  next(): Token;
  /** Goes back to a position. */
  back(position: number): void;
  /** Whether these words or operators stand here (letters in lower case). */
  at(...words: string[]): boolean;
  /** Takes them when they stand here. */
  accept(...words: string[]): boolean;
  expect(...words: string[]): void;
  /** A name of one part: a word that is not reserved, or quoted. */
  name(): string;
  atName(): boolean;
  integer(): number;
  string(): string;
  /** The text between two positions, with single blanks. */
  textFrom(position: number): string;
  refuse(): never;
}

export function cursorOver(text: string, grammar: Grammar): Cursor {
  const tokens = tokenize(text);
  const last = tokens[tokens.length - 1] as Token;
  let index = 0;
  const peek = (ahead = 0): Token => tokens[index + ahead] ?? last;
  const fits = (token: Token, word: string): boolean =>
    (token.kind === 'word' || token.kind === 'operator') && token.text.toLowerCase() === word;
  const at = (...words: string[]): boolean => words.every((word, ahead) => fits(peek(ahead), word));
  const refuse = (): never => {
    const token = peek();
    const isKeyword = token.kind === 'word' && reserved.has(token.text.toLowerCase());
    if (isKeyword) throw new SqlServerError(156, `Incorrect syntax near the keyword '${token.text}'.`, { severity: 15, line: token.line });
    const near = token.kind === 'end' ? (tokens[index - 1]?.text ?? '') : token.text;
    throw new SqlServerError(102, `Incorrect syntax near '${near}'.`, { severity: 15, line: token.line });
  };
  const next = (): Token => {
    const token = peek();
    index++;
    return token;
  };
  const accept = (...words: string[]): boolean => {
    if (!at(...words)) return false;
    index += words.length;
    return true;
  };
  const atName = (): boolean => peek().kind === 'quoted' || (peek().kind === 'word' && !reserved.has(peek().text.toLowerCase()));
  return {
    grammar,
    get line() {
      return peek().line;
    },
    get position() {
      return index;
    },
    peek,
    next,
    back: (position) => {
      index = position;
    },
    at,
    accept,
    expect: (...words) => {
      for (const word of words) if (!accept(word)) refuse();
    },
    name: () => (atName() ? next().text : refuse()),
    atName,
    integer: () => (peek().kind === 'number' && /^\d+$/.test(peek().text) ? Number(next().text) : refuse()),
    string: () => (peek().kind === 'string' ? next().text : refuse()),
    textFrom: (position) => tokens.slice(position, index).map(written).join(' '),
    refuse,
  };
}

function written(token: Token): string {
  if (token.kind === 'string') return `${token.national ? 'N' : ''}'${token.text.replaceAll("'", "''")}'`;
  return token.kind === 'quoted' ? `[${token.text.replaceAll(']', ']]')}]` : token.text;
}
