/** The benchmark's table: eleven columns, about 330 bytes of JSON a record. Deterministic. */
export const columns = [
  ['id', 'id'],
  ['citizen_no', 'citizenNo'],
  ['full_name', 'fullName'],
  ['date_of_birth', 'dateOfBirth'],
  ['gender', 'gender'],
  ['address', 'address'],
  ['commune_code', 'communeCode'],
  ['phone', 'phone'],
  ['income', 'income'],
  ['updated_at', 'updatedAt'],
  ['note', 'note'],
];

const shape = `(id bigint primary key, citizen_no varchar(12) not null, full_name varchar(100) not null, date_of_birth date not null,
  gender smallint not null, address text not null, commune_code varchar(5) not null, phone varchar(15), income numeric(15,2),
  updated_at timestamptz not null, note text)`;

export async function createCitizens(client, rows) {
  await client.query(`create table citizen ${shape}`);
  // What the yardstick leaves behind is truncated before its next run: vacuuming it would fall into somebody else's part.
  await client.query(`create table citizen_copy ${shape} with (autovacuum_enabled = off)`);
  await addCitizens(client, 1, rows);
  await client.query(`create table citizen_before ${shape}`);
  await addCitizens(client, 1, Math.min(rows, rowsBefore), 'citizen_before');
}

/** What a platform has of another source before a load is measured. */
const rowsBefore = 300_000;

/** Citizens `from` to `to`; afterwards the table is vacuumed, analysed, and in the server's memory as far as that goes. */
export async function addCitizens(client, from, to, table = 'citizen') {
  await client.query('select setseed(0.42)');
  await client.query(
    `with words as (select
       array['Nguyễn','Trần','Lê','Phạm','Hoàng','Huỳnh','Phan','Vũ','Võ','Đặng','Bùi','Đỗ','Hồ','Ngô','Dương','Lý'] family,
       array['Văn','Thị','Hữu','Đức','Thanh','Minh','Ngọc','Quốc','Xuân','Thu','Hồng','Bảo','Gia','Khánh','Phương','Tuấn'] middle,
       array['Anh','Bình','Châu','Dũng','Giang','Hạnh','Hương','Khoa','Linh','Mai','Nam','Oanh','Phúc','Quỳnh','Sơn','Thảo'] given,
       array['Lê Lợi','Trần Hưng Đạo','Nguyễn Huệ','Hai Bà Trưng','Lý Thường Kiệt','Điện Biên Phủ','Ngô Quyền','Quang Trung'] street,
       array['Phường Bến Nghé','Xã Tân Phú Trung','Phường Hàng Bạc','Xã Vĩnh Lộc A','Phường Tân Định','Xã Đông Thạnh','Xã Bình Hưng','Phường Phú Hội'] commune,
       array['Đã xác minh tại công an xã','Chuyển khẩu từ tỉnh khác, chờ bổ sung giấy tờ','Hộ nghèo','Cập nhật theo đề nghị "một cửa"'] note)
     insert into ${table} select g, lpad(((g::bigint * 7919 + 12345) % 1000000000000)::text, 12, '0'),
       family[1 + (random() * 15)::int] || ' ' || middle[1 + (random() * 15)::int] || ' ' || given[1 + (random() * 15)::int],
       date '1940-01-01' + (random() * 30000)::int, (random() < 0.5)::int,
       'Số ' || (random() * 400)::int || ' đường ' || street[1 + (random() * 7)::int] || ', ' || commune[1 + (random() * 7)::int] || ', Thành phố Hà Nội',
       lpad((random() * 32000)::int::text, 5, '0'),
       case when random() < 0.9 then '09' || lpad((random() * 99999999)::int::text, 8, '0') end,
       case when random() < 0.95 then (random() * 300000000)::numeric(15,2) end,
       timestamptz '2024-01-01 00:00:00+07' + (random() * 50000000) * interval '1 second',
       case when random() < 0.2 then note[1 + (random() * 3)::int] end
     from generate_series(${Number(from)}, ${Number(to)}) g, words`,
  );
  await client.query(`vacuum (analyze) ${table}`);
}

export async function countCitizens(client) {
  const { rows } = await client.query('select count(*)::int as count from citizen');
  return rows[0].count;
}
