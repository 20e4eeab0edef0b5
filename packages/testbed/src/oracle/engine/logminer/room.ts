import type { Extension, SystemView } from '../extensions.ts';
import { quote } from '../quote.ts';
import { contentsView } from './contents-view.ts';
import { miningSession } from './mining-session.ts';
import { logMinerConstants, logMinerProcedures } from './procedures.ts';

/** The session's list of files. */
const logsView: SystemView = {
  access: 'dictionary',
  columns: [
    ['LOG_ID', 'number', 'l.sequence'],
    ['FILENAME', 'text(513)', 'f.name'],
    ['LOW_TIME', 'date', 'ora.local(l.first_at)'],
    ['HIGH_TIME', 'date', 'ora.local(l.next_at)'],
    ['DB_ID', 'number', 'd.dbid'],
    ['DB_NAME', 'text(8)', 'd.name'],
    ['THREAD_ID', 'number', 'f.thread'],
    ['THREAD_SQN', 'number', 'l.sequence'],
    ['LOW_SCN', 'number', 'l.first_scn'],
    ['NEXT_SCN', 'number', 'coalesce(l.next_scn, 9295429630892703743)'],
    ['DICTIONARY_BEGIN', 'text(3)', "'NO'"],
    ['DICTIONARY_END', 'text(3)', "'NO'"],
    ['TYPE', 'text(7)', "case when f.archived then 'ARCHIVE' else 'ONLINE' end"],
    ['BLOCKSIZE', 'number', '512'],
    ['INFO', 'text(32)', 'null::text'],
    ['STATUS', 'number', 'case when l.removed and f.archived then 4 else 0 end'],
    ['CON_ID', 'number', '0'],
  ],
  from: 'pg_temp.logmnr_files f join redo.logs l on l.incarnation = f.incarnation and l.thread = f.thread and l.sequence = f.sequence cross join cat.database d',
  prepare: async (session) => {
    const files = miningSession(session)?.files ?? [];
    const lines = files.map((file) => `(${quote(file.name)}, ${file.incarnation}, ${file.thread}, ${file.sequence}, ${file.isArchived})`);
    await session.query(`create table if not exists pg_temp.logmnr_files (name text, incarnation int, thread int, sequence bigint, archived boolean); truncate pg_temp.logmnr_files;
      ${lines.length === 0 ? '' : `insert into pg_temp.logmnr_files values ${lines.join(',')}`}`);
  },
};

/** DBMS_LOGMNR and its views. */
export const logMinerRoom: Extension = {
  views: { V$LOGMNR_CONTENTS: contentsView, V$LOGMNR_LOGS: logsView },
  procedures: logMinerProcedures,
  constants: logMinerConstants,
};
