import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// The command is a program, not a library: no types. The demo's contract and mapping are the example's own files.
export default defineConfig({
  ...library,
  entry: ['src/main.ts'],
  dts: false,
  splitting: true,
  onSuccess: async () => {
    cpSync('../../examples/ho-tich/contract.yaml', 'dist/ho-tich/contract.yaml');
    cpSync('../../examples/ho-tich/lienthong.yaml', 'dist/ho-tich/lienthong.yaml');
  },
});
