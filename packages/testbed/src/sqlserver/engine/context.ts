import { SqlServerError } from '../engine.ts';
import type { Context, Facts, Variable } from './binding/context.ts';
import type { CatalogObject, Database } from './catalog/model.ts';
import type { Name } from './syntax/ast.ts';
import { translateCondition } from './translate/conditions.ts';
import { translateExpression } from './translate/expressions.ts';
import { translateQuery } from './translate/query.ts';

export interface ContextSource {
  readonly database: Database;
  readonly databases: ReadonlyMap<string, Database>;
  readonly facts: Facts;
  readonly variables: ReadonlyMap<string, Variable>;
  /** `permission object_id` that the user has; undefined for one who may everything. */
  readonly rights: ReadonlySet<string> | undefined;
}

/** What one statement is translated with. */
export function contextOf({ database, databases, facts, variables, rights }: ContextSource): Context {
  let aliases = 0;
  const can = (permission: string, object: CatalogObject): boolean => rights === undefined || rights.has(`${permission} ${object.id}`);
  const context: Context = {
    database,
    databases,
    facts,
    variables,
    read: new Set(),
    commonTables: new Map(),
    expression: (value, scope) => translateExpression(context, value, scope),
    condition: (value, scope) => translateCondition(context, value, scope),
    query: (query, scope) => translateQuery(context, query, scope),
    alias: () => `s${++aliases}`,
    demand: (permission, object) => {
      if (can(permission, object)) return;
      throw new SqlServerError(
        229,
        `The ${permission} permission was denied on the object '${object.name}', database '${database.name}', schema '${object.schema}'.`,
        { severity: 14, state: 5 },
      );
    },
    can: (permission, on) => on.class === 'object' && can(permission, on.object),
    object: (name) => objectNamed(database, databases, name),
  };
  return context;
}

function objectNamed(database: Database, databases: ReadonlyMap<string, Database>, { parts, line }: Name): CatalogObject {
  const [last = '', schema = 'dbo', of] = [...parts].reverse();
  const where = of === undefined || of === '' ? database : databases.get(of.toLowerCase());
  const found = where?.objects.get(`${schema === '' ? 'dbo' : schema}.${last}`.toLowerCase());
  if (found === undefined) throw new SqlServerError(208, `Invalid object name '${parts.join('.')}'.`, { line });
  return found;
}
