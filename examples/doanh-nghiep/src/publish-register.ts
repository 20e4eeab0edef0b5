import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConnectorOptions, createConnector, listDeadLetters, loadConfig } from '@lienthong/connector';
import { expectContract, generateKeyPair, type QualityReport } from '@lienthong/core';
import {
  computed,
  contractOf,
  type DatasetName,
  type DirtLevel,
  datasets,
  fillPostgres,
  folderOf,
  type GeneratedRow,
} from '@lienthong/datasets';
import { startPostgres } from '@lienthong/embedded-postgres';
import { createPlatform } from '@lienthong/platform';
import { type Comparison, compare } from './compare.ts';
import { readRecords } from './read-records.ts';

export interface RegisterInput {
  readonly dataset: DatasetName;
  readonly rows: number;
  readonly dirt: DirtLevel;
  /** An empty directory for keys, configuration and the connector's state. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

export interface RegisterResult {
  readonly rows: number;
  readonly published: number;
  /** Why rows wait for a person: code and property, and how many. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly comparison: Comparison;
  /** As the platform measures it. */
  readonly quality: QualityReport;
  readonly isEqual: boolean;
}

/** An old table full of what goes wrong in old tables reaches a platform by its YAML, and is compared with the truth. */
export async function publishRegister(input: RegisterInput): Promise<RegisterResult> {
  const { dataset, rows, dirt, directory, signal, say } = input;
  say('an old database and a platform start …');
  await using legacy = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh' } });
  await using platform = await createPlatform();
  const { privateKey, publicKey, keyId } = generateKeyPair();
  await platform.admin.registerAgency({ agency: 'H26.12' });
  await platform.admin.addKey({ agency: 'H26.12', publicKey });
  await platform.admin.allowPublishing({ agency: 'H26.12', dataset: '*' });
  const { connectionString } = legacy;
  const made: GeneratedRow[] = [];
  await fillPostgres(datasets[dataset], { connectionString, rows, dirt, onRow: (row) => made.push(row) });
  const wrong = made.filter((row) => row.dirt.length > 0).length;
  say(`${datasets[dataset].table.name} has ${rows} rows, of which ${wrong} have something wrong beside the habits of their system`);

  for (const file of ['contract.yaml', 'lienthong.yaml']) await copyFile(join(folderOf(dataset), file), join(directory, file));
  await writeFile(join(directory, 'agency.private.pem'), privateKey, { mode: 0o600 });
  await writeFile(join(directory, 'receipt-key.public.pem'), platform.receiptKey.publicKey);
  const { options } = await loadConfig(join(directory, 'lienthong.yaml'), {
    environment: { LEGACY_DATABASE: connectionString, LIENTHONG_KEY_ID: keyId, LIENTHONG_PLATFORM: platform.url },
  });
  say('the connector reads, repairs, checks and publishes');
  const outcome = await createConnector(withComputed(options, dataset)).run(signal, { once: true });
  const contract = expectContract(contractOf(dataset), `${dataset}/contract.yaml`);
  const records = await readRecords(platform, contract);
  const comparison = compare(contract, made, records);
  const rejected = outcome.datasets[0]?.rejected ?? 0;
  return {
    ...{ rows, published: records.length, comparison },
    reasons: reasonsIn(options, rows),
    quality: await platform.admin.measureQuality({ dataset: contract.dataset }),
    isEqual: comparison.differences.length === 0 && rejected === comparison.refused && records.length === rows - rejected,
  };
}

/** One value of the five registers has no step in YAML: a wage of 0 that says that there is none. */
function withComputed(options: ConnectorOptions, dataset: DatasetName): ConnectorOptions {
  const datasetsWith = options.datasets.map((one) => ({
    ...one,
    mapping: { ...one.mapping, properties: { ...one.mapping?.properties, ...computed[dataset] } },
  }));
  return { ...options, datasets: datasetsWith };
}

function reasonsIn({ state }: ConnectorOptions, limit: number): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const { code, pointer } of listDeadLetters(state, { limit })) {
    const reason = `${code} ${pointer}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}
