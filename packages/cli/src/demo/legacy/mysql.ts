import { readFile } from 'node:fs/promises';
import { startMysql } from '@lienthong/embedded-mysql';
import { type Connection, createConnection, type ResultSetHeader } from 'mysql2/promise';
import { mysqlTable } from '../proof/mysql-table.ts';
import { chooseMysql } from './choose-mysql.ts';
import { type Clerk, type Correction, type LegacyDatabase, readdressed } from './legacy-database.ts';

/** Starts MySQL or MariaDB, whichever is asked for and there, and fills the table; persons follow from their numbers. */
export async function startMysqlLegacy(engine: 'mysql' | 'mariadb', rows: number): Promise<LegacyDatabase> {
  const installation = await chooseMysql(engine);
  const server = await startMysql({ installation });
  const { host, port, user, password } = server;
  const connectionString = `mysql://${user}:${password}@${host}:${port}/ho_tich`;
  const connect = (multipleStatements = false): Promise<Connection> => createConnection({ host, port, user, password, multipleStatements });
  try {
    const connection = await connect(true);
    try {
      await connection.query(await readFile(new URL('./ho-tich/legacy.mysql.sql', import.meta.url), 'utf8'));
      await connection.query('call ho_tich.them(1, ?)', [rows]);
      await connection.query('analyze table ho_tich.cong_dan');
    } finally {
      await connection.end();
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    product: `${installation.product} ${installation.version}`,
    connectionString,
    connect: async () => clerk(await connect()),
    table: (collection) => mysqlTable({ connectionString, collection }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

function clerk(connection: Connection): Clerk {
  // The server may go before its clients do, at the end.
  connection.on('error', () => {});
  const run = async (text: string, ...values: readonly unknown[]) => {
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(text, [...values]);
    return affectedRows;
  };
  return {
    add: (number) => run('call ho_tich.them(?, ?)', number, number),
    addRight: (key) =>
      run(
        `insert into ho_tich.cong_dan (so_dinh_danh, ho, ten_dem, ten, gioi_tinh, ma_xa) values (?, 'Mai', 'Thanh', 'Sang', 'Nam', '00001')`,
        key,
      ),
    correct: (what, above) => run(`update ho_tich.cong_dan set ${corrections[what]}, ngay_cap_nhat = now(6) ${target}`, above),
    remove: (above) => run(`delete from ho_tich.cong_dan ${target}`, above),
    changeKey: (above, key) => run(`update ho_tich.cong_dan set so_dinh_danh = ?, ngay_cap_nhat = now(6) ${target}`, key, above),
    readdress: (above) =>
      run(
        `update ho_tich.cong_dan set dia_chi = concat(trim(dia_chi), ', Việt Nam'), ngay_cap_nhat = now(6)
          where so_dinh_danh >= ? and char_length(dia_chi) < 150 order by so_dinh_danh limit ${readdressed}`,
        above,
      ),
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

const target = 'where so_dinh_danh >= ? order by so_dinh_danh limit 1';

// Names are what .VnTime fonts show, as in legacy.mysql.sql.
const corrections: Readonly<Record<Correction, string>> = {
  address: `dia_chi = concat('Số ', floor(rand() * 400), ', phố Mới')`,
  name: `ten_dem = 'ThÞ', ten = 'Th¶o'`,
  'sex-and-birth': `gioi_tinh = if(rand() < 0.5, 'Nam', 'Nữ'), ngay_sinh = '02/09/1985', tinh_trang = 1`,
  death: 'tinh_trang = 2',
  'wrong-sex': `gioi_tinh = '?'`,
  'wrong-birth': `ngay_sinh = '30/02/1990'`,
};
