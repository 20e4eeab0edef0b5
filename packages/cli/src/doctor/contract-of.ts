import type { DatasetOptions } from '@lienthong/connector';
import { type Contract, expectContract } from '@lienthong/core';

/** The contract of a configured dataset. */
export function contractOf(dataset: DatasetOptions): Contract {
  return typeof dataset.contract === 'string' ? expectContract(dataset.contract, dataset.from) : dataset.contract.contract;
}
