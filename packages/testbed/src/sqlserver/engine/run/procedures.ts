import { SqlServerError } from '../../engine.ts';
import { emptyScope } from '../binding/scope.ts';
import { quote } from '../definitions/quote.ts';
import type { Name, Statement } from '../syntax/ast.ts';
import { convert } from '../translate/convert.ts';
import { nowSql, type Run } from './session-state.ts';

type Execute = Extract<Statement, { kind: 'execute' }>;

/** Arguments of a call as texts, by name in lower case without `@`; null is NULL. */
export type Arguments = ReadonlyMap<string, string | null>;

export interface Procedure {
  /** In order, for arguments without a name. */
  readonly parameters: readonly string[];
  readonly run: (run: Run, values: Arguments) => Promise<void>;
}

const procedures: Readonly<Record<string, Procedure>> = {
  sp_rename: { parameters: ['objname', 'newname', 'objtype'], run: rename },
  sp_addextendedproperty: {
    parameters: ['name', 'value', 'level0type', 'level0name', 'level1type', 'level1name', 'level2type', 'level2name'],
    run: addProperty,
  },
};

/** `exec p …`; refuses with 2812 what is not there. */
export async function runProcedure(
  run: Run,
  { procedure, arguments: list, line }: Execute,
  more: Readonly<Record<string, Procedure>>,
): Promise<void> {
  const name = (procedure.parts[procedure.parts.length - 1] ?? '').toLowerCase();
  const known = { ...procedures, ...more };
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) throw new SqlServerError(2812, `Could not find stored procedure '${procedure.parts.join('.')}'.`, { line });
  const values = new Map<string, string | null>();
  for (const [index, argument] of list.entries()) {
    const parameter = argument.name?.slice(1).toLowerCase() ?? found.parameters[index];
    if (parameter === undefined || !found.parameters.includes(parameter)) {
      throw new SqlServerError(
        argument.name === undefined ? 8144 : 8145,
        argument.name === undefined
          ? `Procedure or function ${name} has too many arguments specified.`
          : `${argument.name} is not a parameter for procedure ${name}.`,
        { line },
      );
    }
    const context = run.context();
    const { sql } = convert(context.expression(argument.value, emptyScope), {
      name: 'nvarchar',
      length: 4000,
      collation: run.state.database.collation,
    });
    const { rows } = await run.sql(`select ${sql}`);
    values.set(parameter, rows[0]?.[0] ?? null);
  }
  await found.run(run, values);
}

function written(text: string | null | undefined): Name {
  return {
    parts: [...(text ?? '').matchAll(/\[((?:[^\]]|\]\])*)\]|([^.[\]]+)/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll(']]', ']') ?? plain ?? '',
    ),
    line: 1,
  };
}

/** A table (`exec sp_rename 'dbo.t', 'u'`) or a column (`'dbo.t.c', 'd', 'COLUMN'`). */
async function rename(run: Run, values: Arguments): Promise<void> {
  const name = written(values.get('objname'));
  const next = quote(values.get('newname') ?? '');
  const isColumn = values.get('objtype')?.toLowerCase() === 'column';
  const object = run.context().object(isColumn ? { ...name, parts: name.parts.slice(0, -1) } : name);
  if (!isColumn) {
    await run.sql(
      `update cat.objects set name = ${next}, modified = greatest(modified + 33334, ${nowSql(run.server)}) where object_id = ${object.id}`,
    );
    return;
  }
  const last = quote(name.parts[name.parts.length - 1] ?? '');
  const { count } = await run.sql(`update cat.columns set name = ${next} where object_id = ${object.id} and lower(name) = lower(${last})`);
  if (count === 0)
    throw new SqlServerError(15248, 'Either the parameter @objname is ambiguous or the claimed @objtype (COLUMN) is wrong.', {
      severity: 11,
    });
  await run.sql(`update cat.objects set modified = greatest(modified + 33334, ${nowSql(run.server)}) where object_id = ${object.id}`);
}

async function addProperty(run: Run, values: Arguments): Promise<void> {
  const { database } = run.state;
  const [schema, table, column] = ['level0name', 'level1name', 'level2name'].map((level) => values.get(level) ?? undefined);
  let place = '0, 0, 0';
  if (schema !== undefined && table !== undefined) {
    const object = run.context().object({ parts: [schema, table], line: 1 });
    const id = column === undefined ? 0 : object.columns.find((candidate) => candidate.name.toLowerCase() === column.toLowerCase())?.id;
    if (id === undefined)
      throw new SqlServerError(
        15135,
        `Object is invalid. Extended properties are not permitted on '${schema}.${table}.${column}', or the object does not exist.`,
      );
    place = `1, ${object.id}, ${id}`;
  }
  const type = JSON.stringify({ name: 'nvarchar', length: 4000, collation: database.collation });
  await run.sql(
    `insert into cat.properties values (${database.id}, ${place}, ${quote(values.get('name') ?? '')}, ${quote(`${type}|${values.get('value') ?? ''}`)})`,
  );
}
