import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPostgres } from '@lienthong/embedded-postgres';
import pg from 'pg';
import { expect, it } from 'vitest';
import { personColumns, personCopyLine, personTable, personValues, vietnamesePerson } from '../src/index.ts';

it('keeps every person as made, by parameters and by COPY', async () => {
  await using server = await startPostgres();
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query(personTable('ho_tich'));
  const people = Array.from({ length: 300 }, (_, index) => vietnamesePerson(11, index, { wrong: 0.3, missing: 0.1 }));
  const places = Object.keys(personColumns).map((_, index) => `$${index + 1}`);
  for (const person of people) await client.query(`insert into ho_tich values (${places.join(', ')})`, [...personValues(person)]);
  await client.query("set time zone '+07'; set datestyle = 'ISO'");
  const { rows } = await client.query<{ line: string }>('select t::text as line, ghi_chu, ho_ten from ho_tich t order by id');
  await client.query(personTable('by_copy'));
  const file = join(server.directory, 'copied.txt');
  await writeFile(file, people.map((person) => personCopyLine(person)).join(''));
  await client.query(`copy by_copy from '${file}'`);
  const copied = await client.query<{ line: string }>('select t::text as line, ghi_chu, ho_ten from by_copy t order by id');
  await client.end();
  expect(rows).toHaveLength(300);
  expect(copied.rows).toEqual(rows);
});
