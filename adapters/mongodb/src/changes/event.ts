import type { Document } from 'bson';
import { decode } from '../bson/documents.ts';
import { bsonType, elementNamed, nameEnd, valueEnd } from '../bson/elements.ts';

/** A change event: its documents stay where they lie. */
export interface ChangeEvent {
  readonly bytes: Buffer;
  /** `insert`, `update`, `replace`, `delete`, `drop`, `rename`, `dropDatabase`, `invalidate`. */
  readonly kind: string;
  readonly token: string;
  /** The cluster time of the commit, as it lies in BSON: the ordinal of the second, then the second. */
  readonly second: number;
  readonly ordinal: number;
  /** Milliseconds of Unix, where the server tells them. */
  readonly wallTime: number | undefined;
  readonly collection: string;
  /** Where a collection was renamed to. */
  readonly target: string;
  /** Where documents begin in `bytes`; `undefined` when the event has none. */
  readonly key: number | undefined;
  readonly after: number | undefined;
  readonly before: number | undefined;
  /** Names the transaction; `undefined` outside of one. */
  readonly transaction: string | undefined;
  readonly fragment: { readonly number: number; readonly of: number } | undefined;
}

export function readEvent(bytes: Buffer): ChangeEvent {
  let [kind, token, collection, target] = ['', '', '', ''];
  let [second, ordinal] = [0, 0];
  let wallTime: number | undefined;
  let [key, after, before] = [undefined, undefined, undefined] as (number | undefined)[];
  let [session, number] = [undefined, undefined] as (string | undefined)[];
  let fragment: ChangeEvent['fragment'];
  // No generator and no object for each field: this runs for each event.
  const last = bytes.readInt32LE(0) - 1;
  for (let place = 4, end = 0; place < last; place = end) {
    const type = bytes[place] ?? 0;
    const behindName = nameEnd(bytes, place + 1);
    const start = behindName + 1;
    end = valueEnd(type, bytes, start);
    const document = type === bsonType.object ? start : undefined;
    switch (bytes.toString('latin1', place + 1, behindName)) {
      case '_id':
        token = textOf(bytes, start, '_data');
        break;
      case 'operationType':
        kind = bytes.toString('latin1', start + 4, end - 1);
        break;
      case 'clusterTime':
        ordinal = bytes.readUInt32LE(start);
        second = bytes.readUInt32LE(start + 4);
        break;
      case 'wallTime':
        wallTime = Number(bytes.readBigInt64LE(start));
        break;
      case 'ns':
        collection = textOf(bytes, start, 'coll');
        break;
      case 'to':
        target = textOf(bytes, start, 'coll');
        break;
      case 'documentKey':
        key = document;
        break;
      case 'fullDocument':
        after = document;
        break;
      case 'fullDocumentBeforeChange':
        before = document;
        break;
      case 'lsid':
        session = bytes.toString('hex', start, end);
        break;
      case 'txnNumber':
        number = bytes.readBigInt64LE(start).toString();
        break;
      case 'splitEvent':
        fragment = fragmentOf(decode(bytes.subarray(start, end)));
        break;
      default:
    }
  }
  const transaction = number === undefined ? undefined : `${session?.slice(-64) ?? ''}:${number}`;
  return { bytes, kind, token, second, ordinal, wallTime, collection, target, key, after, before, transaction, fragment };
}

function textOf(bytes: Buffer, at: number, name: string): string {
  const value = elementNamed(bytes, name, at);
  return value === undefined ? '' : bytes.toString('utf8', value.start + 4, value.end - 1);
}

function fragmentOf({ fragment, of }: Document): ChangeEvent['fragment'] {
  return { number: Number(fragment), of: Number(of) };
}

/** Puts the fragments of an event that was too large together: each holds some of its fields, all of them the token. */
export interface Fragments {
  /** The whole event; `undefined` while fragments are missing. */
  take(event: ChangeEvent): ChangeEvent | undefined;
  readonly pending: boolean;
}

export function createFragments(): Fragments {
  let parts: Buffer[] = [];
  return {
    get pending() {
      return parts.length > 0;
    },
    take: (event) => {
      const { fragment } = event;
      if (fragment === undefined) return event;
      if (fragment.number === 1) parts = [];
      parts.push(event.bytes);
      if (fragment.number < fragment.of) return undefined;
      const whole = joined(parts);
      parts = [];
      // The token of the last fragment is the one behind the event.
      return { ...readEvent(whole), token: event.token, fragment: undefined };
    },
  };
}

/** One document with the elements of all: what a later one repeats stands behind, and is what `readEvent` takes. */
function joined(parts: readonly Buffer[]): Buffer {
  const bodies = parts.map((part) => part.subarray(4, part.readInt32LE(0) - 1));
  const size = bodies.reduce((sum, body) => sum + body.length, 0) + 5;
  const whole = Buffer.alloc(size);
  whole.writeInt32LE(size, 0);
  let at = 4;
  for (const body of bodies) at += body.copy(whole, at);
  return whole;
}
