import type { Session } from './client.ts';
import { codeOf } from './errors.ts';
import { plain, type Statement } from './sql.ts';

/** Only what may be read is there for a login. */
export function viewStatement(view: string): Statement {
  return plain(`select count(*) from ${view} where 1 = 0`);
}

/** The grants that are missing for views of the server, which are given on what lies below their public names. */
export async function missingViews(session: Session, views: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const view of views) if (!(await isVisible(session, view, signal))) missing.push(grantOn(view, session.server.user));
  return missing;
}

export async function isVisible(session: Session, view: string, signal: AbortSignal): Promise<boolean> {
  try {
    await session.query(viewStatement(view), signal);
    return true;
  } catch (error) {
    if (codeOf(error) === '942') return false;
    throw error;
  }
}

export function grantOn(view: string, user: string): string {
  return `GRANT SELECT ON SYS.${view.toUpperCase().replace('V$', 'V_$')} TO ${user};`;
}
