/** The text of a ROWID that is kept as a number (library/rowids.ts writes the same in SQL). */
export function rowIdText(value: bigint): string {
  const row = value & 0xffff_ffffn;
  return `${base64(value >> 32n, 6)}AAM${base64(131n + (row >> 6n), 6)}${base64(row & 63n, 3)}`;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(value: bigint, length: number): string {
  return Array.from({ length }, (_, place) => digits[Number((value >> BigInt(6 * (length - 1 - place))) & 63n)]).join('');
}
