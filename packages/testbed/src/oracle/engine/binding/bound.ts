import type { OracleType } from '../../engine.ts';
import { storageOf } from '../values/storage.ts';
import { varchar2 } from '../values/types.ts';

/** An expression that has a type: PostgreSQL's SQL for it, in the form in which values are kept. */
export interface Bound {
  readonly sql: string;
  readonly type: OracleType;
  readonly nullable: boolean;
  /** The word NULL, which takes every type. */
  readonly isNull?: boolean;
  /** A constant of the statement: formats have to be. */
  readonly constant?: string;
}

export function bound(sql: string, type: OracleType, nullable = true): Bound {
  return { sql, type, nullable };
}

export function nullBound(type: OracleType = varchar2(1)): Bound {
  return { sql: `null::${storageOf(type)}`, type, nullable: true, isNull: true };
}
