import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectContract } from '@lienthong/core';
import { type NationalReceiver, startNationalReceiver } from '@lienthong/testbed';
import {
  type ConnectorOptions,
  type CourierOptions,
  createConnector,
  type DeliveredPackage,
  deliverPackages,
  type ExportedPackage,
  exportPackages,
  type ImportResult,
  importReceipts,
  type PackagePlatformOptions,
} from '../src/index.ts';
import { never } from './connect.ts';
import { type MemorySource, memorySource } from './memory-source.ts';
import { packageParties } from './package-parties.ts';
import { contractYaml } from './persons.ts';

/** A source in memory, a connector without a network, a courier, and a receiver of the national message. */
export interface PackageScene extends AsyncDisposable {
  readonly directory: string;
  /** Folder of the medium with packages, and of the one with receipts. */
  readonly out: string;
  readonly back: string;
  readonly source: MemorySource;
  readonly receiver: NationalReceiver;
  readonly options: ConnectorOptions & { readonly platform: PackagePlatformOptions };
  readonly courier: CourierOptions;
  /** The receiver refuses who is called so. */
  refusedName: string | undefined;
  run(): Promise<unknown>;
  exportAll(mostBytes?: number): Promise<readonly ExportedPackage[]>;
  deliver(files?: readonly string[], change?: Partial<CourierOptions>, newChain?: boolean): Promise<readonly DeliveredPackage[]>;
  importAll(files?: readonly string[]): Promise<ImportResult>;
  /** Whom the receiver has, and who is in the source. */
  names(): readonly string[];
  rows(): readonly string[];
}

export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}

export async function newPackageScene(): Promise<PackageScene> {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-packages-'));
  const [out, back] = [join(directory, 'out'), join(directory, 'back')];
  await mkdir(out);
  await mkdir(back);
  const source = memorySource(300);
  const receiver = await startNationalReceiver({
    judge: (data) => (data.get('name') === scene.refusedName ? 'NAME_INVALID' : undefined),
  });
  const parties = await packageParties(directory, { profile: 'qcvn-09-2025-bca', url: receiver.url });
  const contract = contractYaml('ho-tich.cong-dan');
  // The national message is spoken by the courier, who can converse: the sender knows batches only.
  const plan = { agency: 'H26.12', source: 'ho-tich', contract: expectContract(contract, 'contract'), national: { dataType: 'H26_001' } };
  const courier = { ...parties.courier, datasets: [plan] };
  const mapping = {
    properties: { id: { column: 'id', cast: true }, name: 'ho_ten', born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] } },
  };
  const options = {
    agency: 'H26.12',
    source: { name: 'ho-tich', adapter: source.adapter, limits: { batchRows: 50 } },
    platform: parties.platform,
    state: join(directory, 'state'),
    datasets: [{ contract, from: 'person', mapping, read: { kind: 'snapshot' } as const }],
    batch: { bytes: 4_000 },
  };
  const scene: PackageScene = {
    ...{ directory, out, back, source, receiver, options, courier, refusedName: undefined },
    run: () => createConnector(options).run(never, { once: true }),
    exportAll: (mostBytes = 8_000) => exportPackages({ options, to: out, mostBytes, signal: never }),
    deliver: (files = filesOf(out), change = {}, newChain = false) =>
      deliverPackages({ options: { ...courier, ...change }, files, to: back, newChain, signal: never }),
    importAll: (files = filesOf(back)) => importReceipts({ options, files }),
    names: () =>
      [...receiver.kept.values()]
        .filter(({ event }) => event !== 'CANCEL')
        .map(({ data }) => String(data.get('name')))
        .sort(),
    rows: () => source.rows.map((row) => String(row[1])).sort(),
    async [Symbol.asyncDispose]() {
      await receiver.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return scene;
}
