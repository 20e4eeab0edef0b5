export * from './adapter/adapter.ts';
export * from './adapter/collection.ts';
export { createGate, type Gate } from './adapter/gate.ts';
export { type Login, type LoginInput, type LoginKind, loginOptions, readLogin, type TlsInput, textOption } from './adapter/login.ts';
export { pauseFor } from './adapter/pause.ts';
export * from './adapter/position.ts';
export * from './adapter/read.ts';
export * from './adapter/row-block.ts';
export * from './adapter/source.ts';
export * from './adapter/type-mapping.ts';
export { type BreachInput, buildBreachReport } from './breach/build.ts';
export {
  type BreachExtent,
  type ExposedPersons,
  type ExposedReader,
  type ExposedStream,
  type ExtentNames,
  type ExtentQuery,
  extentQueries,
  unknownNames,
} from './breach/extent.ts';
export type * from './breach/facts.ts';
export * from './breach/law.ts';
export { type Moment, vietnamDay } from './breach/moment.ts';
export { breachPage } from './breach/page.ts';
export { type BreachReading, type ParsedBreachFacts, parseBreachFacts } from './breach/read-facts.ts';
export type * from './breach/report.ts';
export { breachTemplate } from './breach/template.ts';
export * from './bytes/buffer-pool.ts';
export * from './bytes/byte-writer.ts';
export * from './bytes/copy.ts';
export { civilFromDays, daysFromCivil, isCalendarDay } from './canonical/calendar.ts';
export { canonicalText, encodingOf, jsonForm } from './canonical/encode.ts';
export type { CanonicalText, Failure, Reading } from './canonical/failure.ts';
export * from './canonical/hash.ts';
export * from './canonical/types.ts';
export * from './canonical/unrepresentable.ts';
export * from './check/finding.ts';
export * from './check/rejection.ts';
export * from './compile/encoder.ts';
export * from './compile/generate.ts';
export * from './compile/reader.ts';
export * from './compile/row-mark.ts';
export { type LineScanner, lineSlots, propertySlot } from './compile/scanner.ts';
export * from './contract/compare.ts';
export * from './contract/contract.ts';
export { recordSchema } from './contract/json-schema.ts';
export { nearest } from './contract/nearest.ts';
export * from './contract/parse.ts';
export * from './contract/personal-data/kinds.ts';
export * from './contract/personal-data/legal-bases.ts';
export * from './contract/personal-data/policy-items.ts';
export { undeclaredPersonalData } from './contract/personal-data/undeclared.ts';
export { formatProtection, type MaskKeep, type Protection } from './contract/protection.ts';
export { comparableContract, publishedContract } from './contract/published.ts';
export { compareVersionTexts } from './contract/semantic-version.ts';
export * from './contract/state-secret.ts';
export { compileDateReader, type DateOptions, type DateReader } from './dates/date-reader.ts';
export { readSerial, type SerialSystem } from './dates/serial.ts';
export { foldWords } from './dates/words.ts';
export * from './delivery/receipt.ts';
export * from './delivery/receipt-chain.ts';
export { type ReceiptSigningKey, receiptHash, receiptType, signReceipt, verifyReceipt } from './delivery/sign-receipt.ts';
export * from './delivery/transport.ts';
export * from './dictionary/dictionary.ts';
export type { Noted, Notes } from './dictionary/noted.ts';
export * from './errors/codes.ts';
export * from './errors/lienthong-error.ts';
export * from './json.ts';
export * from './map/mapping.ts';
export * from './map/undecided.ts';
export * from './protect/protection-keys.ts';
export { generateRecipientKeyPair, type Recipient, type RecipientOptions } from './protect/recipient.ts';
export { createTokenizer, generateTokenKey, type Tokenizer, type TokenKeyOptions } from './protect/tokenizer.ts';
export * from './quality/counts.ts';
export type * from './quality/facts.ts';
export * from './quality/policy.ts';
export * from './quality/report.ts';
export { type ScoreInput, scoreQuality } from './quality/score.ts';
export { sumCounts } from './quality/sum.ts';
export { mostExamples, type QualityTally } from './quality/tally.ts';
export * from './record/merge.ts';
export * from './record/record.ts';
export * from './record/version.ts';
export { type CsvOptions, qualityCsv } from './report/csv.ts';
export { type PageOptions, qualityPage } from './report/page.ts';
export * from './seal/batch.ts';
export { maxBatchCount, maxPositionLength } from './seal/batch-rules.ts';
export * from './seal/digest.ts';
export * from './seal/headers.ts';
export type { HttpHeaders } from './seal/http-headers.ts';
export * from './seal/keys.ts';
export { type SealInput, seal } from './seal/seal.ts';
export * from './seal/sign.ts';
export type { SignedRequest } from './seal/signature-base.ts';
export type { SignatureFault } from './seal/signature-invalid.ts';
export * from './seal/stream-name.ts';
export * from './seal/verify.ts';
export * from './secret.ts';
