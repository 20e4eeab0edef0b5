import { OracleError } from '../engine.ts';
import { type AnswerContext, writeOutcome, writeStatus } from './answers.ts';
import { chunkSize, type Lob, type Lobs, locatorBytes, locatorOf } from './lobs.ts';
import { characterForm, dataType, messageType } from './protocol.ts';
import { MalformedMessage, type Reader } from './reader.ts';
import { nationalBytes } from './values/texts.ts';

/** What a call on a large object asks. Places begin with 1. */
interface LobCall {
  readonly operation: number;
  readonly locator: Buffer;
  readonly from: number;
  readonly type: number;
  readonly data: Buffer | undefined;
  /** How much; undefined when the call has no place for it. */
  readonly amount: number | undefined;
}

const operation = { length: 0x1, read: 0x2, trim: 0x20, write: 0x40, create: 0x110, free: 0x111, chunkSize: 0x4000, array: 0x80000 };

export function readLobCall(reader: Reader): LobCall {
  reader.u8();
  const length = reader.integer();
  reader.u8();
  reader.integer();
  reader.integer();
  reader.integer();
  reader.take(3);
  const asked = reader.integer();
  reader.take(2);
  const from = reader.integer();
  const to = reader.integer();
  const hasAmount = reader.u8() !== 0;
  reader.take(6);
  const locator = Buffer.from(reader.take(length));
  if (asked === operation.create) return { operation: asked, locator, from, type: to, data: undefined, amount: undefined };
  const data = reader.left > 0 && reader.peek() === messageType.lobData ? readData(reader) : undefined;
  return { operation: asked, locator, from, type: to, data, amount: hasAmount ? reader.integer() : undefined };
}

function readData(reader: Reader): Buffer {
  reader.u8();
  return reader.bytes() ?? Buffer.alloc(0);
}

/** Temporary ones that a client is done with: told before a call, without an answer. */
export function freeLobs(reader: Reader, lobs: Lobs): void {
  reader.u8();
  const bytes = reader.integer();
  reader.u8();
  for (let field = 0; field < 3; field++) reader.integer();
  reader.take(3);
  if (reader.integer() !== (operation.free | operation.array)) throw new MalformedMessage('A call on a large object where none belongs.');
  reader.u8();
  for (let field = 0; field < 3; field++) reader.integer();
  reader.u8();
  for (let field = 0; field < 3; field++) {
    reader.u8();
    reader.integer();
  }
  for (let left = bytes; left > 0; left -= locatorBytes) lobs.remove(reader.take(locatorBytes));
}

export function answerLobCall(on: AnswerContext & { readonly lobs: Lobs }, call: LobCall): void {
  const { out, lobs } = on;
  if (call.operation === operation.create) return create(on, call);
  const lob = lobs.find(call.locator);
  const amount = lob === undefined ? undefined : carryOut(on, lob, call);
  if (amount === undefined) {
    const error = lob === undefined ? new OracleError(22_922, 'nonexistent LOB value') : new OracleError(3001, 'unimplemented feature');
    writeOutcome(on, { error, cursor: 0, rowCount: 0 });
    return;
  }
  out.u8(messageType.parameters);
  out.raw(call.locator);
  if (call.amount !== undefined) out.integer(amount);
  writeStatus(on);
}

/** How much it was; undefined for what is not spoken here. */
function carryOut({ out }: AnswerContext, lob: Lob, { operation: asked, from, amount = 0, data }: LobCall): number | undefined {
  switch (asked) {
    case operation.length:
      return lob.value.length;
    case operation.chunkSize:
      return chunkSize;
    case operation.read: {
      const { value } = lob;
      const start = Math.max(0, from - 1);
      const part = typeof value === 'string' ? value.slice(start, start + amount) : value.subarray(start, start + amount);
      out.u8(messageType.lobData);
      out.bytes(typeof part === 'string' ? nationalBytes(part) : part);
      return part.length;
    }
    case operation.trim:
      lob.value = typeof lob.value === 'string' ? lob.value.slice(0, amount) : lob.value.subarray(0, amount);
      return amount;
    case operation.write:
      lob.value = written(lob, Math.max(0, from - 1), data ?? Buffer.alloc(0));
      return lob.value.length;
    default:
      return undefined;
  }
}

function written({ value }: Lob, start: number, data: Buffer): string | Buffer {
  if (typeof value !== 'string') {
    const gap = Buffer.alloc(Math.max(0, start - value.length));
    return Buffer.concat([value.subarray(0, start), gap, data, value.subarray(start + data.length)]);
  }
  const text = Buffer.from(data).swap16().toString('utf16le');
  return value.slice(0, start).padEnd(start) + text + value.slice(start + text.length);
}

function create(on: AnswerContext & { readonly lobs: Lobs }, { from, type }: LobCall): void {
  const { out, lobs } = on;
  const isText = type === dataType.clob;
  const lob: Lob = {
    kind: isText ? 'text' : 'bytes',
    isNational: from === characterForm.national,
    value: isText ? '' : Buffer.alloc(0),
    owner: undefined,
    execution: 0,
  };
  out.u8(messageType.parameters);
  out.raw(locatorOf(lobs.add(lob), lob));
  out.integer(0);
  out.u8(0);
  writeStatus(on);
}
