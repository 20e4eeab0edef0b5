import { describe, expect, it } from 'vitest';
import { loadUnitRegister } from './load-register.ts';
import { translateUnit } from './translate.ts';

const act = '{ number: Decision 19/2025, inForce: "2025-07-01" }';
const yaml = `list: commune
level: commune
versions:
  - { id: "XA:2024", from: "2024-01-01", file: old.csv, act: ${act}, source: an excerpt, certainty: published }
  - { id: "XA:2025", from: "2025-07-01", file: new.csv, act: ${act}, source: an excerpt, certainty: published }
crosswalks:
  - { from: "XA:2024", to: "XA:2025", file: way.csv, act: ${act}, certainty: published }
`;
const files: Readonly<Record<string, string>> = {
  'old.csv': 'code,name,type,parent\n00001,Phúc Xá,phường,001\n00004,Trúc Bạch,phường,001\n',
  'new.csv': 'code,name,type,parent\n00004,Ba Đình,phường,01\n00070,Hoàn Kiếm,phường,01\n',
  'way.csv': 'old_code,new_code\n00001,00004\n00001,00070\n00004,00004\n',
};
const load = (text: string, changed: Readonly<Record<string, string>> = {}) =>
  loadUnitRegister(text, (file) => {
    const csv = { ...files, ...changed }[file];
    if (csv === undefined) throw new Error('no such file');
    return csv;
  });
const problems = (text: string, changed: Readonly<Record<string, string>> = {}) => {
  const loaded = load(text, changed);
  return loaded.kind === 'refused' ? loaded.problems.map(({ file, line, code }) => `${file ?? ''}:${line} ${code}`) : [];
};

describe('a register out of its description', () => {
  it('knows what became of a unit', () => {
    const loaded = load(yaml);
    if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.value).toMatchObject({ list: 'commune', level: 'commune' });
    const { candidates } = translateUnit(loaded.value.register, '00001', '2024-06-01', '2025-08-01');
    expect(candidates.map(({ code }) => code)).toEqual(['00004', '00070']);
  });
  it('is refused with each problem in its file', () => {
    expect(problems(yaml, { 'new.csv': 'code,name,type,parent\n4,Ba Đình,phường,01\n00070,Hoàn Kiếm,phường,99\n' })).toEqual([
      'new.csv:2 code-malformed',
      'new.csv:3 parent-unknown',
    ]);
    expect(problems(yaml, { 'way.csv': 'old_code,new_code\n00001,00070\n00004,00004\n00001,99999\n' })).toEqual(['way.csv:4 unit-unknown']);
  });
  it('is refused with problems of the description in their lines', () => {
    expect(problems(yaml.replace('file: old.csv', 'file: none.csv'))).toEqual([':4 file-unreadable']);
    expect(problems(yaml.replace('level: commune', 'level: village'))).toEqual([':2 yaml-shape']);
    expect(problems(yaml.replace('to: "XA:2025"', 'to: "XA:2026"'))).toEqual([':7 unit-unknown']);
    expect(problems(yaml.replace(', certainty: published }\n  - { id', ', certainty: sure }\n  - { id'))).toEqual([':4 yaml-shape']);
    expect(problems(yaml.replace('file: way.csv', 'file: way.csv, unlisted: maybe'))).toEqual([':7 yaml-shape']);
    expect(problems(`${yaml}more: 1\n`)).toEqual([':8 key-unknown']);
  });
  it('is refused without the way between two versions', () => {
    expect(problems(yaml.slice(0, yaml.indexOf('crosswalks')))).toEqual([':1 crosswalk-missing']);
  });
});
