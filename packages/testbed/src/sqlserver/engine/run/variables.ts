import { SqlServerError } from '../../engine.ts';
import { emptyScope } from '../binding/scope.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { convert } from '../translate/convert.ts';
import { namedType } from '../types/names.ts';
import type { Run } from './session-state.ts';

export function assignVariable(run: Run, name: string, text: string | null): void {
  const variable = run.variables.get(name.toLowerCase());
  if (variable === undefined) throw new SqlServerError(137, `Must declare the scalar variable "${name}".`, { severity: 15 });
  run.variables.set(name.toLowerCase(), { type: variable.type, text });
}

export async function runDeclare(run: Run, { variables }: Extract<Statement, { kind: 'declare' }>): Promise<void> {
  for (const { name, type, value } of variables) {
    if (run.variables.has(name.toLowerCase()))
      throw new SqlServerError(134, `The variable name '${name}' has already been declared.`, { severity: 15 });
    run.variables.set(name.toLowerCase(), { type: namedType(type, run.state.database.collation, 1).type, text: null });
    if (value !== undefined) await runSet(run, name, value);
  }
}

export async function runSet(run: Run, name: string, value: Expression): Promise<void> {
  const variable = run.variables.get(name.toLowerCase());
  if (variable === undefined) throw new SqlServerError(137, `Must declare the scalar variable "${name}".`, { severity: 15 });
  const context = run.context();
  const { sql } = convert(context.expression(value, emptyScope), variable.type);
  const { rows } = await run.sql(`select (${sql})::text`);
  assignVariable(run, name, rows[0]?.[0] ?? null);
}
