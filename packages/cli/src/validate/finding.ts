/** Something wrong at a place of a file. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
  readonly level: 'error' | 'warning';
  readonly code: string;
  /** `datasets[0].mapping.ngaySinh` */
  readonly path: string;
  readonly message: string;
  readonly suggestion: string | undefined;
}
