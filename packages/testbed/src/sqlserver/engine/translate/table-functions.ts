import { SqlServerError } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Source } from '../binding/scope.ts';
import { allChanges } from '../cdc/functions.ts';
import type { Name } from '../syntax/ast.ts';

/** Functions in FROM. */
export function tableFunction(
  context: Context,
  name: Name,
  list: readonly Bound[],
  alias: string | undefined,
): { readonly sql: string; readonly sources: readonly Source[] } {
  const changes = allChanges(context, name, list, alias);
  if (changes !== undefined) return changes;
  throw new SqlServerError(208, `Invalid object name '${name.parts.join('.')}'.`, { line: name.line });
}
