import { type Application, buildApplication } from '@stricli/core';
import { applicationText } from './frame/application-text.ts';
import type { CommandLine } from './frame/command-context.ts';
import { buildRoutes } from './routes.ts';
import type { Words } from './words/words.ts';

/** All commands in one language; what a command does is loaded when it is called. */
export function buildLienThong(words: Words, version: string, color: boolean): Application<CommandLine> {
  return buildApplication(buildRoutes(words), {
    name: 'lienthong',
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: {
      onlyRequiredInUsageLine: true,
      caseStyle: 'convert-camel-to-kebab',
      useAliasInUsageLine: false,
      disableAnsiColor: !color,
    },
    localization: { text: applicationText(words) },
  });
}
