import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publishRegister } from '../src/publish-register.ts';
import { formatReport } from '../src/report.ts';

const rows = 1_000;

it.each(['business-registry', 'land', 'civil-status', 'education', 'social-insurance'] as const)(
  '%s: a dirty table arrives as the truth, but for what was lost or refused',
  async (dataset) => {
    const directory = await mkdtemp(join(tmpdir(), 'lienthong-example-'));
    try {
      const result = await publishRegister({ dataset, rows, dirt: 'heavy', directory, signal: AbortSignal.timeout(60_000), say: () => {} });
      expect(result.comparison.differences).toEqual([]);
      expect(result.comparison.refused).toBeGreaterThan(rows / 50);
      expect(result.comparison.values).toBeGreaterThan(5 * rows);
      expect([...result.reasons.values()].reduce((sum, count) => sum + count, 0)).toBe(result.comparison.refused);
      expect(result.isEqual).toBe(true);
      expect(formatReport(result)).toMatch(/\nEQUAL: [\d,]+ values of [\d,]+ records are what is true$/);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);
