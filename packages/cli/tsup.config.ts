import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// The command is a program, not a library: no types. The demo's tables, contract and mappings are the example's own files.
const exampleFiles = [
  'contract.yaml',
  'lienthong.yaml',
  'lienthong.mysql.yaml',
  'lienthong.sqlserver.yaml',
  'lienthong.oracle.yaml',
  'lienthong.mongodb.yaml',
  'legacy.sql',
  'legacy.mysql.sql',
  'legacy.mongodb.mjs',
  'legacy.sqlserver.mjs',
  'legacy.oracle.mjs',
];

export default defineConfig({
  ...library,
  entry: ['src/main.ts'],
  dts: false,
  splitting: true,
  // Private, and what the demo of three engines lies on: it travels within the command, in a file that no other engine loads.
  noExternal: [/^@lienthong\/testbed\//],
  onSuccess: async () => {
    for (const file of exampleFiles) cpSync(`../../examples/ho-tich/${file}`, `dist/ho-tich/${file}`);
  },
});
