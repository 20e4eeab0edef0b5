declare const brand: unique symbol;

/** Sortable place of a record within its epoch, compared as plain bytes: docs/standard/record.md. */
export type Version = string & { readonly [brand]: 'version' };

/** What a snapshot read bears: any change outranks it. */
export const snapshotVersion = '0' as Version;

/** The version of the `t` that ends an epoch's snapshot: below every record of the epoch, above every earlier epoch. */
export const epochVersion = '' as Version;

const pattern = /^(?:|0|1:[\x21-\x7e]{1,200})$/;

/** `commit` is the fixed-width, sortable position of the commit in the source's log; `ordinal` counts within the transaction. */
export function changeVersion(commit: string, ordinal: number): Version {
  // A brand is born: the parts are fixed-width by contract of the caller.
  return `1:${commit}-${ordinal.toString().padStart(10, '0')}` as Version;
}

/** 64-bit log positions (LSN, offset) as 16 hex digits. */
export function fixedHex(position: bigint): string {
  return position.toString(16).toUpperCase().padStart(16, '0');
}

/** For a source without a log: `value` is the watermark in canonical form. Integers are written so that they sort as text. */
export function watermarkVersion(kind: 'integer' | 'instant', value: string): Version {
  if (kind === 'instant') return `1:${sortableInstant(value)}` as Version;
  // Biased by 2^64 so that negative numbers sort below positive ones.
  const biased = BigInt(value) + 18446744073709551616n;
  // Beyond the width it would sort wrongly, and older data would outrank newer without a word.
  if (biased < 0n || biased >= 10n ** 21n) throw new RangeError('a watermark integer is too far from zero to be sorted');
  return `1:${biased.toString().padStart(21, '0')}` as Version;
}

/** Reads a version from the wire; `undefined` when it is none. */
export function parseVersion(text: string): Version | undefined {
  return pattern.test(text) ? (text as Version) : undefined;
}

/** Negative, zero or positive, by plain bytes. Versions are ASCII, so code units are bytes. */
export function compareVersions(left: Version, right: Version): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

// '…:05Z' and '…:05.5Z' sort wrongly as they are ('.' < 'Z'): the fraction is padded to nine digits.
function sortableInstant(value: string): string {
  const match = /^(.{19})(?:\.(\d{1,9}))?(Z?)$/.exec(value);
  if (match === null) throw new RangeError('a watermark instant must be a canonical timestamp');
  return `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}${match[3]}`;
}
