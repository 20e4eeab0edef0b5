/** A table that the writers change and the connector follows. */
export interface FollowedTable {
  readonly name: string;
  readonly dataset: string;
  /** The column that the writers pick rows by; part of the key. */
  readonly number: 'id' | 'so';
  /** Key columns: the number itself, or the text `xa-` and the number modulo 5. */
  readonly key: readonly (readonly [column: string, value: 'number' | 'commune'])[];
  /** With `full` the log holds unchanged wide values; with `default` the row is read again. */
  readonly identity: 'default' | 'full';
}

export const citizens: FollowedTable = {
  name: 'cong_dan',
  dataset: 'ho-tich.cong-dan',
  number: 'id',
  key: [['id', 'number']],
  identity: 'default',
};

const births: FollowedTable = {
  name: 'khai_sinh',
  dataset: 'ho-tich.khai-sinh',
  number: 'so',
  key: [
    ['xa', 'commune'],
    ['so', 'number'],
  ],
  identity: 'full',
};

export const tables = [citizens, births] as const;

/** Rows of these numbers are changed by all writers and never deleted, but by a truncation. */
export const hotNumbers: readonly number[] = [1, 2, 3, 4, 5, 6];
/** This one tells, in each table, when everything before it has arrived. */
export const markerNumber = 0;
