import { LienThongError } from '@lienthong/core';

export interface KnownOptions {
  /** As messages name it: `PostgreSQL`. */
  readonly product: string;
  readonly names: ReadonlySet<string>;
}

/**
 * Runs `resolve`, which applies defaults and adds what is wrong to `problems`, without any value. Throws OPTIONS_INVALID with every
 * problem at once; an option that nobody knows is one.
 */
export function resolveAll<Options>(input: object, { product, names }: KnownOptions, resolve: (problems: string[]) => Options): Options {
  const problems = Object.keys(input)
    .filter((name) => !names.has(name))
    .map((name) => `${name} is no option of the ${product} adapter`);
  const options = resolve(problems);
  if (problems.length === 0) return options;
  throw new LienThongError('OPTIONS_INVALID', {
    message: `${product} options: ${problems.join('; ')}`,
    remedy: 'Correct the options that the message names.',
    details: { problems },
  });
}

export function flagOption(name: string, value: unknown, fallback: boolean, problems: string[]): boolean {
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  problems.push(`${name} must be true or false`);
  return fallback;
}
