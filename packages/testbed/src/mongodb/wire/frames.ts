import { documentValue, type Value } from '../bson/value.ts';

/** A message of a client: OP_MSG, or the OP_QUERY with which drivers say hello. */
export interface Message {
  readonly id: number;
  readonly body: Value;
  /** Document sequences by the name of the field whose place they take. */
  readonly sequences: ReadonlyMap<string, readonly Value[]>;
  /** False for an unacknowledged write. */
  readonly wantsReply: boolean;
  readonly isQuery: boolean;
  /** The database of an OP_QUERY; OP_MSG says it in `$db`. */
  readonly db: string | undefined;
}

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const headBytes = 16;
const flag = { checksumPresent: 1, moreToCome: 2 };

/** Cuts a stream of bytes into messages; `push` returns those that are whole now. Throws on a length that no message has. */
export function messageAssembler(maxBytes: number): { push(chunk: Buffer): Buffer[] } {
  let chunks: Buffer[] = [];
  let length = 0;
  const gathered = (): Buffer => {
    const [only] = chunks;
    const all = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
    chunks = [all];
    return all;
  };
  const wanted = (): number => {
    if (length < 4) return 4;
    const first = chunks[0] ?? gathered();
    const size = (first.length >= 4 ? first : gathered()).readInt32LE(0);
    if (size < headBytes || size > maxBytes) throw new Error(`A message of ${size} bytes.`);
    return size;
  };
  const push = (chunk: Buffer): Buffer[] => {
    chunks.push(chunk);
    length += chunk.length;
    const messages: Buffer[] = [];
    for (let size = wanted(); length >= 4 && length >= size; size = wanted()) {
      const all = gathered();
      messages.push(all.subarray(0, size));
      chunks = [all.subarray(size)];
      length -= size;
    }
    return messages;
  };
  return { push };
}

/** Reads a message; throws on an opcode that is not spoken here, upon which the connection is closed, as a server does. */
export function readMessage(message: Buffer): Message {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === opMsg) return readOpMsg(id, message);
  if (opcode === opQuery) return readOpQuery(id, message);
  throw new Error(`The opcode ${opcode} is not spoken here.`);
}

function readOpMsg(id: number, message: Buffer): Message {
  const flags = message.readUInt32LE(headBytes);
  const end = message.length - ((flags & flag.checksumPresent) === 0 ? 0 : 4);
  const sequences = new Map<string, readonly Value[]>();
  let body: Value | undefined;
  let at = headBytes + 4;
  while (at < end) {
    const kind = message[at++];
    const length = message.readInt32LE(at);
    if (kind === 0) body = documentValue(message.subarray(at, at + length));
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, at + 4);
      sequences.set(message.toString('utf8', at + 4, nameEnd), documentsBetween(message, nameEnd + 1, at + length));
    } else throw new Error(`A section of kind ${kind}.`);
    at += length;
  }
  if (body === undefined) throw new Error('A message without a body.');
  return { id, body, sequences, wantsReply: (flags & flag.moreToCome) === 0, isQuery: false, db: undefined };
}

function documentsBetween(message: Buffer, start: number, end: number): readonly Value[] {
  const documents: Value[] = [];
  for (let at = start; at < end; ) {
    const length = message.readInt32LE(at);
    documents.push(documentValue(message.subarray(at, at + length)));
    at += length;
  }
  return documents;
}

function readOpQuery(id: number, message: Buffer): Message {
  const nameStart = headBytes + 4;
  const nameEnd = message.indexOf(0, nameStart);
  const db = message.toString('utf8', nameStart, nameEnd).split('.')[0] ?? '';
  const body = message.subarray(nameEnd + 9);
  return { id, body: documentValue(body.subarray(0, body.readInt32LE(0))), sequences: new Map(), wantsReply: true, isQuery: true, db };
}

/** The head of a reply; the body follows as it is. */
export function replyHead(id: number, message: Message, bodyBytes: number): Buffer {
  const head = Buffer.alloc(headBytes + (message.isQuery ? 20 : 5));
  head.writeInt32LE(head.length + bodyBytes, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(message.id, 8);
  head.writeInt32LE(message.isQuery ? opReply : opMsg, 12);
  if (message.isQuery) {
    head.writeInt32LE(8, headBytes);
    head.writeInt32LE(1, headBytes + 16);
  }
  return head;
}
