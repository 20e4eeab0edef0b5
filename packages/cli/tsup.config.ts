import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// The command is a program, not a library: no types. The demo's table, contract and mapping are the example's own files.
export default defineConfig({
  ...library,
  entry: ['src/main.ts'],
  dts: false,
  splitting: true,
  onSuccess: async () => {
    for (const file of ['contract.yaml', 'lienthong.yaml', 'lienthong.mysql.yaml', 'legacy.sql', 'legacy.mysql.sql'])
      cpSync(`../../examples/ho-tich/${file}`, `dist/ho-tich/${file}`);
  },
});
