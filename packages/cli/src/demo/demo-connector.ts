import { type CommandProcess, startCommand } from './child.ts';
import type { ConnectorCounts } from './connector-counts.ts';
import { endedEarly } from './demo-platform.ts';
import type { Workshop } from './workshop.ts';

/** The connector of the demo: the real command with a real configuration, which can be killed and started again. */
export interface DemoConnector extends AsyncDisposable {
  /** Throws when the process ended though nobody asked it to. */
  expectAlive(): void;
  kill(): Promise<void>;
  startAgain(): void;
  /** SIGTERM: finishes what is begun; gives the exit code. */
  drain(): Promise<number | null>;
}

export function startDemoConnector(
  workshop: Workshop,
  environment: Readonly<Record<string, string>>,
  counts: ConnectorCounts,
): DemoConnector {
  const start = (): CommandProcess => {
    const connector = startCommand({
      name: 'connector',
      arguments: ['run', '--config', workshop.config],
      environment,
      directory: workshop.directory,
      logFile: workshop.log('connector'),
    });
    counts.listen(connector);
    return connector;
  };
  let current = start();
  return {
    expectAlive() {
      if (current.exitCode !== undefined) throw endedEarly(current);
    },
    async kill() {
      current.signal('SIGKILL');
      await current.ended;
    },
    startAgain() {
      current = start();
    },
    drain() {
      current.signal('SIGTERM');
      return current.ended;
    },
    async [Symbol.asyncDispose]() {
      current.signal('SIGKILL');
      await current.ended;
    },
  };
}
