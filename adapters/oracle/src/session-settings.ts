import type { Row } from './client.ts';
import { plain, type Statement } from './sql.ts';

/** What answers. */
export interface ServerFacts {
  /** `19.3.0.0.0`, as the driver was told at the login. */
  readonly version: string;
  readonly major: number;
  readonly database: string;
  /** A pluggable database, the root, or the database's own name. */
  readonly container: string;
  /** 1 is the root, above it are the pluggable ones; 0 where there are no containers. */
  readonly containerId: number;
  /** `PRIMARY`, `PHYSICAL STANDBY` and the like. */
  readonly role: string;
  /** As whom the login acts: whom grants are given to. */
  readonly user: string;
}

/** Nothing of the server's or the machine's surroundings may change a value or an order. */
export const startupStatements: readonly string[] = [
  "alter session set time_zone = '+00:00' nls_calendar = 'GREGORIAN' nls_numeric_characters = '.,' nls_sort = BINARY nls_comp = BINARY",
  "alter session set nls_date_format = 'SYYYY-MM-DD HH24:MI:SS' nls_timestamp_format = 'SYYYY-MM-DD HH24:MI:SS.FF9' nls_timestamp_tz_format = 'SYYYY-MM-DD HH24:MI:SS.FF9TZH:TZM'",
];

/** Servers before 12.1 have no containers. */
export function factsStatement(major: number): Statement {
  const of = (name: string) => `sys_context('USERENV', '${name}')`;
  const [container, id] = major >= 12 ? [of('CON_NAME'), of('CON_ID')] : [of('DB_NAME'), "'0'"];
  return plain(`select ${of('DB_NAME')}, ${container}, ${id}, ${of('DATABASE_ROLE')}, ${of('SESSION_USER')} from dual`);
}

export function readFacts(version: string, [row]: readonly Row[]): ServerFacts {
  const [database, container, containerId, role, user] = (row ?? []).map((value) => String(value ?? ''));
  return {
    version,
    major: Number.parseInt(version, 10),
    database: database ?? '',
    container: container ?? '',
    containerId: Number(containerId ?? '0'),
    role: role ?? '',
    user: user ?? '',
  };
}
