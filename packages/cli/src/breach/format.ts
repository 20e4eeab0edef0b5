import { type BreachReport, breachPage } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { showBreach } from './show.ts';

export const breachFormats = ['text', 'json', 'html'] as const;
export type BreachFormat = (typeof breachFormats)[number];

/** The report for the terminal, for machines, or as the page for the authority, which is in Vietnamese in every language. */
export function formatBreach(line: CommandLine, format: BreachFormat, report: BreachReport): string {
  switch (format) {
    case 'text':
      return showBreach(line, report);
    case 'json':
      return JSON.stringify(report, undefined, 2);
    case 'html':
      return breachPage(report);
  }
}
