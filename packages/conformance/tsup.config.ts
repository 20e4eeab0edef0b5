import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

export default defineConfig({ ...library, entry: ['src/index.ts', 'src/reading.ts', 'src/twins.ts'] });
