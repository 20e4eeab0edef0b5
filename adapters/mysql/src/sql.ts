import type { CollectionName } from '@lienthong/core';

/** `` `Tên ``lạ` ``: always quoted, so that reserved words and blanks need no thought. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function quoteCollection(collection: CollectionName): string {
  return `${quoteIdentifier(collection.schema)}.${quoteIdentifier(collection.name)}`;
}

/** A text of ours, right under any mode of the session and any character set: no quote, no backslash. */
export function textLiteral(text: string): string {
  return `_utf8mb4 x'${Buffer.from(text, 'utf8').toString('hex')}'`;
}
