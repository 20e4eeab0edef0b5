import { describe, expect, it } from 'vitest';
import type { Loaded, TableProblem } from '../tables/problem.ts';
import { codesAt } from './code-index.ts';
import { createCodeList } from './create-list.ts';
import { type CodeListCsv, loadCodeListCsv } from './load-csv.ts';
import { loadCodeListYaml } from './load-yaml.ts';
import { readCode, readName } from './read-code.ts';

const options: CodeListCsv = {
  csv: '',
  list: 'religion',
  version: '2030',
  from: '2030-01-01',
  to: undefined,
  source: 'the agency',
  certainty: 'published',
};

const yaml = `list: religion
version: "2030"
from: "2030-01-01"
to:
source: the agency
certainty: published
entries:
  - code: "01"
    name: Phật giáo
    aliases: [Đạo Phật, "Phật"]
  - code: "02"
    name: Công giáo
    to: "2031-12-31"
    replaced_by: ["01"]
`;
const csv = 'code,name,aliases,to,replaced_by\n01,Phật giáo,Đạo Phật|Phật,,\n02,Công giáo,,2031-12-31,01\n';

function loaded<Value>(result: Loaded<Value>): Value {
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const problemsOf = (result: Loaded<unknown>): readonly TableProblem[] => (result.kind === 'refused' ? result.problems : []);
const places = (result: Loaded<unknown>) => problemsOf(result).map(({ code, line, column }) => `${line}:${column} ${code}`);

describe('a list of codes', () => {
  it('is the same from CSV and from YAML', () => {
    expect(loaded(loadCodeListYaml(yaml))).toEqual(loaded(loadCodeListCsv({ ...options, csv })));
  });

  it('takes the place of an uncertain one', () => {
    const list = loaded(createCodeList([loaded(loadCodeListYaml(yaml))]));
    expect(codesAt(list, '2029-12-31')).toBeUndefined();
    const codes = codesAt(list, '2030-01-01')!;
    expect(readCode(codes, '02').findings).toEqual([]);
    expect(readCode(codesAt(list, '2032-01-01')!, '02').candidates.map(({ code }) => code)).toEqual(['01']);
  });

  it('is not read from a text without letters, even when a list has such a name', () => {
    const list = loaded(createCodeList([loaded(loadCodeListCsv({ ...options, csv: 'code,name,aliases\n01,A,?\n' }))]));
    expect(readName(codesAt(list, '2030-01-01')!, '...').findings.map(({ code }) => code)).toEqual(['code-unknown']);
  });

  it('has versions that follow each other without a common day', () => {
    const first = { ...loaded(loadCodeListCsv({ ...options, csv })), to: '2030-12-31' };
    const next = { ...first, version: '2031', from: '2031-01-01', to: undefined };
    expect(loaded(createCodeList([first, next])).versions).toHaveLength(2);
    const codes = (versions: Parameters<typeof createCodeList>[0]) => problemsOf(createCodeList(versions)).map(({ code }) => code);
    expect(codes([next, first])).toEqual(['versions-unordered']);
    expect(codes([first, { ...next, from: '2030-12-31' }])).toEqual(['versions-unordered']);
    expect(codes([first, { ...next, list: 'ethnic-group' }])).toEqual(['versions-unordered']);
    expect(codes([{ ...first, from: '2030-02-30' }])).toEqual(['day-malformed']);
    expect(codes([])).toEqual(['list-empty']);
  });
});

describe('a CSV list with a mistake', () => {
  it.each<[string, string, string]>([
    ['code twice on the same days', 'code,name\n01,A\n02,B\n01,C\n', '4:1 code-duplicate'],
    ['name twice on the same days', 'code,name\n01,Phật giáo\n02,PHẬT GIÁO\n', '3:1 name-duplicate'],
    ['days out of order', 'code,name,from,to\n01,A,2001-01-01,2000-12-31\n', '2:1 day-order'],
    ['day that is none', 'code,name,to\n01,A,31/12/2000\n', '2:1 day-malformed'],
    ['no name', 'code,name\n01,\n', '2:4 cell-empty'],
    ['unknown column', 'code,name,alias\n01,A,B\n', '1:11 column-unknown'],
    ['too few cells', 'code,name,to\n01,A\n', '2:4 csv-width'],
  ])('is refused with its place: %s', (_, text, place) => {
    expect(places(loadCodeListCsv({ ...options, csv: text }))).toEqual([place]);
  });

  it('may use a code again when the days do not meet', () => {
    const text = 'code,name,from,to\nCS,Tiệp Khắc,,1993-06-14\nCS,Serbia và Montenegro,2003-07-23,2006-09-25\n';
    expect(loadCodeListCsv({ ...options, csv: text }).kind).toBe('loaded');
    expect(places(loadCodeListCsv({ ...options, csv: text.replace('1993', '2003').replace('-06-14', '-07-23') }))).toEqual([
      '3:1 code-duplicate',
    ]);
  });
});

describe('a code that returns', () => {
  it('is compared with every entry before it, not only with the last', () => {
    const text = 'code,name,from,to\nCS,A,,1993-06-14\nCS,B,2003-07-23,2006-09-25\nCS,C,1990-01-01,1990-12-31\n';
    const result = loadCodeListCsv({ ...options, csv: text });
    expect(places(result)).toEqual(['4:1 code-duplicate']);
    expect(problemsOf(result)[0]?.message).toContain('line 2');
  });
});

describe('a YAML list with a mistake', () => {
  it.each<[string, string, string]>([
    ['code without quotes', yaml.replace('code: "01"', 'code: 01'), '8:11 yaml-shape'],
    ['name that is a truth value', yaml.replace('Phật giáo', 'true'), '9:11 yaml-shape'],
    ['misspelt key', yaml.replace('aliases:', 'alias:'), '10:5 key-unknown'],
    ['missing key', yaml.replace('source: the agency\n', ''), '1:1 key-missing'],
    ['missing name', yaml.replace('    name: Công giáo\n', ''), '11:5 key-missing'],
    ['unknown certainty', yaml.replace('published', 'sure'), '6:12 yaml-shape'],
    ['key twice', yaml.replace('    name: Công giáo\n', '    name: Công giáo\n    name: B\n'), '13:5 column-duplicate'],
    ['code twice', yaml.replace('"02"', '"01"'), '11:11 code-duplicate'],
    ['no entries', `${yaml.split('entries:')[0]}entries: []\n`, '7:10 list-empty'],
    ['entry that is no map', `${yaml.split('  - code: "02"')[0]}  - Công giáo\n`, '11:5 yaml-shape'],
    ['alias', yaml.replace('name: Công giáo', 'name: &a Công giáo').replace('["01"]', '[*a]'), '14:19 yaml-shape'],
    ['tab as indentation', yaml.replace('    name: Công', '\tname: Công'), '12:1 yaml-syntax'],
    ['nothing', '', '1:1 list-empty'],
    ['aliases that are no list', yaml.replace('[Đạo Phật, "Phật"]', 'Đạo Phật'), '10:14 yaml-shape'],
    ['nesting without end', '['.repeat(100_000), '1:1 too-large'],
  ])('is refused with its place: %s', (_, text, place) => {
    const result = loadCodeListYaml(text);
    expect(places(result)).toContain(place);
    expect('value' in result).toBe(false);
  });

  it('says of an alias what is wrong with it, and not that it lacks quotes', () => {
    const text = yaml.replace('name: Công giáo', 'name: &a Công giáo').replace('["01"]', '[*a]');
    expect(problemsOf(loadCodeListYaml(text))[0]?.message).toMatch(/alias/);
  });

  it('does not repeat what the text says', () => {
    const result = loadCodeListYaml('canary: [canary, "canary\n- canary: : canary');
    expect(problemsOf(result).length).toBeGreaterThan(0);
    expect(JSON.stringify(problemsOf(result))).not.toContain('canary');
  });
});
