import type { PersonalDataKind } from './kinds.ts';

// What the names of the shared data dictionary say about a property, whatever the contract calls it. Only what is a person's in every
// dataset: a tax code may be a company's, a country may be any, a phone may be an office's.

/** Semantic types that are personal data. A health card's number is no health status: item 11, like the social insurance code in it. */
const ofSemanticTypes: ReadonlyMap<string, PersonalDataKind> = new Map([
  ['personal-id', 'basic.identifying-number'],
  ['old-id-card', 'basic.identifying-number'],
  ['passport', 'basic.identifying-number'],
  ['social-insurance-code', 'basic.other'],
  ['health-card', 'basic.other'],
]);

/** Code lists whose codes say something of a person. */
const ofCodeLists: ReadonlyMap<string, PersonalDataKind> = new Map([
  ['ethnic-group', 'sensitive.ethnicity'],
  ['religion', 'sensitive.belief'],
  ['sex', 'basic.sex'],
  ['marital-status', 'basic.marital-status'],
  ['kinship', 'basic.family-relation'],
]);

/** The kind that the code list (with or without `@version`) or the semantic type of a property stands for. */
export function knownKind(
  semanticType: string | undefined,
  codeList: string | undefined,
): { readonly name: string; readonly kind: PersonalDataKind } | undefined {
  const list = codeList?.replace(/@.*$/s, '') ?? '';
  const ofList = ofCodeLists.get(list);
  if (ofList !== undefined) return { name: list, kind: ofList };
  const ofType = ofSemanticTypes.get(semanticType ?? '');
  return semanticType === undefined || ofType === undefined ? undefined : { name: semanticType, kind: ofType };
}
