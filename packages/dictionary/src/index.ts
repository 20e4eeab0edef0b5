export type { Finding, Severity } from './finding.ts';
export { comparisonKey } from './text/comparison-key.ts';
export { decodeText, type EncodedText, encodeText } from './text/decode-text.ts';
export { detectEncoding } from './text/detection/detect.ts';
export type { Detection, DetectionOptions, RankedSource } from './text/detection/detection.ts';
export { encodings, type Reading, readings, type TextEncoding, type TextSource } from './text/encodings.ts';
export { bytesBehind, readBytesAs } from './text/read-bytes.ts';
export { type Repaired, repairText } from './text/repair/repair.ts';
export { gradeSyllable, type SyllableGrade } from './text/syllable/syllable.ts';
