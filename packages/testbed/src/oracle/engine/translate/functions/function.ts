import type { Bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';

export interface SqlFunction {
  readonly arguments: readonly [least: number, most: number];
  readonly translate: (values: readonly Bound[], context: Context) => Bound;
}

export function at(values: readonly Bound[], index: number): Bound {
  const found = values[index];
  if (found === undefined) throw new Error(`A function was translated without its argument ${index + 1}.`);
  return found;
}
