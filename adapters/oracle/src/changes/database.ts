import { utcInstant } from '@lienthong/adapter-kit';
import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { codeOf } from '../errors.ts';
import { plain } from '../sql.ts';

/** What the database says of itself to those who may ask. */
export interface DatabaseState {
  readonly dbid: string;
  /** Where its log begins: another one after a point-in-time recovery or a failover without all of the log. */
  readonly resetlogs: string;
  readonly openMode: string;
  readonly archiving: boolean;
  readonly minimal: boolean;
  /** Supplemental logging of all tables. */
  readonly keysLogged: boolean;
  readonly allLogged: boolean;
  readonly scn: bigint;
  /** The server's clock; canonical timestamptz. */
  readonly at: string;
  /** Of the server's own clock, whose times the log bears: `+07:00`. */
  readonly offset: string;
}

export const databaseStatement = plain(
  "select d.dbid, d.resetlogs_change#, d.open_mode, d.log_mode, d.supplemental_log_data_min, d.supplemental_log_data_pk, d.supplemental_log_data_all, d.current_scn, to_char(sys_extract_utc(systimestamp), 'YYYY-MM-DD HH24:MI:SS.FF3'), to_char(systimestamp, 'TZH:TZM') from v$database d",
);

export async function loadDatabase(session: Session, signal: AbortSignal): Promise<DatabaseState> {
  try {
    const [row = []] = await session.query(databaseStatement, signal);
    const [dbid, resetlogs, openMode, logMode, minimal, keys, all, scn, at, offset] = row.map((value) => String(value ?? ''));
    return {
      ...{ dbid: dbid ?? '', resetlogs: resetlogs ?? '', openMode: openMode ?? '' },
      archiving: logMode === 'ARCHIVELOG',
      minimal: minimal !== 'NO',
      keysLogged: keys === 'YES',
      allLogged: all === 'YES',
      scn: BigInt(scn ?? '0'),
      at: utcInstant(at ?? ''),
      offset: offset ?? '+00:00',
    };
  } catch (error) {
    if (codeOf(error) !== '942') throw error;
    throw new LienThongError('SOURCE_PERMISSION_MISSING', {
      message: 'this login may not see the state of the database',
      remedy: `GRANT SELECT ON SYS.V_$DATABASE TO ${session.server.user};`,
    });
  }
}
