import { Unrepresentable } from '@lienthong/core';

/** Elements as texts, `null`, or arrays of the next dimension. */
export type ArrayText = readonly (string | null | ArrayText)[];

/** Reads the text of an array: `{1,NULL,"a \"b\""}`, `{{1,2},{3,4}}`. Bounds other than 1 (`[0:1]={…}`) have no canonical form. */
export function parseArrayText(text: string, delimiter: string): ArrayText {
  if (text.startsWith('[')) throw new Unrepresentable('an array with lower bounds other than 1');
  const cursor = { text, at: 0, delimiter };
  const array = readArray(cursor);
  if (cursor.at !== text.length) throw new Unrepresentable('not the text of an array');
  return array;
}

interface Cursor {
  readonly text: string;
  readonly delimiter: string;
  at: number;
}

function readArray(cursor: Cursor): ArrayText {
  const items: (string | null | ArrayText)[] = [];
  if (cursor.text[cursor.at] !== '{') throw new Unrepresentable('not the text of an array');
  cursor.at += 1;
  if (cursor.text[cursor.at] === '}') {
    cursor.at += 1;
    return items;
  }
  for (;;) {
    const next = cursor.text[cursor.at];
    items.push(next === '{' ? readArray(cursor) : next === '"' ? readQuoted(cursor) : readPlain(cursor));
    const behind = cursor.text[cursor.at];
    cursor.at += 1;
    if (behind === '}') return items;
    if (behind !== cursor.delimiter) throw new Unrepresentable('not the text of an array');
  }
}

function readQuoted(cursor: Cursor): string {
  let value = '';
  cursor.at += 1;
  for (;;) {
    const character = cursor.text[cursor.at];
    if (character === undefined) throw new Unrepresentable('not the text of an array');
    cursor.at += 1;
    if (character === '"') return value;
    if (character === '\\') {
      value += cursor.text[cursor.at] ?? '';
      cursor.at += 1;
    } else {
      value += character;
    }
  }
}

// An element without quotes: backslashes do occur only inside quotes in what the server prints.
function readPlain(cursor: Cursor): string | null {
  const start = cursor.at;
  while (cursor.at < cursor.text.length) {
    const character = cursor.text[cursor.at];
    if (character === '}' || character === cursor.delimiter) break;
    cursor.at += 1;
  }
  const value = cursor.text.slice(start, cursor.at);
  return value === 'NULL' ? null : value;
}
