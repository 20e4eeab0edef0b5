import { LienThongError } from '@lienthong/core';
import type { Session } from '../client.ts';

/** What following has to know of a server and its log. */
export interface LogState {
  /** The server's UUID; of MariaDB, which has none, its server_id. */
  readonly server: string;
  /** All transactions of the log by their numbers, also those of files that are gone; empty without GTIDs. */
  readonly gtids: string;
  /** MySQL: the numbers of those whose files are gone. */
  readonly purged: string;
  readonly checksums: boolean;
  /** The log names the columns of tables. */
  readonly named: boolean;
  readonly ignoreCase: boolean;
}

export async function loadLogState(session: Session, signal: AbortSignal): Promise<LogState> {
  const isMaria = session.version.product === 'MariaDB';
  const { number } = session.version;
  const hasMetadata = isMaria ? number >= 100_500 : number >= 80_001;
  const variables = {
    server: isMaria ? 'server_id' : 'server_uuid',
    logging: 'log_bin',
    format: 'binlog_format',
    checksum: 'binlog_checksum',
    case: 'lower_case_table_names',
    metadata: hasMetadata ? 'binlog_row_metadata' : undefined,
    mode: isMaria ? undefined : 'gtid_mode',
    gtids: isMaria ? 'gtid_binlog_pos' : 'gtid_executed',
    purged: isMaria ? undefined : 'gtid_purged',
  };
  const [row = []] = await session.query(
    `select ${Object.values(variables)
      .map((name) => (name === undefined ? 'null' : `@@global.${name}`))
      .join(', ')}`,
    signal,
  );
  const found = Object.fromEntries(Object.keys(variables).map((name, index) => [name, row[index] ?? '']));
  requireRows(found['logging'] ?? '', found['format'] ?? '');
  const numbered = isMaria || found['mode'] === 'ON';
  return {
    server: found['server'] ?? '',
    gtids: numbered ? withoutBlanks(found['gtids']) : '',
    purged: numbered ? withoutBlanks(found['purged']) : '',
    checksums: found['checksum'] !== 'NONE',
    named: found['metadata'] === 'FULL',
    ignoreCase: found['case'] !== '0',
  };
}

function withoutBlanks(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, '');
}

function requireRows(logging: string, format: string): void {
  if (logging !== '1' && logging !== 'ON') {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: 'the server writes no binary log',
      remedy: 'Set log_bin and server_id in the configuration of the server, and restart it.',
    });
  }
  if (format !== 'ROW') {
    throw new LienThongError('SOURCE_NOT_READY', {
      message: `binlog_format is ${format}, following needs ROW`,
      remedy:
        "SET GLOBAL binlog_format = 'ROW'; in the configuration as well; sessions that are open keep the old one until they connect again.",
    });
  }
}

export interface LogFile {
  readonly name: string;
  readonly bytes: number;
}

/** The files of the log that the server still has, oldest first. */
export async function loadLogFiles(session: Session, signal: AbortSignal): Promise<readonly LogFile[]> {
  const rows = await session.query('show binary logs', signal);
  return rows.map(([name, bytes]) => ({ name: name ?? '', bytes: Number(bytes) }));
}

/** The end of the log. */
export async function loadLogEnd(session: Session, signal: AbortSignal): Promise<{ readonly file: string; readonly offset: number }> {
  const { product, number } = session.version;
  const statement = product === 'MySQL' && number >= 80_200 ? 'show binary log status' : 'show master status';
  const [row] = await session.query(statement, signal);
  return { file: row?.[0] ?? '', offset: Number(row?.[1]) };
}
