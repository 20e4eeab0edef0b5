import { type Contract, parseContract } from '@lienthong/core';
import type { Finding } from './finding.ts';

/** All problems of a contract file. */
export function checkContract(
  file: string,
  text: string,
): { readonly contract: Contract | undefined; readonly findings: readonly Finding[] } {
  const { contract, problems } = parseContract(text);
  return { contract, findings: problems.map((problem) => ({ file, ...problem })) };
}
