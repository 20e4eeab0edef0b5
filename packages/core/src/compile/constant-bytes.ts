import { copyWords, viewOf } from '../bytes/copy.ts';
import * as values from '../bytes/scan.ts';
import type { Generator } from './generate.ts';

/** V8 optimises no function of more than 60 kB: from here on code for a contract with hundreds of properties calls for each of them. */
const maxInline = 40_000;

/**
 * An expression that says whether a text stands at `p` of `b`, and something behind it before `l`: compared at once, without a branch for
 * each byte; the first byte is the value of an expression.
 */
export function standsAt(code: Generator, text: string, first: string): string {
  const bytes = Buffer.from(text).subarray(1);
  const room = `p + ${bytes.length + 1} < l`;
  if (code.size > maxInline)
    return `${room} && b.getUint8(p) === ${first} && ${code.constant(values.standsAt)}(b, p + 1, ${code.constant(bytes)})`;
  return `${room} && ((b.getUint8(p) ^ ${first}) | ${differences('p + 1', bytes)}) === 0`;
}

/** An expression that is 0 where these bytes stand: words, of which the last overlaps the one before it. */
function differences(place: string, bytes: Buffer): string {
  if (bytes.length < 4) return [...bytes].map((byte, index) => `(b.getUint8(${place} + ${index}) ^ ${byte})`).join(' | ');
  return wordsOf(bytes)
    .map(({ at, word }) => `(b.getInt32(${place} + ${at}) ^ ${word})`)
    .join(' | ');
}

/** A statement that writes a text at `w` of `v` and moves `w` behind it. */
export function put(code: Generator, text: string): string {
  const bytes = Buffer.from(text);
  if (code.size > maxInline || bytes.length < 4)
    return `w = ${code.constant(copyWords)}(${code.constant(viewOf(bytes))}, 0, ${bytes.length}, v, w);`;
  const written = wordsOf(bytes).map(({ at, word }) => `v.setInt32(w + ${at}, ${word});`);
  return `${written.join(' ')} w += ${bytes.length};`;
}

function wordsOf(bytes: Buffer): readonly { readonly at: number; readonly word: number }[] {
  return Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) => {
    const at = Math.min(index * 4, bytes.length - 4);
    return { at, word: bytes.readInt32BE(at) };
  });
}
