import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// The national message brings an XML parser: who does not speak it does not load it.
export default defineConfig({ ...library, entry: { index: 'src/index.ts', national: 'src/national/index.ts' } });
