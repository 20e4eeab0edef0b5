export type { Finding, Severity } from './finding.ts';

export type { Day, Period } from './tables/day.ts';
export type { Loaded, TableProblem, TableProblemCode } from './tables/problem.ts';
export {
  type BirthRegistrationCode,
  type BirthRegistrationPlace,
  birthRegistrationPlace,
  birthRegistrationPlaces,
  type UnitCodeText,
} from './units/birth-registration.ts';
export { createUnitRegister } from './units/create-register.ts';
export { type CrosswalkText, loadCrosswalk } from './units/load-crosswalk.ts';
export { loadUnitVersion, type UnitListText } from './units/load-version.ts';
export {
  findUnit,
  predecessorsOf,
  successorsOf,
  type UnitAnswer,
  unitMeaning,
  unitMeanings,
  unitsAt,
  unitsOfVersion,
} from './units/look-up.ts';
export { findUnitsByName, type NameScope } from './units/look-up-name.ts';
export { provinces } from './units/provinces.ts';
export type { UnitIndex, UnitRegister } from './units/register.ts';
export { type CodeComparison, compareUnitCode, translateUnit, unitTranslation } from './units/translate.ts';
export type { Certainty, Crosswalk, LegalAct, Succession, Unit, UnitLevel, UnitType, UnitVersion } from './units/unit.ts';
