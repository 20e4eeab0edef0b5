import { describe, expect, test } from 'vitest';
import type { OracleType } from '../../engine.ts';
import type { Change, Image, RedoTable, Value } from './image.ts';
import { internalBytes, numberBytes } from './internal-bytes.ts';
import { largePieces } from './large-objects.ts';
import { literal } from './literals.ts';
import { rowTexts } from './row-text.ts';
import { knownNames, rowStatement, type Style, undoneStatement, unknownNames } from './statements.ts';

const number: OracleType = { name: 'number', precision: 0, scale: -127 };
const text: OracleType = { name: 'varchar2', length: 100 };
const style: Style = {
  dateFormat: 'SYYYY-MM-DD HH24:MI:SS',
  timestampFormat: 'SYYYY-MM-DD HH24:MI:SS.FF9',
  timestampTzFormat: 'SYYYY-MM-DD HH24:MI:SS.FF9TZH:TZM',
  hasLiterals: false,
  withRowIds: true,
};
const rowId = 'AAAR9zAAMAAAACDAAB';

function table(types: Readonly<Record<string, OracleType>>, logging: RedoTable['logging'] = { always: [], together: [] }): RedoTable {
  const columns = Object.entries(types).map(([name, type], place) => ({ name, type, position: place + 1 }));
  return { owner: 'HR', name: 'EMP', hasRowIds: true, columns, logging };
}

const people = (logging?: RedoTable['logging']): RedoTable => table({ ID: number, NAME: text, AGE: number }, logging);
const update = (before: Image, after: Image): Change => ({ operation: 'update', before, after });

function written(change: Change, of: RedoTable, how: Style = style): readonly (string | null | undefined)[] {
  const statement = rowStatement(change, of, knownNames(of, how), how, rowId);
  return [statement?.redo, statement?.undo];
}

describe('a statement of the log', () => {
  test('inserts every column and is undone by all of them and the row id', () => {
    expect(written({ operation: 'insert', before: undefined, after: ['1', "An's", null] }, people())).toEqual([
      `insert into "HR"."EMP"("ID","NAME","AGE") values ('1','An''s',NULL)`,
      `delete from "HR"."EMP" where "ID" = '1' and "NAME" = 'An''s' and "AGE" IS NULL and ROWID = '${rowId}'`,
    ]);
  });

  test('deletes with the whole row, however little is logged', () => {
    expect(written({ operation: 'delete', before: ['1', 'An', '7'], after: undefined }, people(), { ...style, withRowIds: false })[0]).toBe(
      `delete from "HR"."EMP" where "ID" = '1' and "NAME" = 'An' and "AGE" = '7'`,
    );
  });

  test('shows of an update the changed columns and the row id alone, unless more is logged', () => {
    const change = update(['1', 'A', '7'], ['1', 'B', '7']);
    expect(written(change, people())[0]).toBe(`update "HR"."EMP" set "NAME" = 'B' where "NAME" = 'A' and ROWID = '${rowId}'`);
    expect(written(change, people({ always: [0], together: [] }))).toEqual([
      `update "HR"."EMP" set "NAME" = 'B' where "ID" = '1' and "NAME" = 'A' and ROWID = '${rowId}'`,
      `update "HR"."EMP" set "NAME" = 'A' where "ID" = '1' and "NAME" = 'B' and ROWID = '${rowId}'`,
    ]);
    expect(written(change, people({ always: [0, 1, 2], together: [] }), { ...style, withRowIds: false })[0]).toBe(
      `update "HR"."EMP" set "NAME" = 'B' where "ID" = '1' and "NAME" = 'A' and "AGE" = '7'`,
    );
  });

  test('logs a conditional group whole as soon as one of its columns changes', () => {
    const logged = people({ always: [], together: [[1, 2]] });
    expect(written(update(['1', 'A', '7'], ['1', 'A', '8']), logged)[0]).toContain(`where "NAME" = 'A' and "AGE" = '7'`);
    expect(written(update(['1', 'A', '7'], ['2', 'A', '7']), logged)[0]).toContain(`where "ID" = '1' and ROWID`);
  });

  test('takes a change back by its row id alone', () => {
    const of = people({ always: [0, 1, 2], together: [] });
    const taken = (change: Change, how: Style): string | undefined => undoneStatement(change, of, knownNames(of, how), how, rowId)?.redo;
    const gone: Change = { operation: 'delete', before: ['1', 'A', '7'], after: undefined };
    expect(taken(gone, style)).toBe(`delete from "HR"."EMP" where ROWID = '${rowId}'`);
    expect(taken(update(['1', 'B', '7'], ['1', 'A', '7']), style)).toBe(`update "HR"."EMP" set "NAME" = 'A' where ROWID = '${rowId}'`);
    expect(taken(gone, { ...style, withRowIds: false })).toBe(`delete from "HR"."EMP"`);
  });

  test('names a table that the dictionary has no more by numbers, and its values by their bytes', () => {
    const of = people();
    const names = unknownNames(of, 73_001, (value) => Buffer.from(value));
    expect(rowStatement({ operation: 'insert', before: undefined, after: ['1', 'a', null] }, of, names, style, rowId)?.redo).toBe(
      `insert into "UNKNOWN"."OBJ# 73001"("COL 1","COL 2","COL 3") values (HEXTORAW('c102'),HEXTORAW('61'),NULL)`,
    );
  });
});

describe('a value of the log', () => {
  const cases: readonly (readonly [Value, OracleType, string])[] = [
    ['0.5', number, `'.5'`],
    ['-12.5', number, `'-12.5'`],
    [2.5, { name: 'binary_double' }, `'2.5E+000'`],
    ['2024-01-02 03:04:05', { name: 'date' }, `TO_DATE(' 2024-01-02 03:04:05', 'SYYYY-MM-DD HH24:MI:SS')`],
    ['-0044-03-15 00:00:00', { name: 'date' }, `TO_DATE('-0044-03-15 00:00:00', 'SYYYY-MM-DD HH24:MI:SS')`],
    ['2024-01-02 03:04:05.500000000', { name: 'timestamp', scale: 3 }, `TO_TIMESTAMP(' 2024-01-02 03:04:05.500000000')`],
    [
      '2024-01-02 03:04:05.000000000 +05:30',
      { name: 'timestamp with time zone', scale: 6 },
      `TO_TIMESTAMP_TZ(' 2024-01-02 03:04:05.000000000+05:30')`,
    ],
    ['+01-02', { name: 'interval year to month', precision: 4 }, `TO_YMINTERVAL('+0001-02')`],
    ['-05 04:03:02.123456000', { name: 'interval day to second', precision: 2, scale: 6 }, `TO_DSINTERVAL('-05 04:03:02.123456')`],
    [Buffer.from('DEADBEEF', 'hex'), { name: 'raw', length: 8 }, `HEXTORAW('deadbeef')`],
    ["h\u00e9l'\\\u{1f600}", { name: 'nvarchar2', length: 10, characters: 5 }, `UNISTR('h\\00E9l''\\\\\\D83D\\DE00')`],
    [null, text, 'NULL'],
  ];
  test.each(cases)('%j is written as LogMiner does', (value, type, expected) => {
    expect(literal(value, type, style)).toBe(expected);
  });

  test('follows the formats of the session', () => {
    const own = { ...style, dateFormat: 'DD-MON-RR', timestampFormat: 'DD-MON-RR HH.MI.SSXFF AM' };
    expect(literal('2003-01-17 00:00:00', { name: 'date' }, own)).toBe(`TO_DATE('17-JAN-03', 'DD-MON-RR')`);
    expect(literal('2003-01-17 15:00:01.250000000', { name: 'timestamp', scale: 2 }, own)).toBe(`TO_TIMESTAMP('17-JAN-03 03.00.01.25 PM')`);
  });

  test('joins long national texts of several pieces', () => {
    expect(literal('đ'.repeat(1001), { name: 'nvarchar2', length: 4000 }, style)).toMatch(
      /^UNISTR\('(\\0111){1000}'\) \|\| UNISTR\('\\0111'\)$/,
    );
  });

  test('has the bytes that Oracle keeps it in', () => {
    expect(['0', '1', '100', '-1', '0.5', '-12.5'].map((digits) => numberBytes(digits).toString('hex'))).toEqual([
      '80',
      'c102',
      'c202',
      '3e6466',
      'c033',
      '3e593366',
    ]);
    expect(internalBytes('2023-11-08 05:36:00', { name: 'date' }, Buffer.from).toString('hex')).toBe('787b0b08062501');
  });
});

describe('a large object', () => {
  const of = table(
    { ID: number, C: { name: 'clob' }, B: { name: 'blob' }, X: { name: 'xmltype' } },
    { always: [0, 1, 2, 3], together: [] },
  );
  const how: Style = { ...style, withRowIds: false };
  const pieces = (
    before: Image | undefined,
    after: Image,
    hasWholeBlocks = false,
  ): readonly { operation: string; redo: string | null }[] => [
    ...largePieces(before, after, of, knownNames(of, how), how, { rowId, hasWholeBlocks }),
  ];

  test('is empty in its row, and set by an update while it is short', () => {
    expect(written({ operation: 'insert', before: undefined, after: ['1', 'abc', null, null] }, of, how)[0]).toBe(
      `insert into "HR"."EMP"("ID","C","B") values ('1',EMPTY_CLOB(),NULL)`,
    );
    expect(pieces(undefined, ['1', 'abc', null, null]).map(({ redo }) => redo)).toEqual([
      `update "HR"."EMP" set "C" = 'abc' where "ID" = '1'`,
    ]);
  });

  test('is written piece by piece behind its locator when it is long', () => {
    const content = `${'a'.repeat(1999)}\u{1f600}${'b'.repeat(100)}`;
    const [locator, first, second, ...rest] = pieces(undefined, ['1', content, null, null]);
    expect(locator?.operation).toBe('SEL_LOB_LOCATOR');
    expect(locator?.redo).toContain(`BEGIN\n select "C" into loc_c from "HR"."EMP" where "ID" = '1' for update;`);
    expect(first?.redo).toBe(` buf_c := '${'a'.repeat(1999)}'; \n  dbms_lob.write(loc_c, 1999, 1, buf_c);\n`);
    expect(second?.redo).toContain(`dbms_lob.write(loc_c, 101, 2000, buf_c);`);
    expect(rest).toEqual([]);
    expect(pieces(undefined, ['1', content, null, null], true)[0]?.redo).toMatch(
      /^DECLARE[\s\S]+dbms_lob\.write\(loc_c, 1999, 1, buf_c\);\nEND;\n\n$/,
    );
  });

  test('that is a document comes as its bytes between begin and end', () => {
    expect(pieces(['1', null, null, null], ['1', null, null, '<a/>'])).toEqual([
      { operation: 'XML DOC BEGIN', place: 3, redo: `update "HR"."EMP" a set a."X" = XMLType(:1) where a."ID" = '1'`, undo: null },
      { operation: 'XML DOC WRITE', place: 3, redo: `XML_REDO := HEXTORAW('3c612f3e'):4`, undo: null },
      { operation: 'XML DOC END', place: 3, redo: null, undo: null },
    ]);
  });

  test('leaves no statement for the row when nothing else changed', () => {
    expect(written(update(['1', 'a', null, null], ['1', 'b', null, null]), of)).toEqual([undefined, undefined]);
  });
});

describe('a long statement', () => {
  test('goes on over rows of 4000 bytes, between characters', () => {
    const redo = `${'x'.repeat(3999)}ơ${'y'.repeat(10)}`;
    const rows = rowTexts(redo, 'short');
    expect(rows.map((row) => row.continues)).toEqual([true, false]);
    expect(rows.map((row) => row.redo).join('')).toBe(redo);
    expect(rows[0]?.redo).toHaveLength(3999);
    expect(rows.map((row) => row.undo)).toEqual(['short', null]);
  });
});
