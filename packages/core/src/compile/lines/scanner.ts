import type { Contract } from '../../contract/contract.ts';
import type { PlainValues } from '../../dictionary/dictionary.ts';
import { writeLineProgram } from './program.ts';

/**
 * Reads lines of a contract as bytes, without making strings, in a memory (`openLineMemory`) or one by one (`createLineScan`). It knows
 * only the one form that our own connectors write: whatever else a line is, it is left to `read`, which alone refuses. What it accepts,
 * `read` accepts with the same values.
 */
export interface LineScanner {
  /** How many numbers the spans of a line have. */
  readonly size: number;
  /** What assembly/lines.ts goes by. */
  readonly program: Uint8Array;
  /** Rules that have no form there, by their numbers. */
  readonly rules: readonly PlainValues['holds'][];
}

/**
 * Slots of what a line says besides its record; those of the properties follow in the contract's order. A slot has where the value starts
 * (-1: it is absent), where it ends, and whether JSON escapes are in it: strings without their quotes. The first one has the operation's
 * letter, and the place of the line feed.
 */
export const lineSlots = { op: 0, version: 3, at: 6, tx: 9 } as const;

/** The slot of the property with this index. */
export function propertySlot(index: number): number {
  return 12 + index * 3;
}

export function compileScanner(contract: Contract): LineScanner {
  const { bytes, rules } = writeLineProgram(contract, propertySlot);
  return { size: propertySlot(contract.properties.length), program: bytes, rules };
}
