import { describe, expect, it } from 'vitest';
import { parseBatch } from './statements.ts';
import { tokenize } from './tokens.ts';

describe('tokens', () => {
  it('knows quotes, national texts, bytes, comments that nest, and lines', () => {
    expect(
      tokenize("select [a]]b], \"c\", N'it''s', 0x0F -- end\n/* one /* two */ */ @x").map(({ kind, text, line }) => [kind, text, line]),
    ).toEqual([
      ['word', 'select', 1],
      ['quoted', 'a]b', 1],
      ['operator', ',', 1],
      ['quoted', 'c', 1],
      ['operator', ',', 1],
      ['string', "it's", 1],
      ['operator', ',', 1],
      ['binary', '0x0F', 1],
      ['variable', '@x', 2],
      ['end', '', 2],
    ]);
  });

  it.each([
    ["select 'a", 105],
    ['select /* a', 113],
    ['select ?', 102],
  ])('refuses %s', (text, number) => {
    expect(() => tokenize(text)).toThrow(expect.objectContaining({ number }));
  });
});

describe('statements', () => {
  it('binds AND closer than OR, and parentheses to what they belong to', () => {
    const [statement] = parseBatch('select 1 from t where (a + 1) * 2 > b or c = 1 and (d = 2 or e is not null)');
    expect(statement).toMatchObject({
      kind: 'query',
      query: { body: { where: { kind: 'or', left: { kind: 'compare', operator: '>' }, right: { kind: 'and', right: { kind: 'or' } } } } },
    });
  });

  it('takes numbers for what T-SQL takes them for', () => {
    const [statement] = parseBatch('select 1, 2147483648, 1.50, 1e2');
    expect(statement).toMatchObject({
      query: {
        body: {
          items: [
            { value: { type: { name: 'int' } } },
            { value: { type: { name: 'numeric', precision: 10, scale: 0 } } },
            { value: { type: { name: 'numeric', precision: 3, scale: 2 } } },
            { value: { type: { name: 'float' } } },
          ],
        },
      },
    });
  });

  it.each([
    ['select top (1) with ties * from t', 'query'],
    ['select a from t order by a offset 1 rows fetch next 2 rows only option (recompile, maxdop 1)', 'query'],
    ['select a from t with (nolock, index(ix)) where a in (select 1)', 'query'],
    ['exec sys.sp_cdc_enable_table @source_schema = @a, @role_name = null', 'execute'],
    ["exec (N'create schema ' + @name)", 'executeText'],
    ['set transaction isolation level snapshot', 'option'],
    ['alter table t enable change_tracking with (track_columns_updated = on)', 'alterTable'],
    ['grant view change tracking on dbo.t to u', 'grant'],
  ])('%s', (text, kind) => {
    expect(parseBatch(text).map((statement) => statement.kind)).toEqual([kind]);
  });

  it.each([
    ['select from t', 156],
    ['select a from t limit 1', 102],
    ['select a from t where a', 102],
    ['merge t using u on 1 = 1', 156],
    ['select a from t with (readpast)', 102],
    ['select a from t for xml auto', 156],
    ['create procedure p as select 1', 156],
  ])('refuses %s', (text, number) => {
    expect(() => parseBatch(text)).toThrow(expect.objectContaining({ number }));
  });
});
