import type { EngineName } from '../src/engines/engine.ts';

/** What CI plays. With PostgreSQL every fault there is; with MariaDB and MySQL together, and with MongoDB, every kind of trouble: `draw-round.test.ts` holds it. */
export const ciRuns: Readonly<Record<EngineName, { readonly seed: number; readonly rounds: number }>> = {
  postgres: { seed: 41_203, rounds: 30 },
  mariadb: { seed: 4_172, rounds: 9 },
  mysql: { seed: 7_007, rounds: 7 },
  mongodb: { seed: 3_003, rounds: 11 },
  sqlserver: { seed: 9, rounds: 7 },
  'sqlserver-cdc': { seed: 91, rounds: 3 },
  oracle: { seed: 9, rounds: 8 },
  'oracle-flashback': { seed: 132, rounds: 4 },
};
