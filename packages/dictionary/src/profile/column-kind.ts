import type { SemanticTypeName } from '../identifiers/semantic-type.ts';
import { semanticType, semanticTypes } from '../identifiers/semantic-types.ts';

/** What a column holds: the names are those that a person may state. */
export type ColumnKind = SemanticTypeName | CodeKind | UnitKind | 'date' | 'number' | 'text' | 'other' | 'empty';

export type CodeKind = 'sex' | 'ethnic-group' | 'country' | 'religion' | 'marital-status' | 'kinship';

export type UnitKind = 'province' | 'district' | 'commune';

const codeKinds: readonly CodeKind[] = ['sex', 'ethnic-group', 'country', 'religion', 'marital-status', 'kinship'];
const unitKinds: readonly UnitKind[] = ['province', 'district', 'commune'];

/** `other` is counted and not looked into; `empty` alone cannot be stated: it is found. */
export const columnKinds: readonly ColumnKind[] = Object.freeze([
  ...semanticTypes.map(({ name }) => name),
  ...codeKinds,
  ...unitKinds,
  'date',
  'number',
  'text',
  'other',
]);

export function isCodeKind(kind: ColumnKind): kind is CodeKind {
  return codeKinds.some((known) => known === kind);
}

export function isUnitKind(kind: ColumnKind): kind is UnitKind {
  return unitKinds.some((known) => known === kind);
}

/** Identifiers and codes of units must be right in every row; of other columns nine in ten are good. */
export function mustBeWhole(kind: ColumnKind): boolean {
  return semanticType(kind) !== undefined || isUnitKind(kind);
}
