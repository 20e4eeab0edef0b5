import type { Postgres } from '../postgres.ts';

/** What tests do to the log and to undo from outside. */
export interface LogControl {
  /** Of the first instance, or of another one. */
  switchLog(thread?: number): Promise<void>;
  /** From now on a log that is full is switched but not archived: a log in transition. */
  holdArchiver(): Promise<void>;
  releaseArchiver(): Promise<void>;
  /** How many records fill a log. */
  setLogSize(records: number): Promise<void>;
  /**
   * Archived logs that end before an SCN (all, without one) are gone from the disk: as RMAN leaves them, with DELETED = YES, or,
   * where `listed`, behind the server's back, so that V$ARCHIVED_LOG still names them. Gives how many.
   */
  removeArchivedLogs(how?: {
    readonly before?: string | undefined;
    readonly listed?: boolean | undefined;
    readonly thread?: number | undefined;
  }): Promise<number>;
  /** Undo of everything until now is gone: older reads fail with 1555. */
  expireUndo(): Promise<void>;
  /** RESETLOGS: another incarnation, whose logs begin at 1. */
  failOver(): Promise<void>;
  /** Another database takes the address: the same data under another DBID. */
  changeIdentity(): Promise<void>;
}

export function logControl(control: Postgres): LogControl {
  const run = async (sql: string): Promise<void> => {
    await control.query(sql);
  };
  return {
    switchLog: (thread = 1) => run(`select redo.switch_log(${thread})`),
    holdArchiver: () => run('update redo.settings set archiver_held = true'),
    releaseArchiver: () => run('update redo.settings set archiver_held = false; select redo.archive()'),
    setLogSize: (records) => run(`update redo.settings set log_records = ${records}`),
    removeArchivedLogs: async ({ before, listed = false, thread } = {}) => {
      // A group that still holds the same log keeps its own copy: a test that wants it gone switches often enough.
      const { count } = await control.query(`update redo.logs set removed = true, deleted = deleted or ${!listed}
        where archived_at is not null and not removed${before === undefined ? '' : ` and next_scn <= ${BigInt(before)}`}${thread === undefined ? '' : ` and thread = ${thread}`}`);
      return count;
    },
    expireUndo: () => run('update cat.database set undo_from_scn = ora.current_scn()'),
    failOver: () => run('select redo.reset_logs()'),
    changeIdentity: () => run('update cat.database set dbid = dbid + 1'),
  };
}
