// The configuration of a connector without a network: three rows of a source that lives in memory, keys from the folder it is called in.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineAdapter } from '@lienthong/core';

const text = { native: 'text', canonical: { kind: 'string' }, raw: 'text' };
const column = (name) => ({ name, nativeType: 'text', type: text, nullable: true, generated: false, comment: undefined });
const not = { ready: false, reason: 'none', remedy: 'none' };
const rows = [
  ['A', 'An'],
  ['B', 'Bình'],
  ['C', 'Cư'],
];

const memory = defineAdapter({
  name: 'memory',
  capabilities: ['snapshot'],
  types: [text],
  defaultSchema: 'public',
  resolve: (input) => input,
  address: () => 'memory://test',
  open: async () => ({
    probe: async () => ({
      ...{ product: 'memory', version: '1', identity: 'memory', findings: [] },
      readiness: { snapshot: { ready: true }, incremental: not, changes: not },
    }),
    describe: async () => [
      {
        ...{ collection: { schema: 'public', name: 'bang' }, kind: 'table', columns: [column('ma'), column('ten')] },
        ...{ primaryKey: ['ma'], uniqueKeys: [], rowEstimate: rows.length, comment: undefined },
      },
    ],
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
    snapshot: {
      split: async () => [{ kind: 'memory/range', format: 1 }],
      async *read({ selection }) {
        const found = rows.map((row) => selection.columns.map((name) => row[name === 'ma' ? 0 : 1]));
        yield { rows: found, position: { kind: 'memory/position', format: 1 } };
      },
    },
  }),
});

const read = (name) => readFileSync(resolve(name), 'utf8');

/** @type {import('@lienthong/connector').ConnectorOptions} */
export default {
  agency: 'H26.12',
  state: resolve('state'),
  source: { name: 'ho-tich', adapter: memory({}) },
  platform: {
    profile: 'package',
    courier: { publicKey: read('courier-opens.public.pem'), trusted: read('courier-signs.public.pem') },
    sign: { key: { file: resolve('sender-signs.private.pem') } },
    open: read('sender-opens.private.pem'),
  },
  datasets: [{ contract: read('contract.yaml'), from: 'public.bang', read: { kind: 'snapshot' } }],
};
