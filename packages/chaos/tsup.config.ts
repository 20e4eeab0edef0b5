import { defineConfig } from 'tsup';
import { library } from '../../tooling/tsup.ts';

// Programs, not a library: no types. The processes are started by the first.
export default defineConfig({
  ...library,
  entry: [
    'src/main.ts',
    'src/parts/connector-process.ts',
    'src/parts/platform-process.ts',
    'src/engines/mongodb/server-process.ts',
    'src/engines/sqlserver/server-process.ts',
    'src/engines/oracle/server-process.ts',
  ],
  dts: false,
});
