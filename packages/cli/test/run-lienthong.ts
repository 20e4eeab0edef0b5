import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The command as it is built: what is tested is what people run. */
export const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunInput {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `lienthong …` to its end. */
export async function runLienthong(parameters: readonly string[], { cwd, environment }: RunInput = {}): Promise<Ended> {
  if (!existsSync(main)) throw new Error('packages/cli is not built: run `npm run build`');
  const child = spawn(process.execPath, [main, ...parameters], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

/** The last line of stdout, which is all of it with `--json`. */
export function lastJson(ended: Ended): Readonly<Record<string, unknown>> {
  const line = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(line) as Readonly<Record<string, unknown>>; // what it holds, the test asks
}
