import type { Engine, EngineName } from './engine.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { oracle } from './oracle.ts';
import { postgres } from './postgres.ts';
import { sqlserver } from './sqlserver.ts';

export const engines: Readonly<Record<EngineName, Engine>> = { postgres, mysql, sqlserver, oracle, mongodb };
