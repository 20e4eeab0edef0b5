import { type Bind, type BindList, createBindList } from '@lienthong/adapter-kit';
import type { CollectionName } from '@lienthong/core';

/** What is sent at once. Values never stand in the text: they are parameters, so that one plan of the server serves every page. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** `ascii` are digits, dates and the like; `text` is any text, `bytes` any bytes. */
export type ParameterType = 'int' | 'bigint' | 'float' | 'ascii' | 'text' | 'bytes';

export type Parameter = Bind<ParameterType>;

/** The parameters of one statement, as it is put together. */
export type ParameterList = BindList<ParameterType>;

export function createParameters(): ParameterList {
  return createBindList('@');
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
