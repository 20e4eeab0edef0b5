import type { Dataset, Dirt } from '../dataset.ts';

/** `none`, the shares of an ordinary old system, those of a bad one, or shares by kind of dirt (the others are none). */
export type DirtLevel = 'none' | 'usual' | 'heavy' | Readonly<Record<string, number>>;

export function sharesOf({ name, dirt }: Dataset, level: DirtLevel): readonly (readonly [Dirt, number])[] {
  if (level === 'none') return [];
  if (level === 'usual' || level === 'heavy') return dirt.map((kind) => [kind, kind[level]]);
  const known = new Set(dirt.map(({ kind }) => kind));
  for (const [kind, share] of Object.entries(level)) {
    if (!known.has(kind)) throw new TypeError(`${name} has no dirt ${kind}; it has ${[...known].join(', ')}`);
    if (!(share >= 0 && share <= 1)) throw new TypeError(`the share of ${kind} must be from 0 to 1`);
  }
  return dirt.flatMap((kind) => {
    const share = Object.hasOwn(level, kind.kind) ? level[kind.kind] : undefined;
    return share === undefined ? [] : [[kind, share] as const];
  });
}
