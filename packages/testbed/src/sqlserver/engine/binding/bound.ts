import type { SqlType } from '../../engine.ts';
import { postgresType } from '../types/kinds.ts';

/** An expression that has a type: PostgreSQL's SQL for it, in the form in which values are kept. */
export interface Bound {
  readonly sql: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Which of two collations wins: a literal's gives way, a column's clashes with another column's. */
  readonly coercibility: 'explicit' | 'implicit' | 'default';
  /** The word NULL, which takes every type. */
  readonly isNull?: boolean;
  /** What `sys.types` calls it where that is not the type's own name: `timestamp`. */
  readonly declared?: string;
}

export function bound(sql: string, type: SqlType, { nullable = true, coercibility = 'default' as Bound['coercibility'] } = {}): Bound {
  return { sql, type, nullable, coercibility };
}

export function nullBound(type: SqlType = { name: 'int' }): Bound {
  return { sql: `null::${postgresType(type)}`, type, nullable: true, coercibility: 'default', isNull: true };
}
