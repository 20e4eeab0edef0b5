import { randomBytes } from 'node:crypto';
import { startPostgres } from '@lienthong/embedded-postgres';
import { type OracleWire, openOracleEngine, startOracle } from '@lienthong/testbed/oracle';
import { type OracleSession, openOracle } from '../oracle-session.ts';
import { oracleTable } from '../proof/oracle-table.ts';
import { type Clerk, type Correction, type LegacyDatabase, readdressed } from './legacy-database.ts';
import { loadLegacyTable } from './oracle-persons.ts';

/** The first version that reads the log of a pluggable database in it. */
const version = '21.3.0.0.0';
const service = 'HTPDB';
const rowsPerCall = 500;

/** Starts our own server that speaks Oracle's wire protocol, for no Oracle comes with npm, and fills the table. */
export async function startOracleLegacy(rows: number): Promise<LegacyDatabase> {
  const [administrator, owner, reader] = [newPassword(), newPassword(), newPassword()];
  const server = await startServer(administrator);
  const at = (user: string, password: string): string => `oracle://${user}:${password}@${server.host}:${server.port}/${service}`;
  const open = (connectionString: string) => openOracle({ connectionString, applicationName: 'ung-dung-ho-tich' });
  try {
    await makeAccounts(await open(at('system', administrator)), owner, reader);
    await fill(await open(at('ho_tich', owner)), rows);
  } catch (error) {
    await server.close();
    throw error;
  }
  const connectionString = at('lienthong', reader);
  return {
    product: `our server of Oracle's wire protocol, as ${version}`,
    connectionString,
    connect: async () => clerk(await open(at('ho_tich', owner))),
    table: (collection) => oracleTable({ connectionString, collection }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** The wire, the engine behind it and the PostgreSQL that it stands on; what was started ends when a later one fails. */
async function startServer(password: string): Promise<Pick<OracleWire, 'host' | 'port' | 'close'>> {
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.reverse()) await end();
  };
  try {
    const postgres = await startPostgres();
    opened.push(() => postgres.stop('immediate'));
    const engine = await openOracleEngine({
      ...{ postgres: postgres.connectionString, version, characterSet: 'WE8MSWIN1252', pluggable: service },
      administrator: { user: 'SYSTEM', password },
    });
    opened.push(() => engine.close());
    const { host, port, close: closeWire } = await startOracle({ engine });
    opened.push(closeWire);
    return { host, port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeAccounts(opened: OracleSession, owner: string, reader: string): Promise<void> {
  await using session = opened;
  const { accounts } = await loadLegacyTable();
  for (const statement of accounts(owner, reader)) await session.run(statement);
}

async function fill(opened: OracleSession, rows: number): Promise<void> {
  await using session = opened;
  const { schema, insertPerson, personValues } = await loadLegacyTable();
  for (const statement of schema) await session.run(statement);
  for (let first = 1; first <= rows; first += rowsPerCall) {
    const count = Math.min(rowsPerCall, rows + 1 - first);
    await session.runMany(
      insertPerson,
      Array.from({ length: count }, (_, index) => personValues(first + index)),
    );
  }
}

async function clerk(session: OracleSession): Promise<Clerk> {
  const { insertPerson, personValues } = await loadLegacyTable();
  return {
    add: (number) => session.run(insertPerson, ...personValues(number)),
    addRight: (key) =>
      session.run(
        `insert into cong_dan (so_dinh_danh, ho, ten_dem, ten, gioi_tinh, ma_xa, tinh_trang, ngay_cap_nhat)
          values (:1, 'Mai', 'Thanh', 'Sang', 'Nam', '00001', 1, sysdate)`,
        key,
      ),
    correct: (what, above) => {
      const { set, value } = corrections[what]();
      return session.run(`update cong_dan set ${set}, ngay_cap_nhat = sysdate where ${nearest}`, value, above);
    },
    remove: (above) => session.run(`delete from cong_dan where ${nearest}`, above),
    changeKey: (above, key) => session.run(`update cong_dan set so_dinh_danh = :1, ngay_cap_nhat = sysdate where ${nearest}`, key, above),
    readdress: (above) =>
      session.run(
        `update cong_dan set dia_chi = trim(dia_chi) || unistr(', Vi\\1ec7t Nam'), ngay_cap_nhat = sysdate
          where length(dia_chi) < 150 and so_dinh_danh in (select p.so_dinh_danh from cong_dan p where p.so_dinh_danh >= :1
            order by p.so_dinh_danh fetch first ${readdressed} rows only)`,
        above,
      ),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

const nearest = 'so_dinh_danh = (select min(so_dinh_danh) from cong_dan where so_dinh_danh >= :2)';

// `:1` is the value. Names are what .VnTime fonts show, as in legacy.oracle.mjs.
const corrections: Readonly<Record<Correction, () => { readonly set: string; readonly value: string | number }>> = {
  address: () => ({ set: 'dia_chi = :1', value: `Số ${Math.floor(Math.random() * 400)}, phố Mới` }),
  name: () => ({ set: `ten_dem = 'ThÞ', ten = :1`, value: 'Th¶o' }),
  'sex-and-birth': () => ({
    set: `gioi_tinh = :1, ngay_sinh = '02/09/1985', tinh_trang = 1`,
    value: Math.random() < 0.5 ? 'Nam' : 'Nữ',
  }),
  death: () => ({ set: 'tinh_trang = :1', value: 2 }),
  'wrong-sex': () => ({ set: 'gioi_tinh = :1', value: '?' }),
  'wrong-birth': () => ({ set: 'ngay_sinh = :1', value: '30/02/1990' }),
};

function newPassword(): string {
  return `Lt${randomBytes(12).toString('hex')}`;
}
