import { Decimal128, Int32 } from 'mongodb';
import { columns } from '../source/citizen.mjs';

const pageRows = 5_000;

/** The rows of `../source/citizen.mjs` as documents: the id as `_id`, days as texts, amounts as Decimal128, instants to the millisecond. */
export async function createCitizens(db, source) {
  const citizens = db.collection('citizen');
  for (let last = 0; ; ) {
    const { rows } = await source.query({ text: page, values: [last, pageRows], rowMode: 'array' });
    if (rows.length === 0) return;
    await citizens.insertMany(rows.map(documentOf));
    last = rows.at(-1)[0];
  }
}

/** Where the documents differ from the table: what the mapping of the benchmark says of them. */
export const mapping = { id: '_id', dateOfBirth: { column: 'date_of_birth', cast: true } };

function documentOf(row) {
  const [id, , , , gender, , , , income, updated] = row;
  const document = Object.fromEntries(columns.flatMap(([column], index) => (row[index] === null ? [] : [[column, row[index]]])));
  const { id: _, ...fields } = document;
  return {
    _id: new Int32(Number(id)),
    ...fields,
    gender: new Int32(Number(gender)),
    ...(income === null ? {} : { income: Decimal128.fromString(income) }),
    updated_at: new Date(updated),
  };
}

// As texts: the driver may give no value another form.
const page = `select id::text, citizen_no, full_name, date_of_birth::text, gender::text, address, commune_code, phone, income::text,
  to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), note from citizen where id > $1 order by citizen.id limit $2`;
