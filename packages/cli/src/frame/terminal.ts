import picocolors from 'picocolors';

export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Terminal {
  /** A person watches stderr: progress may be redrawn. */
  readonly live: boolean;
  /** Colours of what goes to stderr. */
  readonly colors: Colors;
  /** Colours of what goes to stdout. */
  readonly resultColors: Colors;
  readonly glyphs: Glyphs;
  readonly columns: number;
  result(text: string): void;
  note(line: string): void;
  /** Redraws the last line; only when `live`. */
  redraw(line: string): void;
}

export interface Glyphs {
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
  readonly arrow: string;
}

const drawn: Glyphs = { good: '✓', warning: '⚠', bad: '✗', arrow: '→' };
const plain: Glyphs = { good: '[OK]', warning: '[WARN]', bad: '[FAIL]', arrow: '->' };

export function createTerminal(stdout: Stream, stderr: Stream, color: boolean): Terminal {
  const live = stderr.isTTY === true && color;
  let drawnLine = false;
  const clear = () => {
    if (drawnLine) stderr.write('\r\u001b[2K');
    drawnLine = false;
  };
  return {
    live,
    colors: picocolors.createColors(live),
    resultColors: picocolors.createColors(stdout.isTTY === true && color),
    glyphs: stdout.isTTY === true && color ? drawn : plain,
    columns: stderr.columns ?? 100,
    result(text) {
      clear();
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    redraw(line) {
      if (!live) return;
      stderr.write(`\r\u001b[2K${line}`);
      drawnLine = true;
    },
  };
}
