import { OracleError } from '../../engine.ts';
import { quote } from '../quote.ts';
import type { Run } from '../run/run.ts';
import { tableName } from '../storage/tables.ts';
import type { Definition } from '../syntax/statement-ast.ts';
import { tableSource } from '../translate/table-source.ts';
import { columnRow } from './columns.ts';
import { indexRow } from './constraints.ts';
import { define, newId, placeOf } from './define.ts';

type Of<Kind extends Definition['kind']> = Extract<Definition, { kind: Kind }>;

export async function createView(run: Run, statement: Of<'create view'>, text: string): Promise<void> {
  const context = run.context([]);
  const old = statement.replace ? context.find(statement.name) : undefined;
  const { owner, name } = old ?? placeOf(run, statement.name, 'CREATE VIEW');
  const { columns } = context.as(owner).query(statement.query, { sources: [], parent: undefined, groups: undefined });
  const id = old?.id ?? (await newId(run));
  const rows = columns.map((column, index) =>
    columnRow(id, {
      id: index + 1,
      name: statement.columns[index] ?? column.name,
      type: column.value.type,
      nullable: true,
      definition: undefined,
    }),
  );
  const head = `insert into cat.objects (object_id, container, owner, name, type, text) values (${id}, ${quote(run.facts.container)}, ${quote(owner)}, ${quote(name)}, 'VIEW', ${quote(statement.text)}) on conflict (object_id) do update set text = excluded.text`;
  await define(run, text, { sql: [`delete from cat.columns where object_id = ${id}`, head, ...rows], objectId: id });
}

export async function createIndex(run: Run, statement: Of<'create index'>, text: string): Promise<void> {
  const context = run.context([]);
  const table = context.object(statement.table);
  const [name = '', owner = run.facts.schema] = [...statement.name.parts].reverse();
  if (run.catalog().indexes.has(`${owner}.${name}`)) throw new OracleError(955, 'name is already used by an existing object');
  const id = await newId(run);
  const scope = { sources: [tableSource(context, table, '', table.name)], parent: undefined, groups: undefined };
  const columns = statement.columns.map(({ value, text: written, descending }) => {
    const isColumn =
      value.kind === 'name' && table.columns.some((column) => column.name === value.name.parts[0] && column.virtualText === undefined);
    const { sql } = context.expression(value, scope);
    return { name: isColumn && value.kind === 'name' ? value.name.parts[0] : undefined, text: written, descending, sql };
  });
  const plain = columns.every((column) => column.name !== undefined);
  const list = columns.map(({ sql, descending }) => `${sql}${descending ? ' desc' : ''}`).join(', ');
  // What PostgreSQL could not index by (an expression that reads settings) is in the dictionary alone, unless it has to be unique.
  const create =
    plain || statement.unique
      ? [
          `create ${statement.unique ? 'unique ' : ''}index x${id} on ${tableName(table.id)} (${plain ? list : columns.map(({ sql }) => `(${sql})`).join(', ')})`,
        ]
      : [];
  await define(run, text, { sql: [...create, indexRow(run, { ...table, owner }, id, name, statement.unique, columns)], objectId: id });
}

export async function createSequence(run: Run, { name: path, start, step, cache }: Of<'create sequence'>, text: string): Promise<void> {
  const { owner, name } = placeOf(run, path, 'CREATE SEQUENCE');
  const id = await newId(run);
  const row = `insert into cat.objects (object_id, container, owner, name, type, detail) values (${id}, ${quote(run.facts.container)}, ${quote(owner)}, ${quote(name)}, 'SEQUENCE', ${quote(JSON.stringify({ start, step, cache }))})`;
  await define(run, text, { sql: [`create sequence data.q${id} start with ${start} increment by ${step}`, row], objectId: id });
}

export async function createSynonym(run: Run, statement: Of<'create synonym'>, text: string): Promise<void> {
  const [name = '', owner = statement.isPublic ? 'PUBLIC' : run.facts.schema] = [...statement.name.parts].reverse();
  const [target = '', targetOwner = run.facts.schema] = [...statement.target.parts].reverse();
  const old = run.catalog().objects.get(`${owner}.${name}`);
  if (old !== undefined && !statement.replace) throw new OracleError(955, 'name is already used by an existing object');
  const id = old?.id ?? (await newId(run));
  const row = `insert into cat.objects (object_id, container, owner, name, type, text) values (${id}, ${quote(run.facts.container)}, ${quote(owner)}, ${quote(name)}, 'SYNONYM', ${quote(`${targetOwner}.${target}`)}) on conflict (object_id) do update set text = excluded.text`;
  await define(run, text, { sql: [row], objectId: id });
}

const missing: Readonly<Record<string, readonly [number, string]>> = {
  SEQUENCE: [2289, 'sequence does not exist'],
  SYNONYM: [1434, 'private synonym to be dropped does not exist'],
  'PUBLIC SYNONYM': [1432, 'public synonym to be dropped does not exist'],
  INDEX: [1418, 'specified index does not exist'],
};

export async function drop(run: Run, { type, name: path, cascade }: Of<'drop'>, text: string): Promise<void> {
  if (type === 'USER' || type === 'ROLE') return dropPrincipal(run, type, path.parts[0] ?? '', cascade, text);
  const [name = '', owner = type === 'PUBLIC SYNONYM' ? 'PUBLIC' : run.facts.schema] = [...path.parts].reverse();
  const context = run.context([]);
  const id = droppedId(run, type, `${owner}.${name}`);
  const isSeen = type.endsWith('SYNONYM') || type === 'INDEX' || context.find(path) !== undefined;
  if (id === undefined || !isSeen) {
    const [number, message] = missing[type] ?? [942, 'table or view does not exist'];
    throw new OracleError(number, message, { offset: path.at });
  }
  if (owner !== run.facts.user && !context.isDba && !context.rights.has(`DROP ANY ${type}`))
    throw new OracleError(1031, 'insufficient privileges');
  // The journal keeps its own: what was dropped is still in the log.
  await define(run, text, {
    objectId: id,
    sql: [
      ...storageSql(type, id, cascade),
      ...forget(`object_id = ${id}`),
      `delete from cat.objects where object_id = ${id} or parent_id = ${id}`,
    ],
  });
}

function droppedId(run: Run, type: string, key: string): number | undefined {
  const { indexes, objects } = run.catalog();
  const object = objects.get(key);
  if (type === 'INDEX') return indexes.get(key);
  return object?.type === type.replace('PUBLIC ', '') ? object.id : undefined;
}

function storageSql(type: string, id: number, cascade: boolean): readonly string[] {
  switch (type) {
    case 'TABLE':
    case 'MATERIALIZED VIEW':
      return [`drop table ${tableName(id)}${cascade ? ' cascade' : ''}`, `drop sequence if exists data.r${id}, data.i${id} cascade`];
    case 'SEQUENCE':
      return [`drop sequence data.q${id}`];
    case 'INDEX':
      return [`drop index if exists data.x${id}`];
    default:
      return [];
  }
}

function forget(condition: string): readonly string[] {
  return ['columns', 'constraints', 'log_groups', 'grants'].map((table) => `delete from cat.${table} where ${condition}`);
}

async function dropPrincipal(run: Run, type: 'USER' | 'ROLE', name: string, cascade: boolean, text: string): Promise<void> {
  const found = run.catalog().users.get(name);
  if (found === undefined || found.isRole !== (type === 'ROLE'))
    throw new OracleError(type === 'USER' ? 1918 : 1919, `${type.toLowerCase()} '${name}' does not exist`);
  const context = run.context([]);
  if (!context.isDba && !context.rights.has(`DROP ${type}`)) throw new OracleError(1031, 'insufficient privileges');
  const owned = [...run.catalog().objects.values()].filter(({ owner }) => owner === name);
  if (owned.length > 0 && !cascade) throw new OracleError(1922, `CASCADE must be specified to drop '${name}'`);
  const sql = owned.filter(({ type: kind }) => kind === 'TABLE').map(({ id }) => `drop table ${tableName(id)} cascade`);
  const container = quote(run.facts.container);
  const ids = `object_id in (select o.object_id from cat.objects o where o.container = ${container} and o.owner = ${quote(name)})`;
  await define(run, text, {
    objectId: 0,
    sql: [
      ...sql,
      ...forget(ids),
      `delete from cat.objects where container = ${container} and owner = ${quote(name)}`,
      `delete from cat.users where container = ${container} and name = ${quote(name)}`,
      ...['grants', 'system_grants', 'role_grants'].map(
        (table) => `delete from cat.${table} where container = ${container} and grantee = ${quote(name)}`,
      ),
    ],
  });
}

export async function comment(run: Run, statement: Of<'comment'>, text: string): Promise<void> {
  const context = run.context([]);
  const parts = statement.on === 'TABLE' ? statement.name.parts : statement.name.parts.slice(0, -1);
  const object = context.object({ parts, at: statement.name.at });
  context.demand('ALTER', object);
  const column = object.columns.find(({ name }) => name === statement.name.parts[statement.name.parts.length - 1]);
  if (statement.on === 'COLUMN' && column === undefined)
    throw new OracleError(904, `"${statement.name.parts.join('.')}": invalid identifier`);
  const told = statement.text === '' ? 'null' : quote(statement.text);
  const where =
    statement.on === 'TABLE'
      ? `cat.objects set comments = ${told} where object_id = ${object.id}`
      : `cat.columns set comments = ${told} where object_id = ${object.id} and column_id = ${column?.id}`;
  await define(run, text, { objectId: object.id, sql: [`update ${where}`] });
}
