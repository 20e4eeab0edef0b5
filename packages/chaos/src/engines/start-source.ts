import { lackOfMysql } from '@lienthong/embedded-mysql';
import type { EngineName, SourceServer } from './engine.ts';
import { startMongodbSource } from './mongodb/source.ts';
import { startMysqlSource } from './mysql/source.ts';
import { startOracleSource } from './oracle/source.ts';
import { startPostgresSource } from './postgres/source.ts';
import { startSqlserverSource } from './sqlserver/source.ts';

/** What this machine lacks for the engine, and how to get it. */
export async function missingServer(engine: EngineName): Promise<string | undefined> {
  switch (engine) {
    case 'postgres':
    case 'mongodb':
    case 'sqlserver':
    case 'sqlserver-cdc':
    case 'oracle':
    case 'oracle-flashback':
      return undefined; // they come with npm
    case 'mariadb':
      return lackOfMysql('MariaDB');
    case 'mysql':
      return lackOfMysql('MySQL');
  }
}

/** Starts the source with its empty tables; `programs` has the servers that are ours. */
export function startSource(
  engine: EngineName,
  programs: { readonly mongodb: string; readonly sqlserver: string; readonly oracle: string },
): Promise<SourceServer> {
  switch (engine) {
    case 'postgres':
      return startPostgresSource();
    case 'mariadb':
      return startMysqlSource('MariaDB');
    case 'mysql':
      return startMysqlSource('MySQL');
    case 'mongodb':
      return startMongodbSource(programs.mongodb);
    case 'sqlserver':
      return startSqlserverSource(programs.sqlserver, 'change-tracking');
    case 'sqlserver-cdc':
      return startSqlserverSource(programs.sqlserver, 'cdc');
    case 'oracle':
      return startOracleSource(programs.oracle, 'logminer');
    case 'oracle-flashback':
      return startOracleSource(programs.oracle, 'flashback');
  }
}
