import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

export default defineConfig({
  ...library,
  entry: { index: 'src/index.ts', mongodb: 'src/mongodb/index.ts', oracle: 'src/oracle/index.ts', sqlserver: 'src/sqlserver/index.ts' },
});
