import { columns } from '../source/citizen.mjs';

const table = 'bench.citizen';

const asAdapter = {
  date_of_birth: `to_char("date_of_birth", 'SYYYY-MM-DD HH24:MI:SS')`,
  updated_at: `to_char("updated_at", 'SYYYY-MM-DD HH24:MI:SS.FF6TZH:TZM')`,
};
const asPlatform = {
  date_of_birth: `to_char("date_of_birth", 'YYYY-MM-DD')`,
  updated_at: `to_char("updated_at", 'YYYY-MM-DD HH24:MI:SS.FF6')`,
};

/** Every value in the order of `columns`: as the adapter asks the server for it, and as it is compared. */
export const everyRow = selectAll(asAdapter);
export const comparedRow = selectAll(asPlatform);

function selectAll(texts) {
  return `select ${columns.map(([column]) => texts[column] ?? `"${column}"`).join(', ')} from ${table} order by "id"`;
}

/** Where the table differs from that of PostgreSQL: a DATE has a time. */
export const mapping = { dateOfBirth: { column: 'date_of_birth', cast: true } };

/** The rows of `../source/citizen.mjs` with this many first ids. */
export async function createCitizens(client, source, count) {
  await client.run(`create table citizen ("id" number(18) not null primary key, "citizen_no" varchar2(12) not null, "full_name" nvarchar2(100) not null,
    "date_of_birth" date not null, "gender" number(4) not null, "address" nvarchar2(400) not null, "commune_code" varchar2(5) not null,
    "phone" varchar2(15), "income" number(15,2), "updated_at" timestamp(6) with time zone not null, "note" nvarchar2(400))`);
  await client.run('alter table citizen add supplemental log data (all) columns');
  for (let last = 0; last < count; ) {
    const { rows } = await source.query({ text: page, values: [last, Math.min(rowsPerCall, count - last)], rowMode: 'array' });
    await client.runMany(insert, rows);
    last = Number(rows.at(-1)[0]);
  }
}

const rowsPerCall = 500;

const places = columns.map(([column], index) => {
  if (column === 'date_of_birth') return `to_date(:${index + 1}, 'YYYY-MM-DD')`;
  return column === 'updated_at' ? `to_timestamp_tz(:${index + 1}, 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM')` : `:${index + 1}`;
});
const insert = `insert into ${table} values (${places.join(', ')})`;

const page = `select id::text, citizen_no, full_name, date_of_birth::text, gender::text, address, commune_code, phone, income::text,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || ' +00:00', note from citizen where id > $1 order by citizen.id limit $2`;
