/** A value that is sent beside a statement. */
export interface Bind<Type> {
  /** Without its mark. */
  readonly name: string;
  readonly type: Type;
  readonly value: string | number | Buffer;
}

/** The values of one statement, as it is put together. */
export interface BindList<Type> {
  /** Adds one and gives what stands for it in the text. */
  add(prefix: string, type: Type, value: string | number | Buffer): string;
  readonly all: readonly Bind<Type>[];
}

/** `mark` is what the engine writes before a name: `@`, `:`. */
export function createBindList<Type>(mark: string): BindList<Type> {
  const all: Bind<Type>[] = [];
  return {
    add: (prefix, type, value) => {
      const name = `${prefix}${all.length}`;
      all.push({ name, type, value });
      return `${mark}${name}`;
    },
    all,
  };
}
