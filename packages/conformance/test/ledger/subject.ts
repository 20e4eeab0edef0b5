import type { CapabilityName } from '@lienthong/core';
import type { Engine, Fields, Subject, Writing } from '../../src/index.ts';
import { ledgerWith } from './adapter.ts';
import {
  begin,
  createServer,
  createTable,
  type Database,
  end,
  insert,
  type Row,
  remove,
  truncate,
  update,
  type Writer,
} from './database.ts';

/** What an author writes: how his engine does the few things that the checks ask of it. */
export function ledgerSubject(label: string, capabilities: readonly CapabilityName[]): Subject {
  const adapter = ledgerWith(capabilities);
  return {
    label,
    adapter,
    open: async () => {
      const server = createServer('mở sổ ra');
      const database = server.databases.get('ho_tich');
      if (database === undefined) throw new Error('the ledger has no database');
      const source = { server, database: database.name, password: server.password };
      return {
        ...writing(database, async (work) => {
          const writer = begin(database);
          work(writer);
          end(database, writer, true);
        }),
        adapter: () => adapter(source),
        withPassword: (password) => adapter({ ...source, password }),
        elsewhere: () => adapter({ ...source, database: 'dat_dai' }),
        create: async (table) => createTable(database, table),
        begin: async () => {
          const writer = begin(database);
          return {
            ...writing(database, async (work) => work(writer)),
            commit: async () => end(database, writer, true),
            rollback: async () => end(database, writer, false),
          };
        },
        truncate: async (table) => {
          const writer = begin(database);
          truncate(database, writer, table);
          end(database, writer, true);
        },
        connections: async () => server.sessions.size,
        cut: async () => {
          for (const session of server.sessions) session.isCut = true;
          for (const listener of [...database.listeners]) listener();
        },
        leftovers: async () => [...database.followers].map(([name, place]) => `follower ${name} at ${place}`),
        types: typeTable(database),
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  };
}

function writing(database: Database, through: (work: (writer: Writer) => void) => Promise<void>): Writing {
  return {
    insert: (table, rows) => through((writer) => insert(database, writer, table, rows.map(stored))),
    update: (table, key, values) => through((writer) => update(database, writer, table, key, stored(values))),
    delete: (table, key) => through((writer) => remove(database, writer, table, key)),
  };
}

/** As the ledger keeps it: texts, and NULL. */
function stored(fields: Fields): Row {
  return Object.fromEntries(Object.entries(fields).map(([column, value]) => [column, value === null ? null : String(value)]));
}

function typeTable(database: Database): Engine['types'] {
  const values = [
    ['integer', '-9223372036854775808'],
    ['text', 'Đặng Thị Ước'],
    ['instant', '2026-03-04T05:06:07.100Z'],
    ['truth', true],
    ['bytes', new Uint8Array([0, 255])],
    ['words', 'a b', ['a', 'b']],
    ['text', null],
  ] as const;
  return {
    cases: values.map(([type, raw, read]) => ({ type, raw, ...(read === undefined ? {} : { read }) })),
    create: async (name) =>
      createTable(database, {
        name,
        columns: { id: 'integer', ...Object.fromEntries(values.map(([type], index) => [`c${index}`, type])) },
        key: ['id'],
      }),
    write: async (table, id) => {
      const writer = begin(database);
      insert(database, writer, table, [{ id: String(id), ...Object.fromEntries(values.map(([, raw], index) => [`c${index}`, raw])) }]);
      end(database, writer, true);
    },
  };
}
