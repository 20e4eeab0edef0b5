import { keyPositions, type PageWords } from '@lienthong/adapter-kit';
import { createParameters, type ParameterList, type Statement } from './sql.ts';

/** How SQL Server is asked for rows page by page. */
export const words: PageWords<ParameterList, Statement> = {
  positions: keyPositions('sqlserver'),
  nulls: 'lowest',
  select: (printed, from, rows) => {
    const parameters = createParameters();
    const top = rows === undefined ? '' : `top (${parameters.add('rows', 'int', rows)}) `;
    return { text: `select ${top}${printed.join(', ')} from ${from(parameters)}`, parameters: parameters.all };
  },
  rowBehind: (printed, from, before) => {
    const parameters = createParameters();
    const tail = from(parameters);
    const skip = parameters.add('skip', 'int', before);
    return { text: `select ${printed.join(', ')} from ${tail} offset ${skip} rows fetch next 1 rows only`, parameters: parameters.all };
  },
};
