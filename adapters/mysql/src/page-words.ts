import { keyPositions, type PageWords } from '@lienthong/adapter-kit';

/** How MySQL and MariaDB are asked for rows page by page: values stand in the statement, and it has no binds. */
export const words: PageWords<undefined, string> = {
  positions: keyPositions('mysql'),
  nulls: 'lowest',
  select: (printed, from, rows) => `select ${printed.join(', ')} from ${from(undefined)}${rows === undefined ? '' : ` limit ${rows}`}`,
  rowBehind: (printed, from, before) => `select ${printed.join(', ')} from ${from(undefined)} limit 1 offset ${before}`,
};
