import { messageType } from '../protocol.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

/** A call of the login: who, as what, and pairs of names and values. */
export interface LoginCall {
  readonly user: string;
  readonly mode: number;
  readonly pairs: ReadonlyMap<string, string>;
}

export function readLoginCall(reader: Reader): LoginCall {
  const hasUser = reader.u8() !== 0;
  reader.integer();
  const mode = reader.integer();
  reader.u8();
  const count = reader.integer();
  reader.take(2);
  const user = hasUser ? (reader.bytes() ?? Buffer.alloc(0)).toString('utf8') : '';
  const pairs = new Map<string, string>();
  for (let pair = 0; pair < count; pair++) {
    const name = reader.text();
    pairs.set(name, reader.text());
    reader.integer();
  }
  return { user, mode, pairs };
}

export function writePairs(out: Writer, pairs: readonly (readonly [name: string, value: string, flag?: number])[]): void {
  out.u8(messageType.parameters);
  out.integer(pairs.length);
  for (const [name, value, flag = 0] of pairs) {
    out.sizedText(name);
    out.sizedText(value);
    out.integer(flag);
  }
}
