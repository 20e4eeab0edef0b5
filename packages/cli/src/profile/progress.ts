import type { CommandLine } from '../frame/command-context.ts';

/** How far the reading is, on stderr: redrawn where a person watches, now and then a line where not. */
export interface ReadProgress extends Disposable {
  add(rows: number): void;
  readonly rows: number;
}

const everyMs = { live: 200, plain: 10_000 };

export function showProgress({ terminal, words, globals }: CommandLine, estimate: number | undefined): ReadProgress {
  const begun = performance.now();
  let rows = 0;
  const number = (value: number) => Math.round(value).toLocaleString(globals.language);
  const timer = setInterval(
    () => {
      const rate = number((rows * 1000) / (performance.now() - begun));
      const text = words.profile.progress(number(rows), estimate === undefined ? '?' : number(estimate), rate);
      if (terminal.live) terminal.redraw(text);
      else terminal.note(text);
    },
    terminal.live ? everyMs.live : everyMs.plain,
  );
  return {
    add(more) {
      rows += more;
    },
    get rows() {
      return rows;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
