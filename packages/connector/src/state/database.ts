import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { LienThongError } from '@lienthong/core';
import Database from 'libsql';
import { stateDamaged, stateError } from './errors.ts';
import { lockDirectory } from './lock.ts';
import { qualityTables, schema, schemaVersion } from './schema.ts';
import { addSums, writeAllSums } from './sums.ts';

/** One state database, opened; `rows` and `run` take statements that are prepared once. */
export interface StateDatabase {
  readonly directory: string;
  rows(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[];
  run(sql: string, ...values: readonly SqlValue[]): number;
  /** One transaction; what `work` throws rolls it back. */
  transaction<Result>(doing: string, work: () => Result): Result;
  close(): void;
}

// No bytes: the library ends the process on some of them.
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, unknown>>;

/** Opens or creates the state directory. `exclusive` is what a connector asks for; readers look on while it runs. */
export function openDatabase(directory: string, options: { readonly exclusive: boolean }): StateDatabase {
  const file = join(directory, 'state.db');
  try {
    if (options.exclusive) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      chmodSync(directory, 0o700);
    }
    if (!options.exclusive && !existsSync(file)) {
      throw new LienThongError('STATE_MISSING', {
        message: 'there is no state in this directory',
        remedy: 'Name the state directory of a connector that has run.',
      });
    }
    const unlock = options.exclusive ? lockDirectory(privateFile(join(directory, 'lock.db'))) : () => {};
    try {
      return wrap(directory, open(privateFile(file), options.exclusive), options.exclusive, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  } catch (error) {
    throw stateError(error, 'opening it');
  }
}

// SQLite gives its journal and shared-memory files the mode of the database: created here, before SQLite would.
function privateFile(file: string): string {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  return file;
}

function open(file: string, exclusive: boolean): Database.Database {
  const database = new Database(file);
  try {
    database.exec('PRAGMA busy_timeout = 2000');
    const check = database.prepare('PRAGMA quick_check(1)').all();
    if (textOf(check[0], 'quick_check') !== 'ok') throw stateDamaged('the state database did not pass its check');
    const version = numberOf(database.prepare('PRAGMA user_version').all()[0], 'user_version');
    if (version > schemaVersion) {
      throw new LienThongError('STATE_DAMAGED', {
        message: `the state database has layout ${version}, this version knows ${schemaVersion}`,
        remedy: 'Run the version of the connector that wrote it, or a newer one.',
      });
    }
    if (exclusive) {
      database.exec('PRAGMA journal_mode = WAL');
      database.exec('PRAGMA synchronous = FULL');
      if (version < schemaVersion) bringUp(database, version);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function bringUp(database: Database.Database, version: number): void {
  database
    .transaction(() => {
      database.exec(version === 0 ? schema : version === 1 ? addSums : '');
      if (version > 0) database.exec(qualityTables);
      if (version === 1)
        writeAllSums({
          rows: (sql, ...values) => database.prepare(sql).all(...values) as SqlRow[],
          run: (sql, ...values) => database.prepare(sql).run(...values).changes,
        });
      database.exec(`PRAGMA user_version = ${schemaVersion}`);
    })
    .immediate();
}

function wrap(directory: string, database: Database.Database, exclusive: boolean, unlock: () => void): StateDatabase {
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string): Database.Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let open = true;
  return {
    directory,
    rows: (sql, ...values) => prepared(sql).all(...values) as SqlRow[], // libsql gives one object per row
    run: (sql, ...values) => prepared(sql).run(...values).changes,
    transaction(doing, work) {
      try {
        return database.transaction(work).immediate();
      } catch (error) {
        throw stateError(error, doing);
      }
    },
    close() {
      if (!open) return;
      open = false;
      statements.clear();
      try {
        // The library leaves the log behind when it closes: brought home, so that the file alone is the whole state.
        if (exclusive) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } finally {
        database.close();
        unlock();
      }
    },
  };
}

export function textOf(row: unknown, column: string): string {
  const value = fieldOf(row, column);
  if (typeof value !== 'string') throw stateDamaged(`the state database has no text in ${column}`);
  return value;
}

export function optionalText(row: unknown, column: string): string | undefined {
  const value = fieldOf(row, column);
  return value === null || value === undefined ? undefined : textOf(row, column);
}

export function numberOf(row: unknown, column: string): number {
  const value = fieldOf(row, column);
  if (typeof value !== 'number') throw stateDamaged(`the state database has no number in ${column}`);
  return value;
}

function fieldOf(row: unknown, column: string): unknown {
  return typeof row === 'object' && row !== null ? (row as SqlRow)[column] : undefined; // an object: any column may be asked for
}
