export { type CodeIndex, codesAt } from './code-lists/code-index.ts';
export type { CodeEntry, CodeList, CodeListVersion } from './code-lists/code-list.ts';
export { countries } from './code-lists/countries.ts';
export { createCodeList } from './code-lists/create-list.ts';
export { ethnicGroups } from './code-lists/ethnic-groups.ts';
export { type CodeListCsv, loadCodeListCsv } from './code-lists/load-csv.ts';
export { loadCodeListYaml } from './code-lists/load-yaml.ts';
export { type CodeAnswer, findCode, readCode, readName } from './code-lists/read-code.ts';
export { readSex, type SexCode, type SexScheme, sexes, sexSchemes } from './code-lists/sex.ts';
export { kinships, maritalStatuses, religions } from './code-lists/uncertain-lists.ts';
export { compileDateReader, type DateOptions, type DateReader } from './dates/date-reader.ts';
export { compileDateReaders, datePatterns } from './dates/date-readers.ts';
export type { DateShape } from './dates/date-shape.ts';
export { type DateReport, type DateSurvey, type OrderCounts, startDateSurvey } from './dates/date-survey.ts';
export { type DateProposal, proposeSerialDate } from './dates/excel-serial.ts';
export { type DatePlaceholder, datePlaceholders } from './dates/placeholders.ts';
export type { Finding, Severity } from './finding.ts';
export type { Certainty } from './tables/certainty.ts';
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
  unitsAt,
  unitsOfVersion,
} from './units/look-up.ts';
export { findUnitsByName, type NameScope } from './units/look-up-name.ts';
export { provinces } from './units/provinces.ts';
export type { UnitIndex, UnitRegister } from './units/register.ts';
export { type CodeComparison, compareUnitCode, translateUnit, unitTranslation } from './units/translate.ts';
export type { Crosswalk, LegalAct, Succession, Unit, UnitLevel, UnitType, UnitVersion } from './units/unit.ts';
export { unitMeanings } from './units/unit-meanings.ts';
