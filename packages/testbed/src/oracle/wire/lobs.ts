import type { Writer } from './writer.ts';

/** What a locator leads to. Texts are counted in units of UTF-16, as Oracle counts them. */
export interface Lob {
  readonly kind: 'text' | 'bytes';
  readonly isNational: boolean;
  value: string | Buffer;
  /** Whose rows told of it; undefined for a temporary one. */
  readonly owner: LobOwner | undefined;
  /** The execution of its owner that it belongs to. */
  readonly execution: number;
}

/** A statement. */
export interface LobOwner {
  readonly number: number;
  /** How often it was executed. */
  readonly executions: number;
}

/** Large objects of one connection, by the numbers in their locators. */
export interface Lobs {
  /** Keeps a value; its number. */
  add(lob: Lob): number;
  find(locator: Buffer): Lob | undefined;
  remove(locator: Buffer): void;
  /** Forgets those of executions before this one, or all. */
  removeOf(owner: LobOwner, before?: number): void;
}

export const locatorBytes = 40;
/** What clients read at once, in characters or bytes: of a block of 8 KiB. */
export const chunkSize = 8132;

const place = { length: 0, version: 2, flag1: 4, flag2: 5, flag3: 6, number: 24 };
/** Texts of such a locator travel in UTF-16: those of every database whose characters vary in length. */
const variesInLength = 0x80;

export function openLobs(): Lobs {
  const lobs = new Map<number, Lob>();
  let last = 0;
  const numberOf = (locator: Buffer): number => (locator.length < locatorBytes ? 0 : locator.readUInt32BE(place.number));
  return {
    add: (lob) => {
      last++;
      lobs.set(last, lob);
      return last;
    },
    find: (locator) => lobs.get(numberOf(locator)),
    remove: (locator) => {
      lobs.delete(numberOf(locator));
    },
    removeOf: (owner, before = Infinity) => {
      for (const [number, lob] of lobs) if (lob.owner === owner && lob.execution < before) lobs.delete(number);
    },
  };
}

/** Bit 0 of the fifth and of the eighth byte would say that it is a temporary one, which clients free. */
export function locatorOf(number: number, lob: Lob): Buffer {
  const locator = Buffer.alloc(locatorBytes);
  locator.writeUInt16BE(locatorBytes - 2, place.length);
  locator.writeUInt16BE(1, place.version);
  locator[place.flag1] = lob.kind === 'text' ? 0x02 : 0x04;
  locator[place.flag2] = 0x08;
  locator[place.flag3] = lob.kind === 'text' ? variesInLength : 0;
  locator.writeUInt32BE(number, place.number);
  return locator;
}

/** A value of a row: its length and its locator. */
export function writeLocator(out: Writer, lobs: Lobs, lob: Lob): void {
  const number = lobs.add(lob);
  out.integer(locatorBytes);
  out.integer(lob.value.length);
  out.integer(chunkSize);
  out.bytes(locatorOf(number, lob));
}
