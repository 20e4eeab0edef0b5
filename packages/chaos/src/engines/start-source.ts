import { lackOfMysql } from '@lienthong/embedded-mysql';
import type { EngineName, SourceServer } from './engine.ts';
import { startMongodbSource } from './mongodb/source.ts';
import { startMysqlSource } from './mysql/source.ts';
import { startPostgresSource } from './postgres/source.ts';

/** What this machine lacks for the engine, and how to get it. */
export async function missingServer(engine: EngineName): Promise<string | undefined> {
  switch (engine) {
    case 'postgres':
    case 'mongodb':
      return undefined; // both come with npm
    case 'mariadb':
      return lackOfMysql('MariaDB');
    case 'mysql':
      return lackOfMysql('MySQL');
  }
}

/** Starts the source with its empty tables; `programs` has the server that is ours. */
export function startSource(engine: EngineName, programs: { readonly mongodb: string }): Promise<SourceServer> {
  switch (engine) {
    case 'postgres':
      return startPostgresSource();
    case 'mariadb':
      return startMysqlSource('MariaDB');
    case 'mysql':
      return startMysqlSource('MySQL');
    case 'mongodb':
      return startMongodbSource(programs.mongodb);
  }
}
