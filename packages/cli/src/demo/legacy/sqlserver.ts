import { randomBytes } from 'node:crypto';
import { startPostgres } from '@lienthong/embedded-postgres';
import { openSqlEngine, type SqlServerWire, startSqlServer } from '@lienthong/testbed/sqlserver';
import { sqlserverTable } from '../proof/sqlserver-table.ts';
import { openSqlserver, type SqlserverSession } from '../sqlserver-session.ts';
import { type Clerk, type Correction, type LegacyDatabase, readdressed } from './legacy-database.ts';
import { loadLegacyTable } from './sqlserver-persons.ts';

const version = '16.0.4175.1';
const user = 'ho_tich';
const rowsPerInsert = 500;

/** Starts our own server that speaks SQL Server's wire protocol, for no SQL Server comes with npm, and fills the table. */
export async function startSqlserverLegacy(rows: number): Promise<LegacyDatabase> {
  const password = randomBytes(12).toString('hex');
  const server = await startServer(password);
  const connectionString = `sqlserver://${user}:${password}@${server.host}:${server.port}/ho_tich`;
  const connect = () => openSqlserver({ connectionString, applicationName: 'ung dung ho tich' });
  try {
    await fill(connect, rows);
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    product: `our server of SQL Server's wire protocol, as ${version}`,
    connectionString,
    connect: async () => clerk(await connect()),
    table: (collection) => sqlserverTable({ connectionString, collection }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** The wire, the engine behind it and the PostgreSQL that it stands on; what was started ends when a later one fails. */
async function startServer(password: string): Promise<Pick<SqlServerWire, 'host' | 'port' | 'close'>> {
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.reverse()) await end();
  };
  try {
    const postgres = await startPostgres();
    opened.push(() => postgres.stop('immediate'));
    const accounts = [{ user, password, isAdministrator: true }];
    const engine = await openSqlEngine({ postgres: postgres.connectionString, version, accounts, databases: ['ho_tich'] });
    opened.push(() => engine.close());
    const { host, port, close: closeWire } = await startSqlServer({ engine, version });
    opened.push(closeWire);
    return { host, port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(connect: () => Promise<SqlserverSession>, rows: number): Promise<void> {
  const { schema, changeTracking, insertPersons } = await loadLegacyTable();
  await using session = await connect();
  for (const batch of [...schema, ...changeTracking('ho_tich')]) await session.batch(batch);
  for (let first = 1; first <= rows; first += rowsPerInsert)
    await session.batch(insertPersons(first, Math.min(first + rowsPerInsert - 1, rows)));
}

async function clerk(session: SqlserverSession): Promise<Clerk> {
  const { insertPersons } = await loadLegacyTable();
  return {
    add: (number) => session.run(insertPersons(number, number)),
    addRight: (key) =>
      session.run(
        `insert into ho_tich.cong_dan (so_dinh_danh, ho, ten_dem, ten, gioi_tinh, ma_xa, tinh_trang, ngay_cap_nhat)
          values (@1, N'Mai', N'Thanh', N'Sang', N'Nam', N'00001', 1, sysdatetime())`,
        key,
      ),
    correct: (what, above) => {
      const { set, value } = corrections[what]();
      return session.run(`update ho_tich.cong_dan set ${set}, ngay_cap_nhat = sysdatetime() where ${nearest}`, above, value);
    },
    remove: (above) => session.run(`delete from ho_tich.cong_dan where ${nearest}`, above),
    changeKey: (above, key) =>
      session.run(`update ho_tich.cong_dan set so_dinh_danh = @2, ngay_cap_nhat = sysdatetime() where ${nearest}`, above, key),
    readdress: (above) =>
      session.run(
        `update ho_tich.cong_dan set dia_chi = ltrim(rtrim(dia_chi)) + N', Việt Nam', ngay_cap_nhat = sysdatetime()
          where len(dia_chi) < 150 and so_dinh_danh in
            (select top (${readdressed}) so_dinh_danh from ho_tich.cong_dan where so_dinh_danh >= @1 order by so_dinh_danh)`,
        above,
      ),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

const nearest = 'so_dinh_danh = (select min(so_dinh_danh) from ho_tich.cong_dan where so_dinh_danh >= @1)';

// `@2` is the value. Names are what .VnTime fonts show, as in legacy.sqlserver.mjs.
const corrections: Readonly<Record<Correction, () => { readonly set: string; readonly value: string | number }>> = {
  address: () => ({ set: 'dia_chi = @2', value: `Số ${Math.floor(Math.random() * 400)}, phố Mới` }),
  name: () => ({ set: `ten_dem = N'ThÞ', ten = @2`, value: 'Th¶o' }),
  'sex-and-birth': () => ({
    set: `gioi_tinh = @2, ngay_sinh = N'02/09/1985', tinh_trang = 1`,
    value: Math.random() < 0.5 ? 'Nam' : 'Nữ',
  }),
  death: () => ({ set: 'tinh_trang = @2', value: 2 }),
  'wrong-sex': () => ({ set: 'gioi_tinh = @2', value: '?' }),
  'wrong-birth': () => ({ set: 'ngay_sinh = @2', value: '30/02/1990' }),
};
