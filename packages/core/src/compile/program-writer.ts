import type { PlainValues } from '../dictionary/dictionary.ts';

/** Puts a program together: numbers at the beginning, and behind them what they point to. */
export interface ProgramWriter {
  /** From the n-th number on. */
  set(place: number, numbers: readonly number[]): void;
  /** Gives the place of the first one, in bytes. */
  numbers(list: readonly number[]): number;
  bytes(bytes: Uint8Array): number;
  double(value: number): number;
  /** Gives the number of a rule that has no form in the program. */
  rule(holds: PlainValues['holds']): number;
  readonly elsewhere: readonly PlainValues['holds'][];
  finish(): Uint8Array;
}

/** Words begin at words, and 16 bytes may be read from the beginning of anything. */
const alignment = 8;

export function createProgramWriter(firstNumbers: number): ProgramWriter {
  const first = Buffer.alloc(Math.ceil((firstNumbers * 4) / alignment) * alignment);
  const parts: Uint8Array[] = [first];
  const elsewhere: PlainValues['holds'][] = [];
  let length = first.length;
  const add = (bytes: Uint8Array): number => {
    const place = length;
    const padded = Buffer.alloc(Math.ceil(bytes.length / alignment) * alignment);
    padded.set(bytes);
    parts.push(padded);
    length += padded.length;
    return place;
  };
  const asBytes = ({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return {
    set(place, numbers) {
      for (const [index, number] of numbers.entries()) first.writeInt32LE(number, (place + index) * 4);
    },
    numbers: (list) => add(asBytes(Int32Array.from(list))),
    bytes: add,
    double: (value) => add(asBytes(Float64Array.of(value))),
    rule: (holds) => elsewhere.push(holds) - 1,
    elsewhere,
    finish: () => Buffer.concat(parts),
  };
}
