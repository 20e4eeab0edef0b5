import type { Contract, JsonValue, Rejection } from '@lienthong/core';
import type { Dataset, Dirt, GeneratedRow, Truth } from '../src/index.ts';

/** What must come of a row: the record, or the code and place of its rejection. */
export function expectedOf(
  contract: Contract,
  { truth, dirt }: GeneratedRow,
): { readonly record: Truth } | Pick<Rejection, 'code' | 'pointer'> {
  const order = contract.properties.map(({ name }) => name);
  const [first] = dirt
    .filter(({ expected }) => typeof expected.outcome === 'object')
    .sort((left, right) => order.indexOf(left.property) - order.indexOf(right.property));
  if (first !== undefined && typeof first.expected.outcome === 'object') {
    return { code: first.expected.outcome.rejected as Rejection['code'], pointer: `/${first.property}` }; // the dataset's promise, which is what is tested
  }
  return { record: defined(truth) };
}

export function isLost({ expected }: Dirt): boolean {
  return expected.outcome === 'lost';
}

/** The properties that have a value. */
export function defined(record: Truth): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}

export function without(record: Truth, properties: readonly string[]): Truth {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !properties.includes(name)));
}

export function kindsOf({ dirt }: Dataset): readonly string[] {
  return dirt.map(({ kind }) => kind);
}
