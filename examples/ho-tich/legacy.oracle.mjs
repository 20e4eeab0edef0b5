// Một hệ thống hộ tịch cũ trên Oracle. The persons of legacy.mongodb.mjs, by the same numbers with the same dirt, as an old program keeps
// them in a table: names in VARCHAR2 of a database of WE8MSWIN1252 that hold TCVN3, the rest in NVARCHAR2.
// `node legacy.oracle.mjs 1 1000` prints table and persons for SQL*Plus, as the owner HO_TICH: sqlplus ho_tich@htpdb @persons.sql

import { fileURLToPath } from 'node:url';
import { legacyPerson } from './legacy.mongodb.mjs';

/** Statements of an administrator of the database: the owner of the table, and the account of the connector. */
export const accounts = (owner, reader) => [
  'alter database add supplemental log data',
  `create user ho_tich identified by "${owner}" quota unlimited on users`,
  'grant create session, create table to ho_tich',
  `create user lienthong identified by "${reader}"`,
  'grant create session, logmining, select any transaction to lienthong',
  'grant execute on sys.dbms_logmnr to lienthong',
  ...['v_$database', 'v_$containers', 'v_$log', 'v_$logfile', 'v_$archived_log', 'v_$logmnr_contents', 'gv_$transaction'].map(
    (view) => `grant select on sys.${view} to lienthong`,
  ),
];

/** Statements of the owner. An empty text is NULL, so nothing but the key has to be there. */
export const schema = [
  `create table cong_dan (
  so_dinh_danh varchar2(20) not null primary key,
  ho varchar2(30),
  ten_dem varchar2(60),
  ten varchar2(30),
  ngay_sinh nvarchar2(12),
  gioi_tinh nvarchar2(10),
  dan_toc char(2),
  ma_xa varchar2(5),
  dia_chi nvarchar2(200),
  dien_thoai nvarchar2(20),
  tinh_trang number(1) not null,
  le_phi number(15,2),
  ghi_chu nclob,
  ngay_cap_nhat date not null,
  nguoi_cap_nhat varchar2(30)
)`,
  'alter table cong_dan add supplemental log data (all) columns',
  'grant select on cong_dan to lienthong',
];

/** Takes the values of a person, in this order; the moment is a text. */
export const insertPerson = `insert into ho_tich.cong_dan values (${Array.from({ length: 15 }, (_, index) =>
  index === 13 ? "to_date(:14, 'YYYY-MM-DD HH24:MI:SS')" : `:${index + 1}`,
).join(', ')})`;

/** What is kept of the person with this number, column by column. */
export function personValues(number) {
  const person = legacyPerson(number);
  const { so_nha, duong, ma_xa } = person.dia_chi;
  const values = [
    ...[person._id, person.ho, person.ten_dem, person.ten, person.ngay_sinh, person.gioi_tinh, person.dan_toc],
    ...[ma_xa, `${so_nha}, ${duong}`, person.dien_thoai, person.tinh_trang, person.le_phi, person.ghi_chu],
    ...[wallClock(person.ngay_cap_nhat), person.nguoi_cap_nhat],
  ];
  return values.map((value) => (value === undefined || value === '' ? null : value));
}

/** What the clock on the wall showed in Vietnam. */
function wallClock(moment) {
  return new Date(moment.getTime() + 7 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);
}

/** Whatever the character set of the database: what its literals cannot hold is written by numbers. */
function literal(value) {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  const text = value.replaceAll("'", "''");
  if (!/[^\0-\xff]/.test(text)) return `'${text}'`;
  const written = text
    .replaceAll('\\', '\\005c')
    .replaceAll(/[^\0-\x7f]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `unistr('${written}')`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2).map(Number);
  if (!(from >= 1 && to <= 999_999)) throw new Error('say which persons: node legacy.oracle.mjs 1 1000');
  const say = (statement) => process.stdout.write(`${statement}\n/\n`);
  process.stdout.write('set define off\n');
  for (const statement of schema) say(statement);
  for (let number = from; number <= to; number++) {
    const values = personValues(number).map(literal);
    say(insertPerson.replaceAll(/:(\d+)/g, (_, place) => values[Number(place) - 1]));
  }
  say('commit');
}
