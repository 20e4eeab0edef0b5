import { readFileSync } from 'node:fs';
import { type Contract, expectContract, LienThongError, type StreamName } from '@lienthong/core';
import { type NationalOptions, type NationalPlanning, planNational } from '@lienthong/core/national';
import { contractOf } from '../doctor/contract-of.ts';
import { readConfig } from '../frame/read-config.ts';

/** How one dataset would travel in the national message. */
export interface PlannedDataset extends NationalPlanning {
  readonly contract: Contract;
}

// Any would do: a contract alone says nothing of who sends it.
const nobody = { agency: 'A00', source: 'source' };
const anyType = 'A00_001';

/** Of contracts alone, as nobody has said yet how they travel. */
export function planContracts(files: readonly string[]): readonly PlannedDataset[] {
  return files.map((file) => {
    const contract = expectContract(readContract(file), file);
    return plan(contract, { ...nobody, dataset: contract.dataset }, undefined);
  });
}

/** Of every dataset of a configuration, with what it says of them. */
export async function planConfigured(file: string): Promise<readonly PlannedDataset[]> {
  const { options } = await readConfig(file);
  return options.datasets.map((dataset) => {
    const contract = contractOf(dataset);
    const stream = { agency: options.agency, source: options.source.name, dataset: contract.dataset };
    return plan(contract, stream, dataset.national);
  });
}

function plan(contract: Contract, stream: StreamName, options: NationalOptions | undefined): PlannedDataset {
  return { contract, ...planNational({ contract, stream, options: options ?? { dataType: anyType } }) };
}

function readContract(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LienThongError('CONTRACT_INVALID', {
      message: `${file} cannot be read`,
      remedy: 'Name the file of a contract, or none: then the configuration tells them.',
      cause,
    });
  }
}
