export { foldName, isFieldName, pascalCase } from './field-names.ts';
export type { NationalFrame } from './frame.ts';
export { jsonFrame, nationalJson, nationalJsonBatch } from './json-form.ts';
export { compileNationalScanner, type NationalScanner, nationalEvents, nationalSlots } from './json-scanner.ts';
export { compileNationalJson, type LineState, type ScannedLine, type WriteNationalJson } from './json-writer.ts';
export {
  type Floor,
  floorStep,
  isBelow,
  type LedgerEntry,
  type LedgerStep,
  ledgerStep,
  movedEntry,
  type PublishStep,
  type Sighting,
} from './ledger.ts';
export { createLedgerLines, digestOfRow, type LedgerLines } from './ledger-lines.ts';
export { compileLedgerLines, type LedgerReader, type ReadLedgerLine } from './line-reader.ts';
export type * from './message.ts';
export type { NationalOptions } from './options.ts';
export { type NationalPlan, type NationalPlanning, type NationalProblem, type PlanInput, type PlannedField, planNational } from './plan.ts';
export type * from './profile.ts';
export type { FieldProposal } from './propose.ts';
export { qcvn09 } from './qcvn-09-2025-bca.ts';
export { type NationalForm, type ReadMessages, readNational } from './read-messages.ts';
export {
  contentBytes,
  nationalContentDigest,
  nationalDigestHead,
  nationalRecordDigest,
  nationalRecordId,
  nationalRecordIdOf,
  recordBytes,
  recordDigits,
} from './record-id.ts';
export { compileToMessage, type NationalState, type ToMessage } from './to-message.ts';
export { nationalRecord } from './to-record.ts';
export { secondsSince } from './version-clock.ts';
export { nationalXml, nationalXmlBatch, xmlFrame } from './xml-form.ts';
