// A configuration as a module: what `lienthong run -c` takes beside YAML.
import { readFileSync } from 'node:fs';
import { postgres } from '@lienthong/adapter-postgres';
import { generateKeyPair } from '@lienthong/core';

const { privateKey, publicKey, keyId } = generateKeyPair();

/** @type {import('@lienthong/connector').ConnectorOptions} */
export default {
  agency: 'H26.12',
  state: './never-made',
  source: { name: 'ho-tich', adapter: postgres({ connectionString: 'postgres://nobody@127.0.0.1:1/legacy' }) },
  platform: { url: 'http://127.0.0.1:1', key: { keyId, privateKey }, receiptKey: publicKey },
  datasets: [
    { contract: readFileSync(new URL('../../../examples/ho-tich/contract.yaml', import.meta.url), 'utf8'), from: 'ho_tich.cong_dan' },
  ],
};
