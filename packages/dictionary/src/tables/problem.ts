/** Stable names of what can be wrong with a list that is loaded: append-only. */
export type TableProblemCode =
  | 'too-large'
  | 'too-many'
  | 'text-damaged'
  | 'csv-quote'
  | 'csv-separator'
  | 'csv-width'
  | 'column-missing'
  | 'column-unknown'
  | 'column-duplicate'
  | 'yaml-syntax'
  | 'yaml-shape'
  | 'key-missing'
  | 'key-unknown'
  | 'cell-empty'
  | 'cell-untidy'
  | 'code-malformed'
  | 'code-duplicate'
  | 'name-duplicate'
  | 'day-malformed'
  | 'day-order'
  | 'type-unknown'
  | 'parent-unknown'
  | 'unit-unknown'
  | 'pair-duplicate'
  | 'successor-missing'
  | 'predecessor-missing'
  | 'versions-unordered'
  | 'crosswalk-missing'
  | 'list-empty'
  | 'file-unreadable';

/** What is wrong with a list, where, and how to mend it. It names codes and columns of the list; other cells are not repeated. */
export interface TableProblem {
  readonly code: TableProblemCode;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
  readonly message: string;
  readonly remedy: string;
}

/** All of it, or nothing: a file with one problem gives problems and no value. */
export type Loaded<Value> =
  | { readonly kind: 'loaded'; readonly value: Value }
  | { readonly kind: 'refused'; readonly problems: readonly TableProblem[] };

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface TableProblems {
  readonly found: readonly TableProblem[];
  add(code: TableProblemCode, place: Place, message: string, remedy: string): void;
}

// A file of the wrong kind is wrong on every line: nobody reads more than this.
const maxProblems = 200;

export const start: Place = { line: 1, column: 1 };

export function collectProblems(): TableProblems {
  const found: TableProblem[] = [];
  return {
    found,
    add(code, { line, column }, message, remedy) {
      if (found.length < maxProblems) found.push({ code, line, column, message, remedy });
      else if (found.length === maxProblems)
        found.push({
          code: 'too-many',
          line,
          column,
          message: `more than ${maxProblems} problems: the rest is not shown`,
          remedy: 'mend these first',
        });
    },
  };
}

export function refusedOr<Value>(problems: TableProblems, value: () => Value): Loaded<Value> {
  return problems.found.length > 0 ? { kind: 'refused', problems: problems.found } : { kind: 'loaded', value: value() };
}
