import { civilFromDays, daysFromCivil, formatDate } from '../canonical/calendar.ts';

/**
 * What a spreadsheet counts days from: `1900` is Excel's on Windows, with the 29th of February 1900 that never was; `1904` is that
 * of old files of the Macintosh.
 */
export type SerialSystem = 1900 | 1904;

const serial = /^\d{1,7}(?:\.0+)?$/;
const zero = { 1900: daysFromCivil(1899, 12, 30), 1904: daysFromCivil(1904, 1, 1) };
/** 9999-12-31. */
const last = { 1900: 2_958_465, 1904: 2_957_003 };

/** `YYYY-MM-DD` of the number that a spreadsheet keeps for a day; `undefined` when the text is none, or has a time. */
export function readSerial(text: string, system: SerialSystem): string | undefined {
  if (!serial.test(text)) return undefined;
  const days = Number(text);
  if (days > last[system] || (system === 1900 && (days === 0 || days === 60))) return undefined;
  const shift = system === 1900 && days < 60 ? 1 : 0;
  return formatDate(civilFromDays(zero[system] + days + shift));
}
