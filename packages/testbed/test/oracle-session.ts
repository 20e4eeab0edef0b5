import { startPostgres } from '@lienthong/embedded-postgres';
import {
  type Bind,
  type Execution,
  type OracleEngineOptions,
  OracleError,
  type OracleSession,
  type OracleTestEngine,
  type OracleType,
  type OracleValue,
  openOracleEngine,
} from '../src/oracle/index.ts';

export interface Client {
  readonly session: OracleSession;
  run(text: string, ...binds: readonly (Bind | OracleValue)[]): Promise<Execution>;
  /** All rows of a query. */
  rows(text: string, ...binds: readonly (Bind | OracleValue)[]): Promise<readonly (readonly OracleValue[])[]>;
  /** The number of the error that it is refused with; undefined when it is not. */
  refusal(text: string, ...binds: readonly (Bind | OracleValue)[]): Promise<number | undefined>;
}

export interface OracleFixture extends AsyncDisposable {
  readonly engine: OracleTestEngine;
  login(user?: string, service?: string): Promise<Client>;
}

const signal = new AbortController().signal;
const text: OracleType = { name: 'varchar2', length: 4000 };
const number: OracleType = { name: 'number', precision: 0, scale: -127 };

function bindOf(value: Bind | OracleValue): Bind {
  if (typeof value === 'object' && value !== null && 'type' in value) return value;
  return typeof value === 'number'
    ? { type: number, value: String(value) }
    : { type: Buffer.isBuffer(value) ? { name: 'raw', length: 2000 } : text, value };
}

/** An engine over a PostgreSQL of its own, and sessions without a wire. */
export async function oracleFixture(options: Partial<OracleEngineOptions> = {}): Promise<OracleFixture> {
  const server = await startPostgres();
  const engine = await openOracleEngine({ postgres: server.connectionString, ...options });
  let sid = 100;
  return {
    engine,
    login: async (user = 'SYSTEM', service = options.pluggable === null ? 'ORCL' : 'PDB1') => {
      const target = engine.find('service', service);
      if (target === undefined) throw new Error(`There is no service ${service}.`);
      const session = await engine.connect({ target, user, role: undefined, program: 'test', machine: 'here', sid: ++sid, serial: 1 });
      const run: Client['run'] = (statement, ...binds) =>
        session.execute({ text: statement, binds: [binds.map(bindOf)], commit: false }, signal);
      return {
        session,
        run,
        rows: async (statement, ...binds) => {
          const { cursor } = await run(statement, ...binds);
          if (cursor === undefined) throw new Error('The statement is no query.');
          return cursor.fetch(1_000_000, signal);
        },
        refusal: async (statement, ...binds) => {
          try {
            const { cursor } = await run(statement, ...binds);
            await cursor?.fetch(1_000_000, signal);
            return undefined;
          } catch (error) {
            if (error instanceof OracleError) return error.number;
            throw error;
          }
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await server.stop();
    },
  };
}
