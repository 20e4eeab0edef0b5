import type { Property, PropertyRules } from './contract.ts';
import { type ContractDifference, difference } from './difference.ts';
import { compareLiterals } from './literal.ts';

type Direction = 'loosened' | 'tightened' | 'changed' | undefined;

/** Differences between the rules of two properties of the same type. */
export function compareRules(older: Property, newer: Property): ContractDifference[] {
  const before = older.rules;
  const after = newer.rules;
  const order = (left: string, right: string) => compareLiterals(older.type, left, right);
  const number = (left: number, right: number) => left - right;
  const found: [rule: string, direction: Direction][] = [
    ['minLength', floorMoved(before.minLength ?? 0, after.minLength ?? 0, number)],
    ['minItems', floorMoved(before.minItems ?? 0, after.minItems ?? 0, number)],
    ['maxLength', ceilingMoved(before.maxLength, after.maxLength, number)],
    ['maxItems', ceilingMoved(before.maxItems, after.maxItems, number)],
    ['minimum', floorMoved(before.minimum, after.minimum, order)],
    ['exclusiveMinimum', floorMoved(before.exclusiveMinimum, after.exclusiveMinimum, order)],
    ['maximum', ceilingMoved(before.maximum, after.maximum, order)],
    ['exclusiveMaximum', ceilingMoved(before.exclusiveMaximum, after.exclusiveMaximum, order)],
    ['pattern', patternMoved(before, after)],
    ...listMoved(before.enum, after.enum).map((direction): [string, Direction] => ['enum', direction]),
  ];
  return found.flatMap(([rule, direction]) => (direction === undefined ? [] : [report(older.name, rule, direction)]));
}

function report(property: string, rule: string, direction: 'loosened' | 'tightened' | 'changed'): ContractDifference {
  switch (direction) {
    case 'loosened':
      return difference('rule-loosened', property, `\`${rule}\` permits more: consumers meet values that they do not expect`, {
        consumers: true,
      });
    case 'tightened':
      return difference('rule-tightened', property, `\`${rule}\` permits less: publishers' records may be refused`, { publishers: true });
    case 'changed':
      return difference('rule-changed', property, `\`${rule}\` differs: what it permits now cannot be compared`, {
        consumers: true,
        publishers: true,
      });
  }
}

function floorMoved<T>(before: T | undefined, after: T | undefined, order: (left: T, right: T) => number): Direction {
  if (before === undefined || after === undefined) return before === after ? undefined : after === undefined ? 'loosened' : 'tightened';
  const moved = order(after, before);
  return moved === 0 ? undefined : moved < 0 ? 'loosened' : 'tightened';
}

function ceilingMoved<T>(before: T | undefined, after: T | undefined, order: (left: T, right: T) => number): Direction {
  return floorMoved(before, after, (left, right) => order(right, left));
}

// Whether one regular expression permits all that another does is not worth deciding.
function patternMoved({ pattern: before }: PropertyRules, { pattern: after }: PropertyRules): Direction {
  if (before === after) return undefined;
  return before === undefined ? 'tightened' : after === undefined ? 'loosened' : 'changed';
}

function listMoved(before: readonly string[] | undefined, after: readonly string[] | undefined): Direction[] {
  if (before === undefined || after === undefined) return before === after ? [] : [after === undefined ? 'loosened' : 'tightened'];
  const found: Direction[] = [];
  if (after.some((value) => !before.includes(value))) found.push('loosened');
  if (before.some((value) => !after.includes(value))) found.push('tightened');
  return found;
}
