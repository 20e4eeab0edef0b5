import type { Connector } from '@lienthong/connector';
import type { CommandLine } from './command-context.ts';

/** Where a person watches, one line that is redrawn: how much was read and delivered, what waits, how far behind. */
export function showRun(connector: Connector, { terminal, words, globals }: CommandLine): Disposable {
  if (!terminal.live) return { [Symbol.dispose]() {} };
  let lagSeconds: number | undefined;
  const forget = connector.on('position', (event) => {
    lagSeconds = event.lagSeconds;
  });
  const number = (value: number) => value.toLocaleString(globals.language);
  const timer = setInterval(() => {
    const { state, datasets, spool } = connector.status();
    const read = datasets.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    const delivered = datasets.reduce((sum, { recordsDelivered }) => sum + recordsDelivered, 0);
    const lag = lagSeconds === undefined ? '' : ` · ${words.run.lag(lagSeconds.toFixed(0))}`;
    terminal.redraw(`${terminal.colors.cyan(state)}  ${words.run.progress(number(read), number(delivered), number(spool.batches))}${lag}`);
  }, 250);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      forget();
    },
  };
}
