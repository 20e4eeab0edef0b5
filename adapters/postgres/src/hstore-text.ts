import { type JsonValue, Unrepresentable } from '@lienthong/core';

// "key"=>"value" or "key"=>NULL, backslash before quote and backslash.
const pair = /\s*"((?:[^"\\]|\\.)*)"=>(?:NULL|"((?:[^"\\]|\\.)*)")(?:,|$)/gsy;

/** Reads the text of an `hstore` into an object of texts and nulls. */
export function readHstore(raw: unknown): JsonValue {
  const text = String(raw);
  const entries: [string, JsonValue][] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (match === null) throw new Unrepresentable('not the text of an hstore');
    entries.push([unescape(match[1] ?? ''), match[2] === undefined ? null : unescape(match[2])]);
  }
  return Object.fromEntries(entries);
}

function unescape(part: string): string {
  return part.replaceAll(/\\(.)/gs, '$1');
}
