import type { CollectionName } from '@lienthong/core';

/** What is sent at once. Values never stand in the text: they are binds, so that one cursor of the server serves every page. */
export interface Statement {
  readonly text: string;
  readonly binds: readonly Bind[];
}

/** `text` is any text, `national` one of the national character set, `bytes` any bytes of at most 2000. */
export type BindType = 'number' | 'text' | 'national' | 'bytes';

export interface Bind {
  /** Without the colon. */
  readonly name: string;
  readonly type: BindType;
  readonly value: string | number | Buffer;
}

/** The binds of one statement, as it is put together. */
export interface BindList {
  /** Adds one and gives what stands for it in the text. */
  add(prefix: string, type: BindType, value: string | number | Buffer): string;
  readonly all: readonly Bind[];
}

export function createBinds(): BindList {
  const all: Bind[] = [];
  return {
    add: (prefix, type, value) => {
      const name = `${prefix}${all.length}`;
      all.push({ name, type, value });
      return `:${name}`;
    },
    all,
  };
}

/** A statement without binds. */
export function plain(text: string): Statement {
  return { text, binds: [] };
}

/** `"Tên lạ"`: always quoted, so that reserved words, case and blanks need no thought. No name of Oracle holds a quote. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '')}"`;
}

export function quoteCollection(collection: CollectionName): string {
  return `${quoteIdentifier(collection.schema)}.${quoteIdentifier(collection.name)}`;
}
