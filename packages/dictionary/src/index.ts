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
export { datePatterns } from './dates/date-patterns.ts';
export type { DateShape } from './dates/date-shape.ts';
export { type DateReport, type DateSurvey, type OrderCounts, startDateSurvey } from './dates/date-survey.ts';
export { type DateProposal, proposeSerialDate } from './dates/excel-serial.ts';
export { type DatePlaceholder, datePlaceholders } from './dates/placeholders.ts';
export type { CountedFinding, Finding, Severity } from './finding.ts';
export { findIdentifiers } from './free-text/find-identifiers.ts';
export { type AgencyCodeParts, agencyCode } from './identifiers/agency-code.ts';
export { compareHealthCard, compareOldIdCard, comparePersonalId, type KnownPerson } from './identifiers/cross-checks.ts';
export { type EMailParts, eMail } from './identifiers/e-mail.ts';
export { type EnterpriseCodeParts, enterpriseCode } from './identifiers/enterprise-code.ts';
export { type HealthCardParts, healthCard } from './identifiers/health-card.ts';
export { type LandParcelParts, landParcel } from './identifiers/land-parcel.ts';
export { type OldIdCardParts, oldIdCard } from './identifiers/old-id-card.ts';
export { type PassportParts, passport } from './identifiers/passport.ts';
export { type PersonalIdParts, personalId } from './identifiers/personal-id.ts';
export { type PhoneParts, phone } from './identifiers/phone.ts';
export { realEstateId } from './identifiers/real-estate-id.ts';
export type { CheckOptions, Parts, PlainTest, SemanticType, SemanticTypeName, Verdict } from './identifiers/semantic-type.ts';
export { semanticType, semanticTypes } from './identifiers/semantic-types.ts';
export { type SocialInsuranceCodeParts, socialInsuranceCode } from './identifiers/social-insurance-code.ts';
export { type TaxCodeParts, taxCode } from './identifiers/tax-code.ts';
export { type VehiclePlateParts, vehiclePlate } from './identifiers/vehicle-plate.ts';
export { createDictionary, type DictionaryOptions } from './inspection/create-dictionary.ts';
export { type CodeKind, type ColumnKind, columnKinds, type UnitKind } from './profile/column-kind.ts';
export type { ColumnProfile } from './profile/column-profile.ts';
export { type ColumnProfiler, createColumnProfiler, type ProfilerOptions } from './profile/column-profiler.ts';
export type { ColumnFacts } from './profile/decide.ts';
export type { DistinctCount } from './profile/distinct.ts';
export type { Grade } from './profile/grade.ts';
export type { ReadingCount } from './profile/kinds/kind.ts';
export type { ProfiledFinding } from './profile/tally.ts';
export { findingSentence } from './sentences/finding-sentence.ts';
export { type Certainty, certainties } from './tables/certainty.ts';
export type { Day, Period } from './tables/day.ts';
export type { Loaded, TableProblem, TableProblemCode } from './tables/problem.ts';
export { comparisonKey } from './text/comparison-key.ts';
export { decodeText, type EncodedText, encodeText } from './text/decode-text.ts';
export { detectEncoding } from './text/detection/detect.ts';
export type { Detection, DetectionOptions, RankedSource } from './text/detection/detection.ts';
export { encodings, type Reading, readings, type TextEncoding, type TextSource } from './text/encodings.ts';
export { bytesBehind, readBytesAs } from './text/read-bytes.ts';
export { type Repaired, repairText } from './text/repair/repair.ts';
export { createTextRepairer, type TextRepairer } from './text/repair/text-repairer.ts';
export { gradeSyllable, type SyllableGrade } from './text/syllable/syllable.ts';
export {
  type BirthRegistrationCode,
  type BirthRegistrationPlace,
  birthRegistrationPlace,
  birthRegistrationPlaces,
  type UnitCodeText,
} from './units/birth-registration.ts';
export { createUnitRegister } from './units/create-register.ts';
export { type CrosswalkText, loadCrosswalk } from './units/load-crosswalk.ts';
export { type FileProblem, type LoadedRegister, loadUnitRegister, type NamedRegister } from './units/load-register.ts';
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
