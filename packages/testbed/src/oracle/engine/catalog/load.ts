import type { OracleType } from '../../engine.ts';
import type { Postgres } from '../postgres.ts';
import { quote } from '../quote.ts';
import type { Catalog, CatalogColumn, CatalogConstraint, CatalogObject, User } from './model.ts';

interface Loaded {
  readonly con_id: number;
  readonly users: readonly (Omit<User, 'isRole' | 'password'> & { readonly is_role: boolean; readonly password: string | null })[] | null;
  readonly objects: readonly ObjectRow[] | null;
  readonly indexes: readonly { readonly owner: string; readonly name: string; readonly id: number }[] | null;
  readonly grants: readonly { readonly grantee: string; readonly privilege: string; readonly object: number | null }[] | null;
  readonly roles: readonly { readonly grantee: string; readonly role: string }[] | null;
}

interface ObjectRow {
  readonly id: number;
  readonly data: number | null;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly definition: number;
  readonly ddl_scn: number | null;
  readonly text: string | null;
  readonly parent: number | null;
  readonly detail: { readonly partitioning?: CatalogObject['partitioning'] };
  readonly columns:
    | readonly {
        readonly id: number;
        readonly name: string;
        readonly type: OracleType;
        readonly nullable: boolean;
        readonly default: string | null;
        readonly virtual: string | null;
        readonly identity: CatalogColumn['identity'] | null;
        readonly hidden: boolean;
      }[]
    | null;
  readonly constraints: readonly (Omit<CatalogConstraint, 'targetId'> & { readonly target: number | null })[] | null;
}

/** The dictionary of one container. */
export async function loadCatalog(postgres: Postgres, container: string): Promise<Catalog> {
  const { rows } = await postgres.query(`select json_build_object('con_id', n.con_id,
    'users', (select json_agg(json_build_object('id', u.user_id, 'name', u.name, 'password', u.password, 'locked', u.locked, 'is_role', u.is_role)) from cat.users u where u.container = n.name),
    'objects', (select json_agg(json_build_object('id', o.object_id, 'data', o.data_object_id, 'owner', o.owner, 'name', o.name, 'type', o.type, 'definition', o.definition, 'ddl_scn', o.ddl_scn,
      'text', o.text, 'parent', o.parent_id, 'detail', o.detail,
      'columns', (select json_agg(json_build_object('id', c.column_id, 'name', c.name, 'type', c.type, 'nullable', c.nullable, 'default', c.default_text, 'virtual', c.virtual_text, 'identity', c.identity, 'hidden', c.hidden) order by c.column_id) from cat.columns c where c.object_id = o.object_id),
      'constraints', (select json_agg(json_build_object('id', k.constraint_id, 'owner', k.owner, 'name', k.name, 'type', k.type, 'columns', k.columns, 'target', k.target_id)) from cat.constraints k where k.object_id = o.object_id)))
      from cat.objects o where o.container = n.name and o.type in ('TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE', 'SYNONYM', 'SYSTEM')),
    'indexes', (select json_agg(json_build_object('owner', o.owner, 'name', o.name, 'id', o.object_id)) from cat.objects o where o.container = n.name and o.type = 'INDEX'),
    'grants', (select json_agg(json_build_object('grantee', g.grantee, 'privilege', g.privilege, 'object', g.object_id)) from (select grantee, privilege, object_id from cat.grants where container = n.name
      union all select grantee, privilege, null from cat.system_grants where container = n.name) g),
    'roles', (select json_agg(json_build_object('grantee', r.grantee, 'role', r.role)) from cat.role_grants r where r.container = n.name))
    from cat.containers n where n.name = ${quote(container)}`);
  // The query above wrote it.
  return catalogOf(container, JSON.parse(rows[0]?.[0] ?? '{}') as Loaded);
}

function catalogOf(container: string, loaded: Loaded): Catalog {
  const objects = (loaded.objects ?? []).map(objectOf);
  const grants = new Map<string, Set<string>>();
  for (const { grantee, privilege, object } of loaded.grants ?? []) {
    const of = grants.get(grantee) ?? new Set<string>();
    grants.set(grantee, of.add(object === null ? privilege : `${privilege} ${object}`));
  }
  const roles = new Map<string, string[]>();
  for (const { grantee, role } of loaded.roles ?? []) roles.set(grantee, [...(roles.get(grantee) ?? []), role]);
  return {
    container,
    containerId: loaded.con_id,
    users: new Map(
      (loaded.users ?? []).map(({ id, name, password, locked, is_role: isRole }) => [
        name,
        { id, name, locked, isRole, password: password ?? undefined },
      ]),
    ),
    objects: new Map(objects.map((object) => [`${object.owner}.${object.name}`, object])),
    byId: new Map(objects.map((object) => [object.id, object])),
    indexes: new Map((loaded.indexes ?? []).map(({ owner, name, id }) => [`${owner}.${name}`, id])),
    grants,
    roles,
  };
}

function objectOf({ data, ddl_scn, parent, detail, columns, constraints, text, ...row }: ObjectRow): CatalogObject {
  return {
    ...row,
    dataObjectId: data ?? row.id,
    definedAtScn: ddl_scn ?? 0,
    text: text ?? undefined,
    parentId: parent ?? undefined,
    partitioning: detail.partitioning,
    columns: (columns ?? []).map(({ default: defaultText, virtual, identity, ...column }) => ({
      ...column,
      defaultText: defaultText ?? undefined,
      virtualText: virtual ?? undefined,
      identity: identity ?? undefined,
    })),
    constraints: (constraints ?? []).map(({ target, ...constraint }) => ({ ...constraint, targetId: target ?? undefined })),
  };
}
