import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectorConfig, loadConfig } from '@lienthong/connector';
import { generateKeyPair } from '@lienthong/core';
import { type DatasetName, folderOf } from '../src/index.ts';

/** `lienthong.yaml` of a dataset, as the connector reads it; its keys and its platform belong to nobody. */
export async function loadConnector(name: DatasetName, database: string): Promise<ConnectorConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-datasets-'));
  const { privateKey, publicKey, keyId } = generateKeyPair();
  try {
    await cp(folderOf(name), folder, { recursive: true });
    await writeFile(join(folder, 'agency.private.pem'), privateKey, { mode: 0o600 });
    await writeFile(join(folder, 'receipt-key.public.pem'), publicKey);
    return await loadConfig(join(folder, 'lienthong.yaml'), {
      environment: { LEGACY_DATABASE: database, LIENTHONG_KEY_ID: keyId },
      importAdapter: (adapter) => import(adapter),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
