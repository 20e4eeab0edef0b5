const shape = `(id bigint primary key, citizen_no varchar(12) not null, full_name varchar(100) not null, date_of_birth date not null,
  gender smallint not null, address text not null, commune_code varchar(5) not null, phone varchar(15), income decimal(15,2),
  updated_at timestamp(6) not null default '2000-01-01 00:00:00', note text)`;
const pageRows = 5_000;

/** The table of `../source/citizen.mjs` with the same rows, read from there; the log is told nothing of it. */
export async function createCitizens(client, source) {
  await client.query(`create table citizen ${shape} character set utf8mb4`);
  await client.query('set sql_log_bin = 0');
  for (let last = 0; ; ) {
    const { rows } = await source.query({ text: page, values: [last, pageRows], rowMode: 'array' });
    if (rows.length === 0) break;
    await client.query('insert into citizen values ?', [rows]);
    last = rows.at(-1)[0];
  }
  await client.query('set sql_log_bin = 1');
  await client.query('analyze table citizen');
}

// As texts: neither driver may give a value another form.
const page = `select id::text, citizen_no, full_name, date_of_birth::text, gender::text, address, commune_code, phone, income::text,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), note from citizen where id > $1 order by citizen.id limit $2`;
