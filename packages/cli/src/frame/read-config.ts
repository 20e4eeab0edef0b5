// TEMPORARY until the connector's loadConfig lands.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { postgres } from '@lienthong/adapter-postgres';
import type { ConnectorOptions } from '@lienthong/connector';
import { type BoundAdapter, keyIdOf } from '@lienthong/core';
import { createPublicKey } from 'node:crypto';
import { parse } from 'yaml';

export async function readOptions(file: string): Promise<ConnectorOptions> {
  const text = readFileSync(file, 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => process.env[name] ?? '');
  const c = parse(text) as any;
  const base = dirname(resolve(file));
  const read = (path: string) => readFileSync(resolve(base, path), 'utf8');
  return {
    agency: c.agency,
    source: { name: c.source.name, adapter: postgres(c.source.options), limits: c.source.limits },
    platform: {
      url: c.platform.url,
      key: { keyId: keyIdOf(createPublicKey(read(c.platform.key.privateKeyFile))), privateKey: read(c.platform.key.privateKeyFile) },
      receiptKey: read(c.platform.receiptKeyFile),
    },
    state: resolve(base, c.state),
    batch: c.batch,
    delivery: c.delivery,
    datasets: c.datasets.map((d: any) => ({ contract: read(d.contract), from: d.from, mapping: { properties: d.mapping }, read: d.read })),
  };
}

export async function readAdapter(file: string, url: string | undefined): Promise<BoundAdapter> {
  return url === undefined ? (await readOptions(file)).source.adapter : postgres({ connectionString: url });
}
