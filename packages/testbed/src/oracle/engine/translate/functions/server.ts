import { OracleError } from '../../../engine.ts';
import { bound } from '../../binding/bound.ts';
import { quoteOrNull } from '../../quote.ts';
import { number, varchar2 } from '../../values/types.ts';
import { convert, toNumber } from '../convert.ts';
import { at, type SqlFunction } from './function.ts';

export const serverFunctions: Readonly<Record<string, SqlFunction>> = {
  USER: { arguments: [0, 0], translate: (_, { facts }) => bound(`${quoteOrNull(facts.user)}::text`, varchar2(128), false) },
  UID: { arguments: [0, 0], translate: (_, { facts }) => bound(`${facts.userId}::numeric`, number, false) },
  SYS_CONTEXT: {
    arguments: [2, 3],
    translate: (values, { facts }) => {
      const [space, name] = [values[0]?.constant?.toUpperCase(), values[1]?.constant?.toUpperCase()];
      if (space !== 'USERENV' || name === undefined)
        throw new OracleError(3001, 'unimplemented feature: SYS_CONTEXT of anything but literals of USERENV');
      const found = facts.environment.get(name);
      if (found === undefined) throw new OracleError(2003, 'invalid USERENV parameter');
      return bound(`${quoteOrNull(found)}::text`, varchar2(256));
    },
  },
  USERENV: {
    arguments: [1, 1],
    translate: (values, { facts }) => {
      const found = facts.environment.get(values[0]?.constant?.toUpperCase() ?? '');
      if (found === undefined) throw new OracleError(2003, 'invalid USERENV parameter');
      return bound(`${quoteOrNull(found)}::text`, varchar2(256));
    },
  },
  SYS_GUID: {
    arguments: [0, 0],
    translate: () => bound("decode(replace(gen_random_uuid()::text, '-', ''), 'hex')", { name: 'raw', length: 16 }, false),
  },
  'DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER': { arguments: [0, 0], translate: () => bound('ora.current_scn()::numeric', number, false) },
  SCN_TO_TIMESTAMP: {
    arguments: [1, 1],
    translate: (values) => bound(`ora.scn_moment(${toNumber(at(values, 0)).sql})`, { name: 'timestamp', scale: 9 }),
  },
  TIMESTAMP_TO_SCN: {
    arguments: [1, 1],
    translate: (values, context) =>
      bound(`ora.moment_scn(${convert(context, at(values, 0), { name: 'timestamp', scale: 9 }).sql})`, number),
  },
  'DBMS_TRANSACTION.LOCAL_TRANSACTION_ID': {
    arguments: [0, 1],
    translate: (_, { facts }) =>
      bound(`(select usn || '.' || slot || '.' || sqn from redo.transactions where sid = ${facts.sid} and state = 'ACTIVE')`, varchar2(60)),
  },
};
