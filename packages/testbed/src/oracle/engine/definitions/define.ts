import { OracleError } from '../../engine.ts';
import { quote } from '../quote.ts';
import type { Run } from '../run/run.ts';
import type { Name } from '../syntax/ast.ts';

/** What a definition does: SQL over the dictionary and the storage, all in one transaction. */
export interface Work {
  readonly sql: readonly string[];
  /** What the journal notes it of. */
  readonly objectId: number;
  readonly kind?: 'ddl' | 'truncate';
}

/** DDL commits what is open before, is all or nothing, and commits itself. Who holds the table makes it fail at once (54). */
export async function define(run: Run, text: string, work: Work): Promise<void> {
  const { facts, transactions } = run;
  try {
    const noted = `select redo.define(${work.objectId}, '${work.kind ?? 'ddl'}', ${quote(text)}, ${facts.sid}, ${facts.serial}, ${quote(facts.user)}, ${quote(facts.container)}, ${facts.instance})`;
    await transactions.within(
      `set local lock_timeout = '20ms'; ${work.sql.map((part) => part.replace(/;\s*$/, '')).join('; ')}; delete from pending; ${noted}`,
    );
    await transactions.commit();
  } catch (error) {
    await transactions.rollback();
    throw error;
  } finally {
    await run.changed();
  }
}

export async function newId(run: Run): Promise<number> {
  const { rows } = await run.transactions.read("select nextval('ora.object_ids')");
  return Number(rows[0]?.[0]);
}

/** Owner and name of what is created; a name that is taken is refused with 955. */
export function placeOf(run: Run, { parts, at }: Name, privilege: string): { readonly owner: string; readonly name: string } {
  const [name = '', owner = run.facts.schema] = [...parts].reverse();
  const context = run.context([]);
  if (!run.catalog().users.has(owner)) throw new OracleError(1918, `user '${owner}' does not exist`);
  const [verb, ...what] = privilege.split(' ');
  const own = owner === run.facts.user && context.rights.has(privilege);
  if (!own && !context.isDba && !context.rights.has(`${verb} ANY ${what.join(' ')}`))
    throw new OracleError(1031, 'insufficient privileges');
  if (run.catalog().objects.has(`${owner}.${name}`))
    throw new OracleError(955, 'name is already used by an existing object', { offset: at });
  return { owner, name };
}
