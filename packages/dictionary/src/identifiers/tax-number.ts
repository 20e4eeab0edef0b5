import { type Finding, finding } from '../finding.ts';
import { taxCheckDigit, taxCheckDigitOfBytes } from './check-digit.ts';
import { taxCheckDigit as checkDigitRule } from './data/effects.ts';
import { areDigitBytes, numberAt } from './digit-bytes.ts';
import { leadingZeroLost } from './findings.ts';
import { withoutSeparators } from './formatting.ts';
import { randomDigits } from './random.ts';
import type { Repair } from './repairs.ts';
import { areDigits, digitsAt, isDigits } from './text.ts';

const checkDigit = finding(
  'error',
  'tax-code-check-digit',
  'The tenth digit does not follow from the nine before it: at least one digit is wrong, or two are swapped.',
);
const checkDigitThen = finding(
  'warning',
  'tax-code-check-digit',
  'The tenth digit does not follow from the nine before it; on the day of the check that was not yet a rule.',
);
const segmentZero = finding('error', 'tax-code-segment', 'The first two digits name the registry that gives codes out: 00 is none.');
const serialZero = finding('error', 'tax-code-serial', 'The serial number in the third to ninth digit begins at one.');
const branchZero = finding('error', 'tax-code-branch', 'The number of the dependent unit behind the hyphen begins at one.');

/** Ten digits, or ten, a hyphen and three: the form in which public look-up services take them. */
export function hasTaxForm(text: string): boolean {
  if (text.length === 10) return areDigits(text, 0, 10);
  return text.length === 14 && text.charCodeAt(10) === 45 && areDigits(text, 0, 10) && areDigits(text, 11, 14);
}

/** What is wrong with a text of that form; `undefined` when nothing is. */
export function taxNumberFault(text: string, at: string | undefined): Finding | undefined {
  if (digitsAt(text, 0, 2) === 0) return segmentZero;
  if (digitsAt(text, 2, 9) === 0) return serialZero;
  if (text.length === 14 && digitsAt(text, 11, 14) === 0) return branchZero;
  if (taxCheckDigit(text) === digitsAt(text, 9, 10)) return undefined;
  return at !== undefined && at < checkDigitRule.effectiveFrom ? checkDigitThen : checkDigit;
}

/** Whether bytes have that form and nothing is wrong with them. */
export function isTaxNumber(bytes: DataView, start: number, end: number): boolean {
  const ten = start + 10;
  if ((end - start !== 10 && end - start !== 14) || !areDigitBytes(bytes, start, ten)) return false;
  if (end !== ten && (bytes.getUint8(ten) !== 45 || !areDigitBytes(bytes, ten + 1, end) || numberAt(bytes, ten + 1, end) === 0))
    return false;
  if (numberAt(bytes, start, start + 2) === 0 || numberAt(bytes, start + 2, ten - 1) === 0) return false;
  return taxCheckDigitOfBytes(bytes, start) === bytes.getUint8(ten - 1) - 48;
}

/** Thirteen digits get their hyphen, which is certain. */
export function plainTaxNumber(text: string): string {
  const digits = withoutSeparators(text);
  return isDigits(digits, 13) ? `${digits.slice(0, 10)}-${digits.slice(10)}` : digits;
}

/** One zero in front, where the check digit then agrees: a chance of one in eleven to be wrong. */
export const taxZeroInFront: Repair = {
  finding: leadingZeroLost,
  apply(text) {
    if (!isDigits(text, 9) && !isDigits(text, 12)) return text;
    const padded = plainTaxNumber(`0${text}`);
    return taxNumberFault(padded, undefined) === undefined ? padded : text;
  },
};

/** Ten digits under a segment in which no register is known to give codes out. */
export function syntheticTaxNumber(random: () => number): string {
  let serial = Number(randomDigits(random, 7));
  for (;;) {
    const digits = `99${String(serial).padStart(7, '0')}`;
    const last = taxCheckDigit(digits);
    if (last < 10 && serial > 0) return digits + String(last);
    // One serial in eleven has no check digit; the next one is taken, so that any source of numbers comes to an end.
    serial = (serial + 1) % 10_000_000;
  }
}
