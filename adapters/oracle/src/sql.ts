import { createBindList, type Bind as KitBind, type BindList as KitBindList } from '@lienthong/adapter-kit';
import type { CollectionName } from '@lienthong/core';

/** What is sent at once. Values never stand in the text: they are binds, so that one cursor of the server serves every page. */
export interface Statement {
  readonly text: string;
  readonly binds: readonly Bind[];
}

/** `text` is any text, `national` one of the national character set, `bytes` any bytes of at most 2000. */
export type BindType = 'number' | 'text' | 'national' | 'bytes';

export type Bind = KitBind<BindType>;

/** The binds of one statement, as it is put together. */
export type BindList = KitBindList<BindType>;

export function createBinds(): BindList {
  return createBindList(':');
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
