import type { Command, Extension, ExtensionSession } from '../extensions.ts';
import { logsSql } from './install.ts';
import { logViews } from './log-views.ts';

const switchLog = async (session: ExtensionSession): Promise<void> => {
  await session.query(`select redo.switch_log(${session.instance})`);
};

const archiveCurrent = async (session: ExtensionSession): Promise<void> => {
  await session.query('select redo.switch_log(l.thread) from redo.logs l where l.next_scn is null');
};

/** What `alter database add supplemental log data (…) columns` names. */
const kinds: Readonly<Record<string, string>> = {
  ALL: 'all',
  'PRIMARY KEY': 'pk',
  UNIQUE: 'ui',
  'UNIQUE INDEX': 'ui',
  'FOREIGN KEY': 'fk',
};

const supplementalLogging: Command = {
  pattern:
    /^ALTER (?:DATABASE|PLUGGABLE DATABASE) (ADD|DROP) SUPPLEMENTAL LOG DATA(?: ?\( ?(ALL|PRIMARY KEY|UNIQUE|UNIQUE INDEX|FOREIGN KEY) ?\) COLUMNS)?$/i,
  privilege: 'ALTER DATABASE',
  run: async (session, [, action, kind]) => {
    const isAdded = action?.toUpperCase() === 'ADD';
    const column = kinds[kind?.toUpperCase() ?? ''];
    // Any kind of columns brings the minimal kind with it, as IMPLICIT; it goes with the last of them.
    const minimal =
      "case when 'YES' in (supplemental_pk, supplemental_ui, supplemental_fk, supplemental_all) then 'IMPLICIT' else 'NO' end";
    if (column === undefined) await session.query(`update cat.database set supplemental_min = ${isAdded ? "'YES'" : minimal}`);
    else
      await session.query(`update cat.database set supplemental_${column} = '${isAdded ? 'YES' : 'NO'}';
        update cat.database set supplemental_min = ${minimal} where supplemental_min is distinct from 'YES'`);
  },
};

const archiveMode: Command = {
  pattern: /^ALTER DATABASE (NO)?ARCHIVELOG$/i,
  privilege: 'ALTER DATABASE',
  // Oracle asks for a mounted database; the engine has none that is not open.
  run: async (session, [, no]) => {
    await session.query(`update cat.database set log_mode = '${no === undefined ? '' : 'NO'}ARCHIVELOG'`);
  },
};

/** The log's files: groups, switches, archived logs; what is logged, and whether it is archived. */
export const redoRoom: Extension = {
  install: logsSql,
  views: logViews,
  commands: [
    { pattern: /^ALTER SYSTEM SWITCH LOGFILE$/i, privilege: 'ALTER SYSTEM', run: switchLog },
    { pattern: /^ALTER SYSTEM ARCHIVE LOG CURRENT$/i, privilege: 'ALTER SYSTEM', run: archiveCurrent },
    supplementalLogging,
    archiveMode,
  ],
};
