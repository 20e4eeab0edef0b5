import type { Bind, OracleType } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context, Facts } from '../binding/context.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Extension, ExtensionSession } from '../extensions.ts';
import type { Cursors } from './cursors.ts';
import type { Transactions } from './transactions.ts';

/** What statements of one session run with. */
export interface Run {
  /** The same object until the dictionary, the schema or a setting changes. */
  readonly facts: Facts;
  readonly transactions: Transactions;
  readonly cursors: Cursors;
  readonly extension: ExtensionSession;
  readonly rooms: readonly Extension[];
  catalog(): Catalog;
  /** Reads the dictionary anew when it has changed. */
  refresh(): Promise<void>;
  /** The dictionary changed: every session reads it anew. */
  changed(): Promise<void>;
  context(binds: readonly OracleType[], variables?: ReadonlyMap<string, Bound>): Context;
  /** Literals of one row of binds. */
  literals(row: readonly Bind[]): readonly string[];
  enter(container: string): Promise<void>;
  schema(name: string): void;
  /** `alter session set …` */
  setting(name: string, value: string): void;
}
