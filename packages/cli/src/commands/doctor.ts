import type { Check, CheckGroup } from '../doctor/check.ts';
import { checkPlatform } from '../doctor/check-platform.ts';
import { checkProtection } from '../doctor/check-protection.ts';
import { checkSource, failedCheck } from '../doctor/check-source.ts';
import { checkState } from '../doctor/check-state.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ConfigFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';

/** `lienthong doctor` */
export async function doctorCommand(this: CommandLine, flags: ConfigFlags): Promise<void> {
  await perform(this, 'doctor', () => examine(this, flags));
}

async function examine(line: CommandLine, { config }: ConfigFlags): Promise<Outcome> {
  const { words } = line;
  using stop = stopSignals(() => {});
  const groups = await examineAll(line, config, stop.signal);
  const checks = groups.flatMap((group) => group.checks);
  const bad = checks.filter(({ level }) => level === 'bad');
  const warnings = checks.filter(({ level }) => level === 'warning').length;
  const summary = words.doctor.summary(bad.length, warnings);
  return {
    exitCode: bad.length === 0 ? exitCodes.ok : exitCodeFor(groups),
    summary,
    result: {
      groups: groups.map(({ id, title, checks: lines }) => ({
        id,
        title,
        checks: lines.map((check) => ({ ...check, remedy: check.remedy ?? null })),
      })),
    },
    text: `${groups.map((group) => formatGroup(line, group)).join('\n\n')}\n\n${summary}`,
  };
}

async function examineAll(line: CommandLine, file: string, signal: AbortSignal): Promise<readonly CheckGroup[]> {
  const { words } = line;
  const title = words.doctor.config;
  try {
    const options = (await readConfig(file)).options;
    const read: Check = { level: 'good', id: 'config', message: words.doctor.configRead(file, options.datasets.length) };
    const config: CheckGroup = { id: 'config', title, checks: [read, ...checkProtection(options, words)] };
    return [
      config,
      await checkState(options, words),
      ...(await checkSource(options, words, signal)),
      await checkPlatform(options, words, signal),
    ];
  } catch (error) {
    signal.throwIfAborted();
    return [{ id: 'config', title, checks: [failedCheck(error, 'config')] }];
  }
}

// Several findings: what must be mended first decides.
function exitCodeFor(groups: readonly CheckGroup[]): Outcome['exitCode'] {
  const broken = new Set(groups.filter(({ checks }) => checks.some(({ level }) => level === 'bad')).map(({ id }) => id));
  if (broken.has('config')) return exitCodes.usage;
  return broken.has('source') || broken.has('platform') ? exitCodes.unreachable : exitCodes.failed;
}

function formatGroup({ terminal }: CommandLine, { title, checks }: CheckGroup): string {
  const { resultColors: colors, glyphs } = terminal;
  const marks = { good: colors.green(glyphs.good), warning: colors.yellow(glyphs.warning), bad: colors.red(glyphs.bad) };
  const lines = checks.flatMap(({ level, message, remedy }) => {
    const head = `  ${marks[level]} ${message}`;
    return remedy === undefined || level === 'good' ? [head] : [head, ...remedy.split('\n').map((part) => `      ${glyphs.arrow} ${part}`)];
  });
  return [colors.bold(title), ...lines].join('\n');
}
