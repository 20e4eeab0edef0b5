import { SqlServerError } from '../../engine.ts';
import type { Bound } from '../binding/bound.ts';
import type { Context } from '../binding/context.ts';
import type { Source } from '../binding/scope.ts';
import type { Name } from '../syntax/ast.ts';

/** Functions in FROM. */
export function tableFunction(
  _context: Context,
  name: Name,
  _list: readonly Bound[],
  _alias: string | undefined,
): { readonly sql: string; readonly sources: readonly Source[] } {
  throw new SqlServerError(208, `Invalid object name '${name.parts.join('.')}'.`, { line: name.line });
}
