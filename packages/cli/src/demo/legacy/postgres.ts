import { readFile } from 'node:fs/promises';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { postgresTable } from '../proof/postgres-table.ts';
import { type Clerk, type Correction, type LegacyDatabase, readdressed } from './legacy-database.ts';

/** Starts the server and fills the table; the same seed gives the same persons. */
export async function startPostgresLegacy(rows: number): Promise<LegacyDatabase> {
  const server = await startPostgres({ settings: { timezone: 'Asia/Ho_Chi_Minh', log_timezone: 'Asia/Ho_Chi_Minh', max_wal_size: '2GB' } });
  const { connectionString, version } = server;
  try {
    const client = await connect(connectionString, 'demo set-up');
    try {
      await client.query(await readFile(new URL('./ho-tich/legacy.sql', import.meta.url), 'utf8'));
      await client.query('select setseed(0.2026)');
      await client.query('select ho_tich.them(1, $1)', [rows]);
      await client.query('analyze ho_tich.cong_dan');
    } finally {
      await client.end();
    }
  } catch (error) {
    await server.stop('immediate');
    throw error;
  }
  return {
    product: `PostgreSQL ${version}`,
    connectionString,
    connect: () => clerk(connectionString),
    table: (collection) => postgresTable({ connectionString, collection }),
    [Symbol.asyncDispose]: () => server.stop('immediate'),
  };
}

async function connect(connectionString: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: applicationName });
  // The server may go before its clients do, at the end.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function clerk(connectionString: string): Promise<Clerk> {
  const client = await connect(connectionString, 'ung dung ho tich');
  const run = async (text: string, ...values: readonly unknown[]) => (await client.query(text, [...values])).rowCount ?? 0;
  return {
    // As many rows as persons were added.
    add: (number) => run('select from generate_series(1, ho_tich.them($1, $1))', number),
    addRight: (key) =>
      run(
        `insert into ho_tich.cong_dan (so_dinh_danh, ho, ten_dem, ten, gioi_tinh, ma_xa) values ($1, 'Mai', 'Thanh', 'Sang', 'Nam', '00001')`,
        key,
      ),
    correct: (what, above) =>
      run(`update ho_tich.cong_dan set ${corrections[what]}, ngay_cap_nhat = localtimestamp where ${target}`, above),
    remove: (above) => run(`delete from ho_tich.cong_dan where ${target}`, above),
    changeKey: (above, key) =>
      run(`update ho_tich.cong_dan set so_dinh_danh = $2, ngay_cap_nhat = localtimestamp where ${target}`, above, key),
    readdress: (above) =>
      run(
        `update ho_tich.cong_dan set dia_chi = trim(dia_chi) || ', Việt Nam', ngay_cap_nhat = localtimestamp where length(dia_chi) < 150
          and so_dinh_danh in (select so_dinh_danh from ho_tich.cong_dan where so_dinh_danh >= $1 order by so_dinh_danh limit ${readdressed})`,
        above,
      ),
    [Symbol.asyncDispose]: () => client.end(),
  };
}

const target = 'so_dinh_danh = (select so_dinh_danh from ho_tich.cong_dan where so_dinh_danh >= $1 order by so_dinh_danh limit 1)';

const corrections: Readonly<Record<Correction, string>> = {
  address: `dia_chi = 'Số ' || floor(random() * 400)::int || ', phố Mới'`,
  name: `ten_dem = 'Thị', ten = 'Hương'`,
  'sex-and-birth': `gioi_tinh = case when random() < 0.5 then 'Nam' else 'Nữ' end, ngay_sinh = '02/09/1985', tinh_trang = 1`,
  death: 'tinh_trang = 2',
  'wrong-sex': `gioi_tinh = '?'`,
  'wrong-birth': `ngay_sinh = '30/02/1990'`,
};
