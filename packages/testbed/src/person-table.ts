import type { PersonRow } from './vietnamese-persons.ts';

/** Column names of the legacy table in their order, and where the value stands in a row. */
export const personColumns = {
  id: 'id',
  so_dinh_danh: 'personalId',
  ho_ten: 'fullName',
  ngay_sinh: 'dateOfBirth',
  gioi_tinh: 'sex',
  dan_toc: 'ethnicGroup',
  ma_xa: 'commune',
  dia_chi: 'address',
  dien_thoai: 'phone',
  thu_nhap: 'income',
  dang_ky_luc: 'registeredAt',
  cap_nhat_luc: 'updatedAt',
  ghi_chu: 'note',
} as const satisfies Readonly<Record<string, keyof PersonRow>>;

/** The statement that makes the table in PostgreSQL; `name` is taken as it stands. */
export function personTable(name: string): string {
  return `create table ${name} (
  id bigint primary key,
  so_dinh_danh varchar(12),
  ho_ten text not null,
  ngay_sinh text,
  gioi_tinh text,
  dan_toc char(2),
  ma_xa char(5),
  dia_chi text,
  dien_thoai varchar(15),
  thu_nhap numeric(15,2),
  dang_ky_luc timestamptz not null,
  cap_nhat_luc timestamptz not null,
  ghi_chu text
)`;
}

/** The values in the order of the columns, for parameters. */
export function personValues(row: PersonRow): readonly (string | number | null)[] {
  return Object.values(personColumns).map((field) => row[field]);
}

/** A line of COPY in text format, with its line feed. */
export function personCopyLine(row: PersonRow): string {
  return `${personValues(row).map(copyText).join('\t')}\n`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: string | number | null): string {
  return value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
