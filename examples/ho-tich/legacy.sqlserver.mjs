// Một hệ thống hộ tịch cũ trên SQL Server. The persons of legacy.mongodb.mjs, by the same numbers with the same dirt, as an old program
// keeps them in a table: names in varchar columns of code page 1252 that hold TCVN3, the rest in nvarchar.
// `node legacy.sqlserver.mjs 1 1000` prints table and persons for a database `ho_tich`: sqlcmd -d ho_tich -f 65001 -i persons.sql

import { fileURLToPath } from 'node:url';
import { legacyPerson } from './legacy.mongodb.mjs';

/** Batches: of the database that the table is to lie in. */
export const schema = [
  'create schema ho_tich',
  `create table ho_tich.cong_dan (
  so_dinh_danh varchar(20) not null primary key,
  ho varchar(30) collate SQL_Latin1_General_CP1_CI_AS null,
  ten_dem varchar(60) collate SQL_Latin1_General_CP1_CI_AS null,
  ten varchar(30) collate SQL_Latin1_General_CP1_CI_AS null,
  ngay_sinh nvarchar(12) null,
  gioi_tinh nvarchar(10) null,
  dan_toc char(2) null,
  ma_xa varchar(5) not null,
  dia_chi nvarchar(200) null,
  dien_thoai nvarchar(20) null,
  tinh_trang smallint not null,
  le_phi decimal(15,2) null,
  ghi_chu nvarchar(max) null,
  ngay_cap_nhat datetime2(3) not null,
  nguoi_cap_nhat varchar(30) null
)`,
];

/** Also batches: change tracking for the connector, kept for a week. */
export const changeTracking = (database) => [
  `alter database ${database} set change_tracking = on (change_retention = 7 days, auto_cleanup = on)`,
  `alter database ${database} set allow_snapshot_isolation on`,
  'alter table ho_tich.cong_dan enable change_tracking',
];

/** An `insert` of the persons with these numbers, a thousand at most: SQL Server takes no more rows at a time. */
export function insertPersons(from, to) {
  const rows = Array.from(
    { length: to + 1 - from },
    (_, index) =>
      `(${values(legacyPerson(from + index))
        .map(literal)
        .join(', ')})`,
  );
  return `insert into ho_tich.cong_dan values\n${rows.join(',\n')}`;
}

function values(person) {
  const { so_nha, duong, ma_xa } = person.dia_chi;
  return [
    person._id,
    person.ho,
    person.ten_dem,
    person.ten,
    person.ngay_sinh,
    person.gioi_tinh,
    person.dan_toc,
    ma_xa,
    `${so_nha}, ${duong}`,
    person.dien_thoai,
    person.tinh_trang,
    person.le_phi,
    person.ghi_chu,
    wallClock(person.ngay_cap_nhat),
    person.nguoi_cap_nhat,
  ];
}

/** What the clock on the wall showed in Vietnam. */
function wallClock(moment) {
  return new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, -1);
}

function literal(value) {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'number' ? String(value) : `N'${value.replaceAll("'", "''")}'`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2).map(Number);
  if (!(from >= 1 && to <= 999_999)) throw new Error('say which persons: node legacy.sqlserver.mjs 1 1000');
  const say = (batch) => process.stdout.write(`${batch}\ngo\n`);
  for (const batch of [...schema, ...changeTracking('ho_tich')]) say(batch);
  for (let first = from; first <= to; first += 1_000) say(insertPersons(first, Math.min(first + 999, to)));
}
