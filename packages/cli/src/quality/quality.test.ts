import type { QualityPeriod } from '@lienthong/connector';
import { expectContract, type FoundCount, isLienThongError, type QualityCounts } from '@lienthong/core';
import { describe, expect, it } from 'vitest';
import type { CommandLine } from '../frame/command-context.ts';
import { createTerminal } from '../frame/terminal.ts';
import { type Language, wordsOf } from '../words/words.ts';
import { formatQuality } from './format.ts';
import { type DatasetQuality, reportDataset } from './report-dataset.ts';

const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
slaProperties: [{ property: latency, value: 60, unit: s }]
schema:
  - name: a
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, customProperties: [{ property: semanticType, value: personal-id }] }
      - { name: ten, logicalType: string }
`,
  'test',
);

function period(epoch: number, day: string, lost: number): QualityPeriod {
  const found: FoundCount = { code: 'text-lost', severity: 'error', origin: 'dictionary', count: lost, examples: [] };
  const counts: QualityCounts = {
    ...{ dataset: 'a.b', records: 100, rejected: 0 },
    properties: [
      { property: 'id', present: 100, withError: 0, found: [] },
      { property: 'ten', present: 100, withError: lost, found: lost === 0 ? [] : [found] },
    ],
  };
  return { epoch, day, counts };
}

const periods = [period(1, '2026-01-01', 80), period(2, '2026-01-02', 40), period(2, '2026-01-03', 20)];
const now = '2026-01-03T05:00:00Z';

function expectQuality(changesAt?: string): DatasetQuality {
  const found = reportDataset({ contract, periods, changesAt, now });
  if (found === undefined) throw new Error('nothing was counted');
  return found;
}

function lineIn(language: Language): CommandLine {
  const stream = { isTTY: false, write: () => true };
  const globals = { json: false, color: false, debug: false, language };
  const own = { stdout: stream, stderr: stream, env: {}, exitCode: null };
  return { process: own, globals, terminal: createTerminal(stream, stream, false), words: wordsOf(language), version: '0.0.0' };
}

describe('what a connector counted', () => {
  it('is scored over the newest epoch, with a point for each day', () => {
    const { report, history } = expectQuality();
    expect([report.records, report.side, report.findings[0]?.count]).toEqual([200, 'connector', 60]);
    // 85 of ten over the newest epoch: 60 lost of 200; id 100.
    expect(report.criteria.find(({ criterion }) => criterion === 'clean')?.score).toBe(85);
    expect(history.map(({ at, criteria }) => [at, criteria.clean])).toEqual([
      ['2026-01-01', 60],
      ['2026-01-02', 80],
      ['2026-01-03', 90],
    ]);
  });
  it('is as old as its newest change, where the source tells', () => {
    const alive = (changesAt?: string) => expectQuality(changesAt).report.criteria.find(({ criterion }) => criterion === 'alive')?.score;
    expect([alive(), alive('2026-01-03T04:58:00Z')]).toEqual([undefined, 50]);
  });
  it('is nothing before it ran', () => {
    expect(reportDataset({ contract, periods: [], changesAt: undefined, now })).toBeUndefined();
  });
});

describe('a report of the command', () => {
  it('speaks both languages', () => {
    const english = formatQuality(lineIn('en'), 'text', [expectQuality()]);
    expect(english).toMatch(/clean +85\.00 {2}to improve/);
    expect(english).toContain('ten  60 × text-lost  Characters were lost');
    const vietnamese = formatQuality(lineIn('vi'), 'text', [expectQuality()]);
    expect(vietnamese).toMatch(/sạch +85,00 {2}cần cải thiện/);
    expect(vietnamese).toContain('Ký tự đã mất trước khi đọc');
  });
  it('is one object, one table with one head, or one page with its trend', () => {
    const two = [expectQuality(), expectQuality()];
    expect(JSON.parse(formatQuality(lineIn('en'), 'json', two.slice(1)))).toEqual(two[0]?.report);
    expect(JSON.parse(formatQuality(lineIn('en'), 'json', two))).toHaveLength(2);
    const lines = formatQuality(lineIn('en'), 'csv', two).trimEnd().split('\r\n');
    expect(lines.filter((line) => line.startsWith('dataset,'))).toHaveLength(1);
    expect(lines).toHaveLength(2 * (lines.length >> 1) + 1);
    const page = formatQuality(lineIn('vi'), 'html', two.slice(1));
    expect(page).toContain('tại nguồn, trước khi công bố');
    expect(page).toContain('Điểm tổng hợp, 3 lần đo từ 1/1/2026 đến 3/1/2026');
    const refused = () => formatQuality(lineIn('en'), 'html', two);
    expect(refused).toThrow('a page is of one dataset');
    try {
      refused();
    } catch (error) {
      expect(isLienThongError(error) && error.code).toBe('OPTIONS_INVALID');
    }
  });
});
