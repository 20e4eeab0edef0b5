import type { Run } from '../run/run.ts';
import type { Definition } from '../syntax/statement-ast.ts';
import { comment, createIndex, createSequence, createSynonym, createView, drop } from './objects.ts';
import { alterUser, createRole, createUser, grant } from './principals.ts';
import { alterTable, createTable, truncateTable } from './tables.ts';

export async function runDefinition(run: Run, statement: Definition, text: string): Promise<void> {
  // What is open is committed first, whatever becomes of the definition.
  await run.transactions.commit();
  switch (statement.kind) {
    case 'create table':
      return createTable(run, statement, text);
    case 'alter table':
      return alterTable(run, statement, text);
    case 'truncate':
      return truncateTable(run, statement, text);
    case 'create view': {
      if (!statement.isMaterialized) return createView(run, statement, text);
      const table = {
        kind: 'create table',
        name: statement.name,
        columns: [],
        constraints: [],
        logGroups: [],
        partitioning: undefined,
        isIndexOrganized: false,
        isTemporary: false,
        query: statement.query,
      } as const;
      return createTable(run, table, text, 'MATERIALIZED VIEW', statement.text);
    }
    case 'create index':
      return createIndex(run, statement, text);
    case 'create sequence':
      return createSequence(run, statement, text);
    case 'create synonym':
      return createSynonym(run, statement, text);
    case 'create user':
      return createUser(run, statement);
    case 'alter user':
      return alterUser(run, statement);
    case 'create role':
      return createRole(run, statement);
    case 'drop':
      return drop(run, statement, text);
    case 'comment':
      return comment(run, statement, text);
    case 'grant':
    case 'revoke':
      return grant(run, statement, text);
  }
}
