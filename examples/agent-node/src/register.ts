import type { Contract } from '@lienthong/core';
import type { Dirt, Truth } from '@lienthong/datasets';

/** One row of the old table: what is true, and what is wrong with how it stands there. */
export interface Entry {
  readonly truth: Truth;
  readonly dirt: readonly Dirt[];
}

/** What has to become of a row: it arrives, or waits for a person under this code and place. */
export type Outcome = { readonly kind: 'arrives' } | { readonly kind: 'waits'; readonly code: string; readonly pointer: string };

/** A value of the truth as a text: there are texts and whole numbers. */
export function textOf(truth: Truth, property: string): string | undefined {
  const value = truth[property];
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** The number in the register, by which the example finds a row. */
export function numberOf({ truth }: Entry): number {
  return Number(truth['soDangKy']);
}

/** Lost where bytes went through Latin-1; read as they stand there, UTF-8 in a column of ABC fonts is known for what it is. */
const readAsItStands = 'name-in-unicode';

/** Follows from what was done to the row, and from nothing that the connector says. */
export function outcomeOf({ dirt }: Entry, contract: Contract): Outcome {
  const place = ({ property }: Dirt) => contract.properties.findIndex(({ name }) => name === property);
  const [first] = dirt.filter(({ expected }) => typeof expected.outcome === 'object').sort((left, right) => place(left) - place(right));
  if (first !== undefined && typeof first.expected.outcome === 'object')
    return { kind: 'waits', code: first.expected.outcome.rejected, pointer: `/${first.property}` };
  // A name whose letters are lost keeps to the contract: the receiver's own rule for names finds it.
  if (dirt.some(({ kind, expected }) => expected.outcome === 'lost' && kind !== readAsItStands))
    return { kind: 'waits', code: 'receiver-refused', pointer: '' };
  return { kind: 'arrives' };
}
