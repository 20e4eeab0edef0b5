import { columns } from '../source/citizen.mjs';

const texts = {
  date_of_birth: 'convert(varchar(10), date_of_birth, 23)',
  income: 'convert(varchar(41), income)',
  updated_at: 'convert(varchar(33), updated_at, 126)',
};

/** Every value as a text, in the order of `columns`: what the adapter asks the server for, and what is compared. */
export const everyRow = `select ${columns.map(([column]) => texts[column] ?? column).join(', ')} from citizen order by id`;

/** The rows of `../source/citizen.mjs` with this many first ids. */
export async function createCitizens(client, source, count) {
  await client.run(`create table citizen (id bigint not null primary key, citizen_no varchar(12) not null, full_name nvarchar(100) not null,
    date_of_birth date not null, gender smallint not null, address nvarchar(400) not null, commune_code varchar(5) not null, phone varchar(15) null,
    income decimal(15,2) null, updated_at datetimeoffset(6) not null, note nvarchar(400) null)`);
  for (let last = 0; last < count; ) {
    const { rows } = await source.query({ text: page, values: [last, Math.min(rowsPerInsert, count - last)], rowMode: 'array' });
    await client.run(`insert into citizen values ${rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ')}`);
    last = Number(rows.at(-1)[0]);
  }
}

const rowsPerInsert = 500;

function literal(value, index) {
  if (value === null) return 'null';
  return numbers.has(columns[index][0]) ? value : `N'${value.replaceAll("'", "''")}'`;
}

const numbers = new Set(['id', 'gender', 'income']);

// As texts: the driver may give no value another form.
const page = `select id::text, citizen_no, full_name, date_of_birth::text, gender::text, address, commune_code, phone, income::text,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' +00:00', note from citizen where id > $1 order by citizen.id limit $2`;
