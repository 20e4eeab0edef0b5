import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKeyPair } from '@lienthong/core';
import type { DemoEngine } from './legacy/legacy-database.ts';

/** The demo's folder: the example's own files, a fresh key, and places for state and logs. */
export interface Workshop extends AsyncDisposable {
  readonly directory: string;
  readonly config: string;
  readonly platformDirectory: string;
  readonly publicKeyFile: string;
  readonly keyId: string;
  log(name: string): string;
}

/** Makes the folder; it goes at the end unless it is to be kept. */
export async function openWorkshop(engine: DemoEngine, keep: boolean): Promise<Workshop> {
  // As root the platform's PostgreSQL runs as another user, who must be able to enter: a private TMPDIR would keep him out.
  const directory = await mkdtemp(join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), 'lienthong-demo-'));
  await chmod(directory, 0o755);
  await cp(fileURLToPath(new URL('./ho-tich/', import.meta.url)), directory, { recursive: true });
  await mkdir(join(directory, 'logs'));
  const { privateKey, publicKey, keyId } = generateKeyPair();
  const publicKeyFile = join(directory, 'agency.public.pem');
  await writeFile(join(directory, 'agency.private.pem'), privateKey, { mode: 0o600 });
  await writeFile(publicKeyFile, publicKey);
  return {
    directory,
    config: join(directory, configs[engine]),
    platformDirectory: join(directory, 'platform'),
    publicKeyFile,
    keyId,
    log: (name) => join(directory, 'logs', `${name}.log`),
    async [Symbol.asyncDispose]() {
      if (!keep) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const configs: Readonly<Record<DemoEngine, string>> = {
  postgres: 'lienthong.yaml',
  mysql: 'lienthong.mysql.yaml',
  mariadb: 'lienthong.mysql.yaml',
  sqlserver: 'lienthong.sqlserver.yaml',
  oracle: 'lienthong.oracle.yaml',
  mongodb: 'lienthong.mongodb.yaml',
};
