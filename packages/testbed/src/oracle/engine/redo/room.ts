import type { Extension, ExtensionSession } from '../extensions.ts';
import { logsSql } from './install.ts';
import { logViews } from './log-views.ts';

const switchLog = async (session: ExtensionSession): Promise<void> => {
  await session.query('select redo.switch_log()');
};

/** The log's files: groups, switches, archived logs. */
export const redoRoom: Extension = {
  install: logsSql,
  views: logViews,
  commands: [
    { pattern: /^ALTER SYSTEM SWITCH LOGFILE$/i, privilege: 'ALTER SYSTEM', run: switchLog },
    { pattern: /^ALTER SYSTEM ARCHIVE LOG CURRENT$/i, privilege: 'ALTER SYSTEM', run: switchLog },
  ],
};
