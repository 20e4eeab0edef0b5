import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatReport } from '../src/report.ts';
import { runExample } from '../src/run-example.ts';

it('a dirty civil-status table reaches the receiver through the node, better than it was, and what cannot be repaired waits with its reason', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lienthong-example-'));
  try {
    const result = await runExample({ rows: 600, dirt: 'heavy', directory, signal: AbortSignal.timeout(50_000), say: () => {} });
    expect(result.comparison.differences).toEqual([]);
    expect(result.heardEvents).toEqual(['CANCEL', 'NEW', 'UPDATE', 'UPDATE', 'UPDATE']);
    expect(result).toMatchObject({ isEqual: true, isGrowing: true });
    expect(result.comparison.records + result.waiting.length).toBe(result.rows);
    expect(new Set(result.waiting.map(({ code, pointer }) => `${code} ${pointer}`))).toEqual(
      new Set([
        'receiver-refused ',
        'pattern-mismatch /maDonVi',
        'pattern-mismatch /soDinhDanh',
        'pattern-mismatch /soGiayToMe',
        'not-representable /ngaySinh',
        'code-unknown /gioiTinh',
        'code-unknown /danToc',
      ]),
    );

    const scoreOf = ({ criteria }: typeof result.before, name: string) =>
      criteria.find(({ criterion }) => criterion === name)?.score ?? Number.NaN;
    for (const name of ['correct', 'clean', 'unified']) expect(scoreOf(result.after, name)).toBeGreaterThan(scoreOf(result.before, name));
    // Nobody left a required field empty; at the receiver it says that all is there that has to be.
    expect(['complete', 'alive'].map((name) => scoreOf(result.after, name))).toEqual([100, 100]);
    expect(result.after).toMatchObject({ records: result.rows, rejected: result.waiting.length });

    const journal = await readFile(join(directory, 'agent-node.ndjson'), 'utf8');
    expect(new Set(result.journal.map(({ client, dataType }) => `${client} ${dataType}`))).toEqual(new Set(['h26-ho-tich H26_001']));
    const shown = `${formatReport(result)}${journal}`;
    expect(shown).toContain('EQUAL');
    expect(shown).not.toContain('Nguyễn');
    expect(shown).not.toMatch(/(?<![0-9a-f])\d{9}(?:\d{3})?(?![0-9a-f])/);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
