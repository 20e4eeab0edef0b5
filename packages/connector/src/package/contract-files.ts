import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LienThongError } from '@lienthong/core';
import { writeDurable } from './durable-file.ts';
import { outboxFolder } from './outbox.ts';

/** Contracts as a running connector registered them: what waits in the spool may obey one that the configuration no longer has. */
export interface ContractFiles {
  /** CONTRACT_INCOMPATIBLE where the version had another text: packages that hold it could not be written again. */
  keep(dataset: string, version: string, yaml: string): void;
  read(dataset: string, version: string): string | undefined;
}

export function openContractFiles(state: string): ContractFiles {
  const folder = join(outboxFolder(state), 'contracts');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Both names are checked by the contract's own rules: no slash is in them.
  const fileOf = (dataset: string, version: string): string => join(folder, `${dataset}@${version}.yaml`);
  const read = (dataset: string, version: string): string | undefined => {
    const file = fileOf(dataset, version);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return {
    keep(dataset, version, yaml) {
      const before = read(dataset, version);
      if (before === undefined) writeDurable(fileOf(dataset, version), yaml);
      else if (before !== yaml)
        throw new LienThongError('CONTRACT_INCOMPATIBLE', {
          message: `contract ${dataset} ${version} has another text than the one that packages were made with`,
        });
    },
    read,
  };
}
