import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Contract, expectContract } from '@lienthong/core';
import type { NationalOptions } from '@lienthong/core/national';
import type { NationalPlatformOptions, PlatformOptions } from '../options.ts';
import type { CourierDataset, CourierOptions } from '../package/courier-options.ts';
import { platformBelow, readText, signerBelow, throwProblems } from './config-file.ts';
import { courierShape } from './courier-shape.ts';
import type { LoadConfigInput } from './load-config.ts';
import { type ReadDocument, readDocument } from './read-document.ts';

// The file as `courierShape` lets it through.
interface CourierFile extends Omit<CourierOptions, 'datasets' | 'receiptKey' | 'platform'> {
  readonly platform: PlatformOptions | NationalPlatformOptions;
  readonly datasets?: readonly {
    readonly agency: string;
    readonly source: string;
    readonly contract: string;
    readonly national: NationalOptions;
  }[];
}

/** YAML → options of a courier. Every problem is told at once, with line and column, in one CONFIG_INVALID. */
export function loadCourierConfig(path: string, input: Pick<LoadConfigInput, 'environment'> = {}): CourierOptions {
  const file = resolve(path);
  const folder = dirname(file);
  const read = readDocument(readText(file), courierShape, {
    environment: input.environment ?? process.env,
    readFile: (name) => readFileSync(resolve(folder, name), 'utf8'),
  });
  throwProblems(read, file);
  const { datasets = [], ...rest } = read.value as CourierFile; // `courierShape` was read without a problem
  const planned = datasets.flatMap(({ contract, ...dataset }, index): readonly CourierDataset[] => {
    const found = readContract(resolve(folder, contract), contract, index, read);
    return found === undefined ? [] : [{ ...dataset, contract: found }];
  });
  throwProblems(read, file);
  return {
    ...rest,
    state: resolve(folder, rest.state),
    sign: signerBelow(folder, rest.sign),
    platform: platformBelow(folder, rest.platform),
    datasets: planned,
  };
}

function readContract(file: string, name: string, index: number, read: ReadDocument): Contract | undefined {
  const path = ['datasets', index, 'contract'];
  let yaml: string;
  try {
    yaml = readFileSync(file, 'utf8');
  } catch {
    read.complain(path, `the file ${name} cannot be read`);
    return undefined;
  }
  try {
    return expectContract(yaml, name);
  } catch (error) {
    read.complain(path, error instanceof Error ? error.message : 'the contract cannot be read');
    return undefined;
  }
}
