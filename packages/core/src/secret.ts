const marker = Symbol.for('lienthong.secret');
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A value that prints as `[secret]` in strings, JSON, templates and the inspector. */
export interface Secret {
  readonly [marker]: true;
  /** The value itself: call it as late as possible and do not keep the result. */
  reveal(): string;
}

export function secret(value: string): Secret {
  // The value lives in a closure: no property to enumerate, copy or serialise.
  return Object.freeze({
    [marker]: true as const,
    reveal: () => value,
    toString: () => '[secret]',
    toJSON: () => '[secret]',
    [inspect]: () => '[secret]',
  });
}

export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && marker in value;
}

/** For options that accept both a plain string and a secret. */
export function reveal(value: string | Secret): string {
  return typeof value === 'string' ? value : value.reveal();
}
