import type { Contract } from './contract.ts';

export interface ContractProblem {
  readonly level: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `schema[0].properties[3].logicalType` */
  readonly path: string;
  readonly message: string;
  /** What to write instead, when it can be guessed. */
  readonly suggestion: string | undefined;
}

export type ParsedContract =
  | { readonly contract: Contract; readonly problems: readonly ContractProblem[] }
  | { readonly contract: undefined; readonly problems: readonly ContractProblem[] };

/** ODCS v3.1 YAML → contract. Every problem is found at once; warnings leave the contract usable. */
export declare function parseContract(yaml: string): ParsedContract;
