import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contract, expectContract, type Mapping } from '@lienthong/core';
import { parse } from 'yaml';
import type { DemoPlatform } from './demo-platform.ts';
import type { LegacyDatabase } from './legacy/legacy-database.ts';
import type { Workshop } from './workshop.ts';

/** The agency that the example's configuration names. */
export const demoAgency = 'H26.12';

export interface DemoDataset {
  readonly contract: Contract;
  readonly mapping: Mapping;
  readonly from: string;
  /** Where the platform shows the dataset to readers with SQL. */
  readonly view: string;
}

/** Contract and mapping as the connector will read them, from the very same files. */
export async function readDemoDataset({ directory, config: file }: Workshop): Promise<DemoDataset> {
  const contract = expectContract(await readFile(join(directory, 'contract.yaml'), 'utf8'), 'contract.yaml');
  const config = parse(await readFile(file, 'utf8')) as {
    datasets: [{ from: string; mapping: Mapping['properties'] }];
  }; // our own file
  const [{ from, mapping }] = config.datasets;
  return { contract, mapping: { properties: mapping }, from, view: `public.${contract.dataset.replaceAll(/[.-]/g, '_')}` };
}

export interface DemoScene {
  readonly legacy: LegacyDatabase;
  readonly platform: DemoPlatform;
  readonly workshop: Workshop;
  readonly rows: number;
}

/** What the example's configuration takes from the environment. */
export function demoEnvironment({ legacy, platform, workshop, rows }: DemoScene): Readonly<Record<string, string>> {
  return {
    HO_TICH_DATABASE: legacy.connectionString,
    LIENTHONG_PLATFORM: platform.url,
    LIENTHONG_KEY_ID: workshop.keyId,
    ...(rows < 100_000 ? slowReading(rows) : { HO_TICH_ROWS_PER_SECOND: '1000000' }),
  };
}

// A small table would be read before anything could happen to it: source protection slows the reading down.
function slowReading(rows: number): Readonly<Record<string, string>> {
  return {
    HO_TICH_ROWS_PER_SECOND: String(Math.max(20, Math.round(rows / 6))),
    HO_TICH_BATCH_ROWS: String(Math.max(5, Math.round(rows / 100))),
  };
}
