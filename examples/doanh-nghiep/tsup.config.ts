import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// A program: nobody needs its types.
export default defineConfig({ ...library, entry: ['src/main.ts'], dts: false });
