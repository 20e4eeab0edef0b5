import { describe, expect, it } from 'vitest';
import { type Loaded, type TableProblem } from '../tables/problem.ts';
import { createUnitRegister } from './create-register.ts';
import { type CrosswalkText, loadCrosswalk } from './load-crosswalk.ts';
import { loadUnitVersion, type UnitListText } from './load-version.ts';
import { findUnit, unitsAt } from './look-up.ts';
import { findUnitsByName } from './look-up-name.ts';
import { provinces } from './provinces.ts';
import { translateUnit } from './translate.ts';

const list: UnitListText = {
  csv: '',
  id: 'communes:2025-07-01',
  from: '2025-07-01',
  level: 'commune',
  act: { number: 'Decision 19/2025/QĐ-TTg', inForce: '2025-07-01' },
  source: 'an excerpt for a test',
  certainty: 'published',
  parents: unitsAt(provinces, '2025-07-01')!.version,
};
const before: UnitListText = { ...list, id: 'communes:2024-01-01', from: '2024-01-01', parents: undefined };
const way: CrosswalkText = { csv: '', act: list.act, certainty: 'published', unlisted: 'refused' };

const oldCsv = `code,name,type,parent
00004,Trúc Bạch,phường,001
00001,Phúc Xá,phường,001
00037,Hàng Bạc,phường,002
00097,Xa Dung,xã,002
`;
const newCsv = `code,name,type,parent,aliases
00004,Ba Đình,Phường,01,P. Ba Dinh|
00070,Hoàn Kiếm,phường,01,
00097,Xa Dung,xã,01,
`;
const wayCsv = `old_code,new_code
00004,00004
00001,00004
00001,00070
00037,00070
00097,00097
`;

function loaded<Value>(result: Loaded<Value>): Value {
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function problemsOf(result: Loaded<unknown>): readonly TableProblem[] {
  return result.kind === 'refused' ? result.problems : [];
}

const at = ({ code, line, column }: TableProblem) => `${line}:${column} ${code}`;
const older = loaded(loadUnitVersion({ ...before, csv: oldCsv }));
const newer = loaded(loadUnitVersion({ ...list, csv: newCsv }));
const crosswalk = loaded(loadCrosswalk({ ...way, csv: wayCsv }, older, newer));
const communes = loaded(createUnitRegister([older, newer], [crosswalk]));

describe('a register of communes', () => {
  it('gives the parts of a split commune as candidates, with a finding and without a default', () => {
    const answer = translateUnit(communes, '00001', '2025-06-30', '2025-07-01');
    expect(answer.candidates.map(({ fullName }) => fullName)).toEqual(['Phường Ba Đình', 'Phường Hoàn Kiếm']);
    expect(answer.findings.map(({ code }) => code)).toEqual(['unit-split']);
  });

  it('does not take Trúc Bạch for Ba Đình because the digits are the same', () => {
    expect(findUnit(unitsAt(communes, '2025-06-30')!, '00004')?.name).toBe('Trúc Bạch');
    expect(findUnit(unitsAt(communes, '2025-07-01')!, '00004')?.name).toBe('Ba Đình');
    const answer = translateUnit(communes, '00004', '2025-06-30', '2025-07-01');
    expect(answer.findings.map(({ code }) => code)).toEqual(['unit-code-reused']);
  });

  it('finds by name, by alias and below a parent', () => {
    const units = unitsAt(communes, '2025-07-01')!;
    expect(findUnitsByName(units, 'P.Ba Đình').candidates).toHaveLength(1);
    expect(findUnitsByName(units, 'xã Xa Dung', { parent: '01' }).candidates).toHaveLength(1);
    expect(findUnitsByName(units, 'xã Xa Dung', { parent: '02' }).candidates).toEqual([]);
  });

  it('narrows homonyms by accents and by type, and otherwise shows all', () => {
    const csv =
      'code,name,type,parent\n00001,Lương Sơn,xã,01\n00002,Lượng Sơn,xã,01\n00003,Lương Sơn,thị trấn,01\n00004,01,phường,01\n00005,Ba Na,xã,01\n00006,Bà Nà,xã,01\n';
    const version = loaded(loadUnitVersion({ ...list, csv }));
    const units = unitsAt(loaded(createUnitRegister([version], [])), '2025-07-01')!;
    const codes = (text: string) => findUnitsByName(units, text).candidates.map(({ code }) => code);
    expect(codes('Luong Son')).toEqual(['00001', '00002', '00003']);
    expect(codes('Lương Sơn')).toEqual(['00001', '00003']);
    expect(codes('Xã Lương Sơn')).toEqual(['00001']);
    expect(codes('xa luong son')).toEqual(['00001', '00002']);
    expect(codes('TT. Lương Sơn')).toEqual(['00003']);
    expect(codes('Phường 1')).toEqual(['00004']);
    expect(codes('P.01')).toEqual(['00004']);
    expect(codes('P1')).toEqual(['00004']);
    expect(codes('Ba Na')).toEqual(['00005', '00006']);
    expect(codes('Bà Nà')).toEqual(['00006']);
    expect(findUnitsByName(units, 'Luong Son').findings.map(({ code }) => code)).toEqual(['unit-name-ambiguous']);
  });
});

describe('a list of units with a mistake', () => {
  it.each<[string, string, string]>([
    ['code without its zeros', 'code,name,type,parent\n4,Ba Đình,phường,01\n', '2:1 code-malformed'],
    ['code as a spreadsheet writes it', 'code,name,type,parent\n00004,A,phường,01\n70.0,Ba Đình,phường,01\n', '3:1 code-malformed'],
    ['the same code twice', 'code,name,type,parent\n00004,A,phường,01\n00005,B,xã,01\n00004,C,phường,01\n', '4:1 code-duplicate'],
    ['type of another level', 'code,name,type,parent\n00004,Ba Đình,quận,01\n', '2:15 type-unknown'],
    ['type in the name', 'code,name,type,parent\n00004,Phường Ba Đình,phường,01\n', '2:7 cell-untidy'],
    ['parent of an older list', 'code,name,type,parent\n00004,Ba Đình,phường,02\n', '2:22 parent-unknown'],
    ['empty name', 'code,name,type,parent\n00004,,phường,01\n', '2:7 cell-empty'],
    ['blank at a code', 'code,name,type,parent\n00004 ,A,phường,01\n', '2:1 cell-untidy'],
    ['column missing', 'code,name,parent\n00004,A,01\n', '1:1 column-missing'],
    ['column misspelt', 'code,name,type,parent,alias\n00004,A,phường,01,\n', '1:23 column-unknown'],
    ['column twice', 'code,name,type,parent,name\n00004,A,phường,01,A\n', '1:23 column-duplicate'],
    ['comma in a name', 'code,name,type,parent\n00004,Ba, Đình,phường,01\n', '2:23 csv-width'],
    ['semicolons', 'code;name;type;parent\n00004;A;phường;01\n', '1:1 csv-separator'],
    ['open quotation mark', 'code,name,type,parent\n00004,"A,phường,01\n', '2:7 csv-quote'],
    ['quotation mark in a cell', 'code,name,type,parent\n00004,A"B,phường,01\n', '2:8 csv-quote'],
    ['text behind a quotation mark', 'code,name,type,parent\n00004,"A"B,phường,01\n', '2:10 csv-quote'],
    ['another encoding', 'code,name,type,parent\n00004,Ba \ufffd\ufffdnh,phường,01\n', '2:7 text-damaged'],
    ['a mistake behind a byte order mark', '\ufeffcode,name,typ,parent\n00004,A,phường,01\n', '1:11 column-unknown'],
    ['nothing at all', '', '1:1 list-empty'],
    ['a header alone', 'code,name,type,parent\n', '1:1 list-empty'],
  ])('is refused with its place: %s', (_, csv, place) => {
    const result = loadUnitVersion({ ...list, csv });
    expect(problemsOf(result).map(at)).toContain(place);
    expect('value' in result).toBe(false);
    for (const { message, remedy } of problemsOf(result)) expect(message.length > 5 && remedy.length > 5).toBe(true);
  });

  it('is refused whole, with every problem, counted through quoted lines and Windows line ends', () => {
    const csv = '\ufeffcode,name,type,parent\r\n00004,"A\r\nB",phường,01\r\n\r\n5,C,phường,99\r\n00006,D,phường,01\r\n';
    const result = loadUnitVersion({ ...list, csv });
    expect(problemsOf(result).map(at)).toEqual(['5:1 code-malformed', '5:12 parent-unknown']);
  });

  it('does not repeat a cell, nor more problems than anybody reads', () => {
    const lines = Array.from({ length: 5000 }, () => 'canary,canary,canary,canary');
    const result = loadUnitVersion({ ...list, csv: `code,name,type,parent\n${lines.join('\n')}\n` });
    expect(problemsOf(result)).toHaveLength(201);
    expect(problemsOf(result).at(-1)?.code).toBe('too-many');
    expect(JSON.stringify(problemsOf(result))).not.toContain('canary');
  });

  it('needs a first day that the calendar has', () => {
    expect(problemsOf(loadUnitVersion({ ...list, csv: newCsv, from: '2025-06-31' })).map(at)).toEqual(['1:1 day-malformed']);
  });
});

describe('a crosswalk with a mistake', () => {
  const refuse = (csv: string, unlisted: CrosswalkText['unlisted'] = 'refused') =>
    problemsOf(loadCrosswalk({ ...way, csv, unlisted }, older, newer));

  it('is refused with the place of a code that a list does not have, on either side', () => {
    expect(refuse(`${wayCsv}00002,00004\n`).map(at)).toEqual(['7:1 unit-unknown']);
    expect(refuse(`${wayCsv}00001,00071\n`).map(at)).toEqual(['7:7 unit-unknown']);
  });

  it('is refused when it says a pair twice', () => {
    expect(refuse(`${wayCsv}00001,00070\n`).map(at)).toEqual(['7:1 pair-duplicate']);
  });

  it('is refused when an older unit has no successor or a newer one no predecessor, with its code', () => {
    const problems = refuse('old_code,new_code\n00004,00004\n00001,00004\n00097,00097\n');
    expect(problems.map(({ code }) => code)).toEqual(['successor-missing', 'predecessor-missing']);
    expect(problems.map(({ message }) => message).join()).toMatch(/00037.*00070/);
  });

  it('takes an unlisted code as unchanged only when that was said and the name is the same', () => {
    const listed = 'old_code,new_code\n00001,00004\n00001,00070\n00037,00070\n';
    expect(refuse(`${listed}00004,00004\n`, 'unchanged')).toEqual([]);
    expect(refuse(listed, 'unchanged').map(({ message }) => message)).toEqual([`00004 of ${older.id} has no successor`]);
  });
});

describe('a register', () => {
  it('is refused without a crosswalk, out of order, and with a crosswalk that is not complete', () => {
    expect(problemsOf(createUnitRegister([older, newer], [])).map(({ code }) => code)).toEqual(['crosswalk-missing']);
    expect(problemsOf(createUnitRegister([newer, older], [crosswalk])).map(({ code }) => code)).toEqual(['versions-unordered']);
    expect(problemsOf(createUnitRegister([], [])).map(({ code }) => code)).toEqual(['list-empty']);
    const broken = { ...crosswalk, pairs: crosswalk.pairs.slice(1) };
    expect(problemsOf(createUnitRegister([older, newer], [broken])).map(({ code }) => code)).toEqual(['successor-missing']);
  });
});
