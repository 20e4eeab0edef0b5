import type { OracleType } from '../../engine.ts';

/**
 * What a value is in PostgreSQL, in tables and in expressions alike:
 * - number, dates and timestamps, intervals: numeric. DATE and TIMESTAMP count the seconds from 1970-01-01 of the clock that they show,
 *   WITH LOCAL TIME ZONE those in UTC; DAY TO SECOND counts seconds, YEAR TO MONTH months. Exact and in order, to the last digit.
 * - timestamp with time zone: \`ora.zoned\` (at numeric in UTC, zone text); compared by \`at\` alone.
 * - texts: text. In a database whose character set is not Unicode, each byte is the character of that number (values/character-sets.ts);
 *   national texts are Unicode always. CHAR is padded. Large objects are texts and bytea in the row; empty is not null there.
 * - rowid: bigint, as \`row_id\` has it.
 */
export function storageOf(type: OracleType): string {
  switch (type.name) {
    case 'number':
    case 'date':
    case 'timestamp':
    case 'timestamp with local time zone':
    case 'interval year to month':
    case 'interval day to second':
      return 'numeric';
    case 'binary_float':
      return 'real';
    case 'binary_double':
      return 'float8';
    case 'timestamp with time zone':
      return 'ora.zoned';
    case 'raw':
    case 'long raw':
    case 'blob':
      return 'bytea';
    case 'rowid':
      return 'bigint';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}
