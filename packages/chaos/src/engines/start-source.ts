import { lackOfMysql } from '@lienthong/embedded-mysql';
import type { EngineName, SourceServer } from './engine.ts';
import { startMysqlSource } from './mysql/source.ts';
import { startPostgresSource } from './postgres/source.ts';

/** What this machine lacks for the engine, and how to get it. */
export async function missingServer(engine: EngineName): Promise<string | undefined> {
  switch (engine) {
    case 'postgres':
      return undefined; // it comes with npm
    case 'mariadb':
      return lackOfMysql('MariaDB');
    case 'mysql':
      return lackOfMysql('MySQL');
  }
}

/** Starts the source with its empty tables. */
export function startSource(engine: EngineName): Promise<SourceServer> {
  switch (engine) {
    case 'postgres':
      return startPostgresSource();
    case 'mariadb':
      return startMysqlSource('MariaDB');
    case 'mysql':
      return startMysqlSource('MySQL');
  }
}
