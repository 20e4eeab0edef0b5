/** Kinds of packets of TNS. */
export const packetType = { connect: 1, accept: 2, refuse: 4, redirect: 5, data: 6, marker: 12 } as const;

/** What a marker says. A client breaks with the third; the server answers with the first, and both reset with the second. */
export const markerKind = { break: 1, reset: 2, interrupt: 3 } as const;

/** First byte of what follows in a message of TTC. */
export const messageType = {
  protocol: 1,
  dataTypes: 2,
  call: 3,
  error: 4,
  rowHeader: 6,
  row: 7,
  parameters: 8,
  status: 9,
  bindDirections: 11,
  lobData: 14,
  describe: 16,
  piggyback: 17,
  flushOutBinds: 19,
  oneWayCall: 26,
} as const;

/** What a call asks for. */
export const callCode = {
  reexecute: 4,
  fetch: 5,
  logOff: 9,
  commit: 14,
  rollback: 15,
  reexecuteAndFetch: 78,
  execute: 94,
  lob: 96,
  closeCursors: 105,
  authenticate: 115,
  sessionKey: 118,
  cancelCursors: 120,
  endToEnd: 135,
  ping: 147,
  setSchema: 152,
  appContext: 154,
  sessionRelease: 163,
} as const;

/** How values travel. */
export const dataType = {
  varchar: 1,
  number: 2,
  binaryInteger: 3,
  long: 8,
  rowid: 11,
  date: 12,
  raw: 23,
  longRaw: 24,
  char: 96,
  binaryFloat: 100,
  binaryDouble: 101,
  cursor: 102,
  object: 109,
  clob: 112,
  blob: 113,
  bfile: 114,
  json: 119,
  timestamp: 180,
  timestampTz: 181,
  intervalYm: 182,
  intervalDs: 183,
  urowid: 208,
  timestampLtz: 231,
  boolean: 252,
} as const;

/** Of texts: in the database's character set, told as UTF-8, or in the national one, UTF-16 with the upper byte first. */
export const characterForm = { none: 0, implicit: 1, national: 2 } as const;

/** Layouts of messages; fields were added with each. */
export const fieldVersion = { v12_1: 7, v12_2: 8, v12_2x: 9, v18: 11, v19: 12, v20: 14, v21: 16, v23: 17 } as const;

/** Numbers of character sets: AL32UTF8 and AL16UTF16. */
export const characterSet = { utf8: 873, utf16: 2000 } as const;

/** Biases of intervals and of the database's zone. */
export const intervalBias = { parts: 60, whole: 0x80000000 } as const;
