import type { Property } from './contract.ts';
import { type ContractDifference, difference } from './difference.ts';
import { formatProtection, type Protection } from './protection.ts';
import { compareRules } from './rule-differences.ts';

/** What consumers meet in the place of a property differs, whatever its own type and rules are. */
export function compareProtections(older: Property, newer: Property): ContractDifference[] {
  const [was, is] = [words(older.protection), words(newer.protection)];
  if (was === is) return [];
  const message = `the protection was ${was}, is ${is}: stored values and those to come are not of one kind`;
  // What was dropped appears for the first time: nobody relied on it.
  return [difference('protection-changed', older.name, message, { consumers: older.protection?.method !== 'drop', review: true })];
}

/** The rules' differences: of a value that travels as a token, as part of it or not at all, consumers never saw them. */
export function compareSeenRules(older: Property, newer: Property): ContractDifference[] {
  const rules = compareRules(older, newer);
  if (!hidesRules(older) || !hidesRules(newer)) return rules;
  return rules.map((rule) => ({ ...rule, breaksConsumers: false, level: 'minor' }));
}

function hidesRules({ protection }: Property): boolean {
  return protection !== undefined && protection.method !== 'encrypt';
}

function words(protection: Protection | undefined): string {
  return protection === undefined ? 'none' : `\`${formatProtection(protection)}\``;
}
