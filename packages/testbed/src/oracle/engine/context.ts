import { OracleError, type OracleType } from '../engine.ts';
import type { Bound } from './binding/bound.ts';
import type { Context, Facts } from './binding/context.ts';
import type { Catalog, CatalogObject } from './catalog/model.ts';
import type { Flashback, SystemView } from './extensions.ts';
import type { Name } from './syntax/ast.ts';
import { translateCondition } from './translate/conditions.ts';
import { translateExpression } from './translate/expressions.ts';
import { translateQuery } from './translate/query.ts';

export interface ContextSource {
  readonly catalog: Catalog;
  readonly facts: Facts;
  /** Privileges and roles of a user. */
  rights(user: string): ReadonlySet<string>;
  readonly flashback: Flashback | undefined;
  readonly views: Readonly<Record<string, SystemView>>;
  readonly binds: readonly OracleType[];
  readonly variables: ReadonlyMap<string, Bound>;
  readonly isBlock: boolean;
}

/** What one statement is translated with. */
export function contextOf(source: ContextSource, counter = { aliases: 0 }): Context {
  const { catalog, facts, views } = source;
  const rights = source.rights(facts.user);
  const isDba = facts.user === 'SYS' || rights.has('DBA');
  const missing = (at: number): OracleError => new OracleError(942, 'table or view does not exist', { offset: at });
  const owns = (privilege: string, { id, owner }: CatalogObject): boolean =>
    isDba ||
    owner === facts.user ||
    rights.has(`${privilege} ${id}`) ||
    rights.has(`${privilege} ANY TABLE`) ||
    (privilege === 'SELECT' && (rights.has(`READ ${id}`) || rights.has('READ ANY TABLE')));
  const sees = (object: CatalogObject): boolean =>
    ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'ALTER', 'FLASHBACK', 'REFERENCES'].some((privilege) => owns(privilege, object));
  const find = ({ parts }: Name): CatalogObject | undefined => {
    const found = named(catalog, parts, facts.schema);
    return found !== undefined && found.type !== 'SYSTEM' && sees(found) ? found : undefined;
  };
  const context: Context = {
    catalog,
    facts,
    flashback: source.flashback,
    binds: source.binds,
    variables: source.variables,
    isBlock: source.isBlock,
    commonTables: new Map(),
    isDba,
    rights,
    get roles() {
      return [...rights].filter((right) => catalog.users.get(right)?.isRole === true);
    },
    expression: (value, scope) => translateExpression(context, value, scope),
    condition: (value, scope) => translateCondition(context, value, scope),
    query: (query, scope) => translateQuery(context, query, scope),
    as: (owner) => contextOf({ ...source, facts: { ...facts, user: owner, schema: owner } }, counter),
    alias: () => `s${++counter.aliases}`,
    find,
    object: (name) => {
      const found = find(name);
      if (found === undefined) throw missing(name.at);
      return found;
    },
    view: ({ parts }) =>
      viewNamed(views, parts, isDba || rights.has('SELECT_CATALOG_ROLE') || rights.has('SELECT ANY DICTIONARY'), rights, catalog),
    demand: (privilege, object) => {
      if (owns(privilege, object)) return;
      if (!sees(object)) throw missing(0);
      throw new OracleError(1031, 'insufficient privileges');
    },
  };
  return context;
}

function named({ objects }: Catalog, parts: readonly string[], schema: string): CatalogObject | undefined {
  const [last = '', owner] = [...parts].reverse();
  if (parts.length > 2) return undefined;
  let found = objects.get(`${owner ?? schema}.${last}`) ?? (owner === undefined ? objects.get(`PUBLIC.${last}`) : undefined);
  for (let depth = 0; found?.type === 'SYNONYM' && depth < 8; depth++) found = objects.get(found.text ?? '');
  return found;
}

function viewNamed(
  views: ContextSource['views'],
  parts: readonly string[],
  isReader: boolean,
  rights: ReadonlySet<string>,
  { objects }: Catalog,
): SystemView | undefined {
  const [last = '', owner] = [...parts].reverse();
  if ((owner !== undefined && owner !== 'SYS') || parts.length > 2) return undefined;
  const name = last.replace(/^(G?V)_\$/, '$1$');
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  if (view === undefined) return undefined;
  // Grants are on the views below the synonyms: V_$LOG for V$LOG.
  const below = objects.get(`SYS.${name.replace(/^(G?V)\$/, '$1_$')}`);
  const isGranted = below !== undefined && (rights.has(`SELECT ${below.id}`) || rights.has(`READ ${below.id}`));
  return view.access === 'public' || isReader || isGranted ? view : undefined;
}
