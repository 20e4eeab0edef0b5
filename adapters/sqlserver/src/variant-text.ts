/** How the values of a base type are written, where the server's own way loses something. Style 3 gives all 17 digits from SQL Server 2016 on. */
const exact: readonly (readonly [bases: readonly string[], sql: (x: string) => string])[] = [
  [['money', 'smallmoney'], (x) => `convert(nvarchar(30), convert(money, ${x}), 2)`],
  [['float', 'real'], (x) => `convert(nvarchar(30), convert(float, ${x}), 3)`],
  [['date'], (x) => `convert(nvarchar(10), convert(date, ${x}), 23)`],
  [['time'], (x) => `convert(nvarchar(16), convert(time(7), ${x}), 121)`],
  [['datetime', 'smalldatetime'], (x) => `convert(nvarchar(23), convert(datetime, ${x}), 121)`],
  [['datetime2'], (x) => `convert(nvarchar(27), convert(datetime2(7), ${x}), 121)`],
  [['datetimeoffset'], (x) => `convert(nvarchar(33), convert(datetimeoffset(7), ${x}), 126)`],
  [['binary', 'varbinary'], (x) => `convert(nvarchar(max), convert(varbinary(8000), ${x}), 1)`],
];

/** The base type, a colon and the value. NULL has no base type, and stays NULL. */
export function variantText(x: string): string {
  const base = `convert(nvarchar(128), sql_variant_property(${x}, 'BaseType'))`;
  const cases = exact.map(([bases, sql]) => `when ${base} in (${bases.map((name) => `N'${name}'`).join(', ')}) then ${sql(x)}`);
  return `${base} + N':' + case ${cases.join(' ')} else convert(nvarchar(max), ${x}) end`;
}
