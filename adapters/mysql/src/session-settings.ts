import type { OpenContext } from '@lienthong/core';

/** `reader` asks short questions and reads rows, `follower` follows the log; neither writes. */
export type SessionRole = 'reader' | 'follower';

/** What answers: statements and settings differ. */
export interface ServerVersion {
  readonly product: 'MySQL' | 'MariaDB';
  /** `10.11.18` */
  readonly text: string;
  /** 101118 of 10.11.18: for comparisons. */
  readonly number: number;
}

/** Reads the version of the handshake: `9.7.4`, `5.5.5-10.11.18-MariaDB-0+deb12u1`. */
export function parseServerVersion(greeting: string): ServerVersion {
  // Old replicas of MySQL wanted a 5 in front: MariaDB 10 says 5.5.5 first.
  const text = greeting.replace(/^5\.5\.5-(?=\d)/, '');
  const [, major = '0', minor = '0', patch = '0'] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return {
    product: /mariadb/i.test(greeting) ? 'MariaDB' : 'MySQL',
    text: `${major}.${minor}.${patch}`,
    number: Number(major) * 10_000 + Number(minor) * 100 + Number(patch),
  };
}

/** Run once connected: the same printing and the same patience, whatever server and account have set. */
export function startupStatements(role: SessionRole, version: ServerVersion, context: OpenContext): readonly string[] {
  const timeout = role === 'reader' ? context.statementTimeoutMs : 0;
  const settings = [
    'names utf8mb4',
    // What a column stores comes as it is stored: charsets.ts knows what it means, in reads and in the log alike.
    'session character_set_results = null',
    "session time_zone = '+00:00'",
    // No mode changes what is printed (PAD_CHAR_TO_FULL_LENGTH), how a literal is read (ANSI_QUOTES, NO_BACKSLASH_ESCAPES), or refuses a zero date that is compared.
    "session sql_mode = ''",
    'session autocommit = 1',
    'session sql_select_limit = default',
    'session sql_quote_show_create = 1',
    'session lock_wait_timeout = 30',
    'session net_write_timeout = 600',
    'session wait_timeout = 28800',
    ...(version.product === 'MariaDB'
      ? [`session max_statement_time = ${timeout / 1000}`]
      : [
          `session max_execution_time = ${timeout}`,
          // Else the number of rows is a day old, or unknown.
          ...(version.number >= 80_000 ? ['session information_schema_stats_expiry = 0'] : []),
        ]),
    // Never what another transaction has not committed yet, whatever the server's default is.
    'session transaction isolation level repeatable read, read only',
  ];
  return settings.map((setting) => `set ${setting}`);
}
