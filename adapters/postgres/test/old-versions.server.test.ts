import { expect, it } from 'vitest';
import { blocksRange, keysRange } from '../src/positions.ts';
import type { Shape } from '../src/shape.ts';
import { planBlocks, planKeys } from '../src/snapshot-plan.ts';
import { select, targets } from './server.ts';

const relation = { oid: 1, schema: 'public', name: 'old', kind: 'r', identity: 'd', comment: undefined };
const shape: Shape = {
  selection: select('old', ['n'], []),
  relation,
  from: 'only "public"."old"',
  columns: [],
  columnList: '"n"',
  key: [],
  keyIndexed: false,
  keyUnique: false,
  heap: { rows: 3000, blocks: 80, partitions: 1, blockSize: 8192, files: '' },
};

it('reads every block once by the statements for versions before 14, which have no range scan of ctid', async () => {
  const [target] = targets;
  if (target === undefined) throw new Error('no PostgreSQL was found');
  await using server = await target.open();
  await server.sql("create table old (n int, filler text); insert into old select i, repeat('f', 200) from generate_series(1, 3000) i");
  const plan = planBlocks(shape, 13, blocksRange(0, null, null), 200);
  const read: number[] = [];
  for (let more = true; more; ) {
    const statement = plan.statement();
    const rows = await server.sql(statement);
    const [first] = await server.sql(`explain ${statement}`);
    expect(first?.[0]).toMatch(/^Tid Scan/);
    read.push(...rows.map((row) => Number(row[0])));
    const page = { bytes: Buffer.alloc(0), bounds: new Int32Array(0), width: 2, count: rows.length };
    more = plan.advance({ rows: page, bytes: rows.length * 10, position: plan.positionAfter(page) });
  }
  expect(read.sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1));
});

it('refuses before version 13 what would lose rows that share a key', () => {
  expect(() => planKeys(shape, 12, keysRange(null, null), 10)).toThrow(expect.objectContaining({ code: 'CAPABILITY_MISSING' }));
});
