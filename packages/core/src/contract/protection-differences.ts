import type { Property } from './contract.ts';
import { type ContractDifference, difference } from './difference.ts';
import { formatProtection, type Protection } from './protection.ts';

/** What consumers meet in the place of a property differs, whatever its own type and rules are. */
export function compareProtections(older: Property, newer: Property): ContractDifference[] {
  const [was, is] = [words(older.protection), words(newer.protection)];
  if (was === is) return [];
  const message = `the protection was ${was}, is ${is}: stored values and those to come are not of one kind`;
  // What was dropped appears for the first time: nobody relied on it.
  return [difference('protection-changed', older.name, message, { consumers: older.protection?.method !== 'drop', review: true })];
}

/** Of a value that travels as a token, as part of it or not at all, consumers never saw the rules. */
export function hidesRules({ protection }: Property): boolean {
  return protection !== undefined && protection.method !== 'encrypt';
}

function words(protection: Protection | undefined): string {
  return protection === undefined ? 'none' : `\`${formatProtection(protection)}\``;
}
