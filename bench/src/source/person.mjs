import { encodeText, readBytesAs } from '@lienthong/dictionary';

const right = 'person';
const legacy = 'person_legacy';

/** As many persons as asked for, twice: as they should be, and as an old system has them. Deterministic. */
export async function createPersons(client, rows) {
  await client.query(`create table ${right} (id bigint primary key, personal_id text not null, full_name text not null, date_of_birth date not null,
    sex text not null, address text not null, province_code text not null, phone text, income numeric(15,2), updated_at timestamptz not null, note text)`);
  await client.query('select setseed(0.42)');
  await client.query(
    `insert into ${right} select id, '0' || province || (case when born < date '2000-01-01' then 0 else 2 end + woman)::text || to_char(born, 'YY') || lpad((id * 7919 % 1000000)::text, 6, '0'),
       ${pick('$1')} || ' ' || ${pick('$2')} || ' ' || ${pick('$3')}, born, (1 + woman)::text,
       'Số ' || (1 + random() * 400)::int || ' đường ' || ${pick('$4')} || ', ' || ${pick('$5')} || ', Thành phố Hà Nội', province,
       case when random() < 0.9 then '09' || (1 + random() * 7)::int || lpad((random() * 9999999)::int::text, 7, '0') end,
       case when random() < 0.95 then (random() * 300000000)::numeric(15,2) end,
       timestamptz '2024-01-01 00:00:00+07' + (random() * 50000000) * interval '1 second',
       case when random() < 0.2 then ${pick('$6')} end
     from (select g::bigint id, date '1940-01-01' + (random() * 30000)::int born, (random() < 0.5)::int woman,
       ${pick('$7')} province from generate_series(1, ${Number(rows)}) g offset 0) one`,
    [...Object.values(words), provinces],
  );
  await client.query(`create table ${legacy} (id bigint primary key, personal_id text not null, full_name text not null, date_of_birth text not null,
    sex text not null, address text not null, province_code text not null, phone text, income numeric(15,2), updated_at timestamptz not null, note text)`);
  const [from, to] = tcvn3Letters();
  // One number in twenty has lost its zero to a spreadsheet, one phone in five is written for people.
  await client.query(
    `insert into ${legacy} select id, case when id % 20 = 0 then substr(personal_id, 2) else personal_id end, translate(full_name, $1, $2),
       to_char(date_of_birth, 'DD/MM/YYYY'), translate(case sex when '1' then 'Nam' else 'Nữ' end, $1, $2), translate(address, $1, $2), province_code,
       case when id % 5 > 0 then phone else substr(phone, 1, 4) || ' ' || substr(phone, 5, 3) || ' ' || substr(phone, 8) end,
       income, updated_at, translate(note, $1, $2)
     from ${right} order by id`,
    [from, to],
  );
  for (const table of [right, legacy]) await client.query(`vacuum (analyze) ${table}`);
  return {
    right,
    legacy,
    drop: async () => {
      await client.query(`drop table ${right}, ${legacy}`);
    },
  };
}

const words = {
  family: ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'],
  middle: ['Văn', 'Thị', 'Hữu', 'Đức', 'Thanh', 'Minh', 'Ngọc', 'Quốc', 'Xuân', 'Thu', 'Hồng', 'Bảo', 'Gia', 'Khánh', 'Phương', 'Tuấn'],
  given: ['Anh', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hạnh', 'Hương', 'Khoa', 'Linh', 'Mai', 'Nam', 'Oanh', 'Phúc', 'Quỳnh', 'Sơn', 'Thảo'],
  street: ['Lê Lợi', 'Trần Hưng Đạo', 'Nguyễn Huệ', 'Hai Bà Trưng', 'Lý Thường Kiệt', 'Điện Biên Phủ', 'Ngô Quyền', 'Quang Trung'],
  commune: ['Phường Bến Nghé', 'Xã Tân Phú Trung', 'Phường Hàng Bạc', 'Xã Vĩnh Lộc A', 'Phường Tân Định', 'Xã Đông Thạnh', 'Xã Bình Hưng'],
  note: ['Đã xác minh tại công an xã', 'Chuyển khẩu từ tỉnh khác, chờ bổ sung giấy tờ', 'Hộ nghèo', 'Cập nhật theo đề nghị "một cửa"'],
};
// Codes that the list has had before and since 2025-07-01.
const provinces = ['01', '31', '46', '48', '79', '92'];

function pick(parameter) {
  return `(${parameter}::text[])[1 + floor(random() * array_length(${parameter}::text[], 1))::int]`;
}

/** The letters of the words above, and what they become in a database that took TCVN3 for Latin-1. */
function tcvn3Letters() {
  const letters = [...new Set(`${Object.values(words).flat().join('')}ốườữ`)].filter((letter) => letter > '\u007f');
  return [letters.join(''), letters.map((letter) => readBytesAs(encodeText(letter, 'tcvn3').bytes, 'latin1')).join('')];
}
