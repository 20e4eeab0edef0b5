/** OPERATION and its code, as V$LOGMNR_CONTENTS has them. */
export const operationCodes = {
  INSERT: 1,
  DELETE: 2,
  UPDATE: 3,
  DDL: 5,
  START: 6,
  COMMIT: 7,
  SEL_LOB_LOCATOR: 9,
  LOB_WRITE: 10,
  LOB_TRIM: 11,
  LOB_ERASE: 29,
  MISSING_SCN: 34,
  ROLLBACK: 36,
  'XML DOC BEGIN': 68,
  'XML DOC WRITE': 70,
  'XML DOC END': 71,
  UNSUPPORTED: 255,
} as const;

export type OperationName = keyof typeof operationCodes;
