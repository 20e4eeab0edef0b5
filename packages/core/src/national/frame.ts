/** What stands around the records of a batch and between them. */
export interface NationalFrame {
  readonly begin: string;
  readonly between: string;
  readonly end: string;
}

export function batchOf(records: readonly string[], { begin, between, end }: NationalFrame): string {
  return `${begin}${records.join(between)}${end}`;
}
