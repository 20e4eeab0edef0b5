import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';
import { codeOf } from '../errors.ts';
import { plain, type Statement } from '../sql.ts';

/** Where the tables are, which is not where the log is read when that is another container's. */
export interface Home {
  /** Of the whole database, whose containers share one log. */
  readonly dbid: string;
  readonly container: string;
  /** What tells these tables from those of any other database: a switch-over keeps it; a copy, or a container made anew, does not. */
  readonly identity: string;
}

/** A container has a number of its own, which a copy of it does not share. Servers before 12.1 have none. */
export function homeStatement(major: number): Statement {
  if (major < 12) return plain('select d.dbid, d.dbid from v$database d');
  return plain(
    "select d.dbid, c.dbid from v$database d left join v$containers c on c.con_id = to_number(sys_context('USERENV', 'CON_ID'))",
  );
}

export async function loadHome(session: Session, signal: AbortSignal): Promise<Home> {
  const { database, container, major, user } = session.server;
  try {
    const [row = []] = await session.query(homeStatement(major), signal);
    const [dbid, own] = row.map((value) => String(value ?? ''));
    return { dbid: dbid ?? '', container, identity: [dbid, own, database, container].join('/') };
  } catch (error) {
    if (codeOf(error) !== '942') throw error;
    const views = ['V_$DATABASE', ...(major >= 12 ? ['V_$CONTAINERS'] : [])];
    throw new LienThongError('SOURCE_PERMISSION_MISSING', {
      message: 'this login may not see which database it is in',
      remedy: views.map((view) => `GRANT SELECT ON SYS.${view} TO ${user};`).join(' '),
    });
  }
}
