import { keyPositions, type PageWords } from '@lienthong/adapter-kit';
import { type BindList, createBinds, type Statement } from './sql.ts';

/** How Oracle is asked for rows page by page. */
export const words: PageWords<BindList, Statement> = {
  positions: keyPositions('oracle'),
  nulls: 'highest',
  select: (printed, from, rows) => {
    const binds = createBinds();
    const tail = from(binds);
    const text =
      rows === undefined ? `select ${printed.join(', ')} from ${tail}` : firstRows(printed, tail, binds.add('rows', 'number', rows));
    return { text, binds: binds.all };
  },
  rowBehind: (printed, from, before) => {
    const binds = createBinds();
    const tail = from(binds);
    const place = binds.add('place', 'number', before + 1);
    const numbered = firstRows(printed, tail, place).replace(' from (', ', rownum place from (');
    return { text: `select ${namesOf(printed).join(', ')} from (${numbered}) where place = ${place}`, binds: binds.all };
  },
};

/** The first rows of an ordered statement, by what every release understands: the names within are ours, so that none occurs twice. */
function firstRows(printed: readonly string[], tail: string, rows: string): string {
  const names = namesOf(printed);
  const inner = printed.map((sql, index) => `${sql} ${names[index]}`);
  return `select ${names.join(', ')} from (select ${inner.join(', ')} from ${tail}) where rownum <= ${rows}`;
}

function namesOf(printed: readonly string[]): readonly string[] {
  return printed.map((_, index) => `c${index}`);
}
