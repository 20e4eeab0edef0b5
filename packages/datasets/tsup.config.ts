import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// The library, and two commands for people.
export default defineConfig({ ...library, entry: { index: 'src/index.ts', fill: 'src/commands/fill.ts', write: 'src/commands/write.ts' } });
