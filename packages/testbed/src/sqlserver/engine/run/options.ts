import type { IsolationLevel } from '../../engine.ts';
import type { Statement } from '../syntax/ast.ts';
import type { Run } from './session-state.ts';

const isolationNumbers: Readonly<Record<IsolationLevel, number>> = {
  'read uncommitted': 1,
  'read committed': 2,
  'repeatable read': 3,
  serializable: 4,
  snapshot: 5,
};

/** `set …`: what changes nothing in this server is taken and forgotten. */
export async function setOption(run: Run, { name, value, of }: Extract<Statement, { kind: 'option' }>): Promise<void> {
  const { state } = run;
  switch (name) {
    case 'nocount':
      state.noCount = value === 'on';
      return;
    case 'xact_abort':
      state.xactAbort = value === 'on';
      return;
    case 'isolation':
      // The parser knows the five levels alone.
      state.isolation = value as IsolationLevel;
      await run.sql(`update cat.sessions set isolation = ${isolationNumbers[state.isolation]} where spid = ${run.context().facts.spid}`);
      return;
    case 'lock_timeout':
      // -1 waits for ever, which PostgreSQL calls 0; 0 does not wait at all.
      await run.sql(`set lock_timeout = ${value === '-1' ? 0 : Math.max(1, Number(value))}`);
      return;
    case 'identity_insert':
      state.identityInsert = value === 'on' && of !== undefined ? run.context().object(of).id : undefined;
      return;
    default:
  }
}
