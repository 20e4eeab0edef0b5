import { expect, it } from 'vitest';
import { type PersonRow, vietnamesePerson, vietnamesePersons } from './vietnamese-persons.ts';
import { provinceCodes } from './vietnamese-words.ts';

function first(count: number, seed: number, shares = {}): readonly PersonRow[] {
  return Array.from({ length: count }, (_, index) => vietnamesePerson(seed, index, shares));
}

it('gives the same persons for the same seed and others for another, one by one or in a row', () => {
  const row = vietnamesePersons(7);
  const inARow = Array.from({ length: 50 }, () => row.next().value);
  expect(inARow).toEqual(first(50, 7));
  expect(first(50, 8)).not.toEqual(inARow);
});

it('makes numbers that agree with province, century, sex and year of birth', () => {
  for (const { personalId, dateOfBirth, sex } of first(2_000, 1, { wrong: 0, missing: 0 })) {
    expect(personalId).toMatch(/^\d{12}$/);
    expect(provinceCodes).toContain(personalId?.slice(0, 3));
    expect(personalId?.slice(4, 6)).toBe(dateOfBirth?.slice(2, 4));
    const century = Number(dateOfBirth?.slice(0, 4)) >= 2000 ? 2 : 0;
    expect(Number(personalId?.[3])).toBe(century + (sex === 'Nữ' ? 1 : 0));
  }
});

it('writes names in composed form, timestamps with microseconds, and notes that break careless parsers', () => {
  const rows = first(3_000, 2);
  for (const row of rows) {
    expect(row.fullName).toBe(row.fullName.normalize('NFC'));
    expect(row.registeredAt).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+07$/);
    expect(row.registeredAt < row.updatedAt || row.registeredAt.slice(0, 19) === row.updatedAt.slice(0, 19)).toBe(true);
  }
  const text = rows.map((row) => row.note ?? '').join('');
  for (const trap of ['"', "'", '\n', '\t', '\\', '👨‍👩‍👧‍👦']) expect(text).toContain(trap);
});

it('plants as many faults as asked for and says which', () => {
  expect(first(500, 3, { wrong: 0, missing: 0 }).flatMap((row) => row.faults)).toEqual([]);
  const rows = first(4_000, 3, { wrong: 0.25, missing: 0 });
  const wrong = rows.filter((row) => row.faults.length > 0);
  expect(wrong.length / rows.length).toBeGreaterThan(0.22);
  expect(wrong.length / rows.length).toBeLessThan(0.28);
  for (const row of wrong) {
    if (row.faults.includes('nine-digit-id')) expect(row.personalId).toMatch(/^\d{9}$/);
    if (row.faults.includes('unknown-sex')) expect(['Nam', 'Nữ']).not.toContain(row.sex);
    if (row.faults.includes('empty-name')) expect(row.fullName.trim()).toBe('');
  }
  expect(new Set(wrong.flatMap((row) => row.faults)).size).toBe(4);
});

it('leaves values out by the share that was asked for', () => {
  const rows = first(2_000, 4, { wrong: 0, missing: 0.5 });
  const phones = rows.filter((row) => row.phone === null).length;
  expect(phones).toBeGreaterThan(900);
  expect(phones).toBeLessThan(1_100);
});
