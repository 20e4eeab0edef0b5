import type { Finding } from '../finding.ts';
import { provinces63 } from './provinces-63.ts';

declare const birthRegistration: unique symbol;

/**
 * The first three digits of a personal identification number: where the birth was registered, in the list of Circular
 * 07/2016/TT-BCA. Never a residence, and never a unit of today: look-ups of units refuse the type.
 */
export type BirthRegistrationCode = string & { readonly [birthRegistration]: true };

/** Any text but a code of birth registration: what the look-ups of units take. */
export type UnitCodeText = string & { readonly [birthRegistration]?: never };

export interface BirthRegistrationPlace {
  readonly kind: 'birth-registration-place';
  readonly code: BirthRegistrationCode;
  /** Of the province when the list was made; it may have gone since. */
  readonly name: string;
}

/** The place in the list of 63; other codes can be those of countries, which are not published, or wrong. */
export function birthRegistrationPlace(code: string): BirthRegistrationPlace | Finding {
  return places.get(code) ?? unknownPlace;
}

/** All 63: the list did not change with the provinces, and numbers that were issued do not either. */
export const birthRegistrationPlaces: readonly BirthRegistrationPlace[] = provinces63.map(([code, , name]) => ({
  kind: 'birth-registration-place',
  // Here the brand is born: the list is `0` and the statistical code of 2016 for all 63.
  code: `0${code}` as BirthRegistrationCode,
  name: code === '46' ? 'Thừa Thiên Huế' : name,
}));

const places: ReadonlyMap<string, BirthRegistrationPlace> = new Map(birthRegistrationPlaces.map((place) => [place.code, place]));

const unknownPlace: Finding = {
  code: 'birth-registration-code-unknown',
  severity: 'needs-reference',
  message: 'not one of the 63 codes of birth registration: a country, if the birth was registered abroad, or an error',
};
