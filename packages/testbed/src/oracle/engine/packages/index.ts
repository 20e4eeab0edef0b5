import { OracleError, type OracleValue } from '../../engine.ts';
import type { Extension, Procedure } from '../extensions.ts';
import { quoteOrNull } from '../quote.ts';

function naming(column: string, parameter: string): Procedure {
  return {
    parameters: [
      { name: parameter, type: 'text', default: null },
      ...(column === 'module' ? [{ name: 'ACTION_NAME', type: 'text' as const, default: null }] : []),
    ],
    run: async (session, values) => {
      const action = column === 'module' ? `, action = ${quoteOrNull(values.get('ACTION_NAME') as string | null)}` : '';
      await session.query(
        `update cat.sessions set ${column} = ${quoteOrNull(values.get(parameter) as string | null)}${action} where sid = ${session.sid}`,
      );
      return undefined;
    },
  };
}

const nothing = async (): Promise<undefined> => undefined;

function messageOf(value: OracleValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Packages of SYS that clients call, but for those of other rooms. */
export const packages: Extension = {
  procedures: {
    'DBMS_APPLICATION_INFO.SET_MODULE': naming('module', 'MODULE_NAME'),
    'DBMS_APPLICATION_INFO.SET_ACTION': naming('action', 'ACTION_NAME'),
    'DBMS_APPLICATION_INFO.SET_CLIENT_INFO': naming('client_info', 'CLIENT_INFO'),
    'DBMS_SESSION.SET_IDENTIFIER': { parameters: [{ name: 'CLIENT_ID', type: 'text' }], run: nothing },
    'DBMS_STATS.GATHER_TABLE_STATS': {
      parameters: [
        { name: 'OWNNAME', type: 'text' },
        { name: 'TABNAME', type: 'text' },
      ],
      run: async (session, values) => {
        const text = (name: string): string => quoteOrNull(values.get(name) as string | null);
        const { rows } = await session.query(
          `select object_id from cat.objects where container = ${quoteOrNull(session.container)} and owner = upper(coalesce(${text('OWNNAME')}, ${quoteOrNull(session.schema)})) and name = case when ${text('TABNAME')} like '"%"' then trim(both '"' from ${text('TABNAME')}) else upper(${text('TABNAME')}) end and type = 'TABLE'`,
        );
        const id = rows[0]?.[0];
        if (id === undefined || id === null)
          throw new OracleError(20_000, 'Unable to analyze TABLE, insufficient privileges or does not exist');
        await session.query(`analyze data.t${id}`);
        return undefined;
      },
    },
    RAISE_APPLICATION_ERROR: {
      parameters: [
        { name: 'NUM', type: 'number' },
        { name: 'MSG', type: 'text' },
      ],
      run: async (_, values) => {
        throw new OracleError(-Number(values.get('NUM')), messageOf(values.get('MSG')));
      },
    },
    'DBMS_OUTPUT.PUT_LINE': { parameters: [{ name: 'A', type: 'text' }], run: nothing },
  },
};
