import type { CollectionName } from '@lienthong/core';

/** What is sent at once. Values never stand in the text: they are parameters, so that one plan of the server serves every page. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** `ascii` are digits, dates and the like; `text` is any text, `bytes` any bytes. */
export type ParameterType = 'int' | 'bigint' | 'float' | 'ascii' | 'text' | 'bytes';

export interface Parameter {
  /** Without the `@`. */
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string | number | Buffer;
}

/** The parameters of one statement, as it is put together. */
export interface ParameterList {
  /** Adds one and gives what stands for it in the text. */
  add(prefix: string, type: ParameterType, value: string | number | Buffer): string;
  readonly all: readonly Parameter[];
}

export function createParameters(): ParameterList {
  const all: Parameter[] = [];
  return {
    add: (prefix, type, value) => {
      const name = `${prefix}${all.length}`;
      all.push({ name, type, value });
      return `@${name}`;
    },
    all,
  };
}

/** `[Tên ]]lạ]`: always quoted, so that reserved words and blanks need no thought. */
export function quoteIdentifier(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

export function quoteCollection(collection: CollectionName): string {
  return `${quoteIdentifier(collection.schema)}.${quoteIdentifier(collection.name)}`;
}

/** `N'…'`, for statements that people run: ours have parameters. */
export function quoteText(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
