const rowsOfObject = 2 ** 32;

/** The text of a ROWID that is kept as a number (library/rowids.ts writes the same in SQL): exact up to two million data objects. */
export function rowIdText(kept: string): string {
  const value = Number(kept);
  const row = value % rowsOfObject;
  return `${base64(Math.floor(value / rowsOfObject), 6)}AAM${base64(131 + Math.floor(row / 64), 6)}${base64(row % 64, 3)}`;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Of at most 31 bits. A loop of its own: it is written for every row of a log. */
function base64(value: number, length: number): string {
  let text = '';
  for (let left = value, place = 0; place < length; place++, left >>= 6) text = `${digits.charAt(left & 63)}${text}`;
  return text;
}
