/**
 * Writes a value as JSON and gives the place behind it; -1 when the value is not of the plain form that the writer knows.
 * Then nothing is decided: the reader of texts (canonical/) looks at it, and it alone refuses. So a writer may be cautious
 * and must never be wrong. `out` has room for six times the value and 16 bytes. Views, because words are read and written too.
 */
export type FieldWriter = (bytes: DataView, start: number, end: number, out: DataView, at: number) => number;
