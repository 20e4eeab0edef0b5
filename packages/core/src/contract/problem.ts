/** Stable names of what can be wrong with a contract, or with the facts of a breach: append-only. */
export type ContractProblemCode =
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'yaml-invalid'
  | 'key-duplicate'
  | 'key-unknown'
  | 'missing'
  | 'wrong-kind'
  | 'value-invalid'
  | 'version-old'
  | 'type-unknown'
  | 'type-incompatible'
  | 'rule-misfit'
  | 'rule-contradiction'
  | 'rule-not-checked'
  | 'pattern-unsafe'
  | 'name-duplicate'
  | 'primary-key-invalid'
  | 'personal-data-undeclared'
  | 'personal-data-kind-misfit'
  | 'classification-too-low'
  | 'state-secret'
  | 'protection-invalid'
  | 'personal-identifier';

export interface ContractProblem {
  readonly level: 'error' | 'warning';
  readonly code: ContractProblemCode;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
  /** `schema[0].properties[3].logicalType`; empty for the document. */
  readonly path: string;
  readonly message: string;
  /** What to write instead, when it can be guessed. */
  readonly suggestion: string | undefined;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the rooms of the parser leave what they find. */
export interface ProblemList {
  readonly found: readonly ContractProblem[];
  /** Nothing more is kept: looking further is a waste. */
  readonly full: boolean;
  error(code: ContractProblemCode, place: Place, path: string, message: string, suggestion?: string): void;
  warning(code: ContractProblemCode, place: Place, path: string, message: string, suggestion?: string): void;
}

// A hostile document of 1 MiB must not become a report of 100 MiB.
const maxProblems = 500;

export function createProblemList(): ProblemList {
  const found: ContractProblem[] = [];
  const add =
    (level: 'error' | 'warning') => (code: ContractProblemCode, place: Place, path: string, message: string, suggestion?: string) => {
      if (found.length > maxProblems) return;
      const { line, column } = place;
      if (found.length < maxProblems) found.push({ level, code, line, column, path, message, suggestion });
      else
        found.push({
          level: 'error',
          code: 'too-many',
          line,
          column,
          path: '',
          message: `more than ${maxProblems} problems: the rest is not shown`,
          suggestion: undefined,
        });
    };
  return {
    found,
    get full() {
      return found.length > maxProblems;
    },
    error: add('error'),
    warning: add('warning'),
  };
}
