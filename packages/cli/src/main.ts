#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { run } from '@stricli/core';
import { buildLienThong } from './application.ts';
import type { CommandLine } from './frame/command-context.ts';
import { dieWithParent } from './frame/die-with-parent.ts';
import { exitCodes } from './frame/exit-codes.ts';
import { readGlobals } from './frame/globals.ts';
import { printJson } from './frame/json-report.ts';
import { createTerminal, type Stream } from './frame/terminal.ts';
import { wordsOf } from './words/words.ts';

dieWithParent();
const { globals, rest, wrong } = readGlobals(process.argv.slice(2), process.env);
const words = wordsOf(globals.language);
const terminal = createTerminal(process.stdout, process.stderr, globals.color);
const version = readVersion();

if (wrong === undefined) await runCommand();
else usageError(words.wrongGlobal(wrong.option));

async function runCommand(): Promise<void> {
  let routerSaid = '';
  // What the router itself prints on stderr is a usage error: it is kept for the JSON report.
  const stderr: Stream = {
    write: (text: string) => {
      routerSaid += text;
      return process.stderr.write(text);
    },
  };
  const own: { stdout: Stream; stderr: Stream; env: NodeJS.ProcessEnv; exitCode: number | string | null } = {
    stdout: process.stdout,
    stderr,
    env: process.env,
    exitCode: null,
  };
  const line: CommandLine = { process: own, globals, terminal, words, version };
  await run(buildLienThong(words, version, globals.color), rest.length === 0 ? ['--help'] : rest, line);
  const code = Number(own.exitCode ?? exitCodes.ok);
  if (code >= 0) {
    process.exitCode = code;
    return;
  }
  if (globals.json) usageReport(routerSaid.trim());
  terminal.note(words.seeHelp);
  process.exitCode = exitCodes.usage;
}

function usageError(message: string): void {
  if (globals.json) usageReport(message);
  terminal.note(message);
  process.exitCode = exitCodes.usage;
}

function usageReport(message: string): void {
  const error = { code: 'USAGE', message, remedy: words.seeHelp, details: {} };
  printJson({ terminal }, { command: rest[0] ?? '', ok: false, summary: message, result: null, error });
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }; // our own file
  return manifest.version;
}
