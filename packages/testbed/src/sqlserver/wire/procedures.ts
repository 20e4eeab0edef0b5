import { type SqlRequest, SqlServerError } from '../engine.ts';
import { bind, type Call, notSpoken } from './calls.ts';
import type { SentParameter } from './parameters.ts';
import type { Prepared, Requests } from './requests.ts';
import type { Results } from './results.ts';
import { runStatement } from './statements.ts';

/** The handle of a statement that was prepared; undefined for everything else. */
export async function carryOut(
  on: Requests,
  { procedure, parameters }: Call,
  results: Results,
  signal: AbortSignal,
): Promise<number | undefined> {
  const run = ({ text, declaration }: Prepared, values: readonly SentParameter[]): Promise<void> =>
    runStatement(on, { text, parameters: bind(declaration, values) }, results, signal);
  switch (procedure) {
    case 'sp_executesql': {
      const [statement, declaration, ...values] = parameters;
      await run({ text: textOf(statement), declaration: optionalText(declaration) }, values);
      return undefined;
    }
    case 'sp_prepare': {
      const [, declaration, statement] = parameters;
      return prepare(on, statement, declaration);
    }
    case 'sp_prepexec': {
      const [, declaration, statement, ...values] = parameters;
      const handle = prepare(on, statement, declaration);
      await run(preparedOf(on, handle), values);
      return handle;
    }
    case 'sp_execute': {
      const [handle, ...values] = parameters;
      await run(preparedOf(on, numberOf(handle)), values);
      return undefined;
    }
    case 'sp_unprepare': {
      const handle = numberOf(parameters[0]);
      preparedOf(on, handle);
      on.prepared.delete(handle);
      return undefined;
    }
    default:
      await runStatement(on, callText(procedure, parameters), results, signal);
      return undefined;
  }
}

/** `exec name @a = @a, …`: parameters without a name stand in their order. */
function callText(procedure: string, parameters: readonly SentParameter[]): SqlRequest {
  const output = parameters.find(({ isOutput }) => isOutput);
  if (output !== undefined) throw notSpoken(`The output parameter ${output.name}`);
  const named = parameters.map(({ name, type, value }, index) => ({ name: name === '' ? `@P${index + 1}` : name, type, value }));
  const given = parameters.map(({ name }, index) => (name === '' ? `@P${index + 1}` : `${name} = ${name}`));
  return { text: [`exec ${procedure}`, given.join(', ')].join(given.length === 0 ? '' : ' '), parameters: named };
}

function prepare(on: Requests, statement: SentParameter | undefined, declaration: SentParameter | undefined): number {
  on.lastHandle++;
  on.prepared.set(on.lastHandle, { text: textOf(statement), declaration: optionalText(declaration) });
  return on.lastHandle;
}

function preparedOf(on: Requests, handle: number): Prepared {
  const prepared = on.prepared.get(handle);
  if (prepared === undefined) throw new SqlServerError(8179, `Could not find prepared statement with handle ${handle}.`, { state: 2 });
  return prepared;
}

function textOf(parameter: SentParameter | undefined): string {
  if (typeof parameter?.value === 'string') return parameter.value;
  throw new SqlServerError(214, "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.", { state: 2 });
}

function optionalText(parameter: SentParameter | undefined): string {
  return parameter === undefined || parameter.value === null ? '' : textOf(parameter);
}

function numberOf(parameter: SentParameter | undefined): number {
  if (typeof parameter?.value === 'number') return parameter.value;
  throw new SqlServerError(214, "Procedure expects parameter '@handle' of type 'int'.", { state: 2 });
}
