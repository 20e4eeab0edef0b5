import { LienThongError, qualityCsv, qualityPage } from '@lienthong/core';
import { findingSentence } from '@lienthong/dictionary';
import type { CommandLine } from '../frame/command-context.ts';
import type { DatasetQuality } from './report-dataset.ts';
import { showQuality } from './show.ts';

export const qualityFormats = ['text', 'json', 'csv', 'html'] as const;
export type QualityFormat = (typeof qualityFormats)[number];

/** Reports in one of the formats; a page is of one dataset. */
export function formatQuality(line: CommandLine, format: QualityFormat, qualities: readonly DatasetQuality[]): string {
  const { words, globals } = line;
  const reports = qualities.map(({ report }) => report);
  switch (format) {
    case 'text':
      return reports.map((report) => showQuality(line, report)).join('\n\n\n');
    case 'json':
      return JSON.stringify(reports.length === 1 ? reports[0] : reports, undefined, 2);
    case 'csv':
      // One head for all.
      return reports.map((report, index) => (index === 0 ? qualityCsv(report) : withoutHead(qualityCsv(report)))).join('');
    case 'html': {
      const [quality, ...others] = qualities;
      if (quality === undefined || others.length > 0) {
        const names = reports.map(({ dataset }) => dataset).join(', ');
        throw new LienThongError('OPTIONS_INVALID', { message: words.quality.oneForPage, remedy: words.dictionary.choose(names) });
      }
      return qualityPage(quality.report, { language: globals.language, history: quality.history, sentence: findingSentence });
    }
  }
}

function withoutHead(csv: string): string {
  return csv.slice(csv.indexOf('\r\n') + 2);
}
