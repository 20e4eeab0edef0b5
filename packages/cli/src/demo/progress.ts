import stringWidth from 'string-width';
import type { Terminal } from '../frame/terminal.ts';

/** What the demo shows while it works: a bar where a person watches, a line every few seconds where not. */
export interface Progress extends Disposable {
  step(text: string): void;
  done(text: string): void;
  trouble(text: string): void;
  /** Keeps showing until the next call or `quiet`. */
  watch(label: string, read: () => Reading): void;
  quiet(): void;
}

export interface Reading {
  /** From 0 to 1. */
  readonly share: number;
  readonly text: string;
}

const everyMs = { live: 150, plain: 3_000 };
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function createProgress(terminal: Terminal): Progress {
  const { colors } = terminal;
  const begun = performance.now();
  let watched: { readonly label: string; readonly read: () => Reading } | undefined;
  let frame = 0;
  const clock = () => colors.dim(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s`);
  const draw = () => {
    if (watched === undefined) return;
    const { share, text } = watched.read();
    const percent = `${Math.floor(Math.min(1, share) * 100)} %`.padStart(5);
    if (!terminal.live) {
      terminal.note(`${clock()}    ${watched.label} ${percent}  ${text}`);
      return;
    }
    const mark = frames[frame++ % frames.length] ?? '';
    terminal.redraw(fitted(`${clock()} ${colors.cyan(mark)} ${bar(share, 24, terminal)} ${percent}  `, text, terminal.columns));
  };
  const timer = setInterval(draw, terminal.live ? everyMs.live : everyMs.plain);
  return {
    step: (text) => terminal.note(`${clock()}  ${colors.dim('·')} ${text}`),
    done: (text) => terminal.note(`${clock()}  ${terminal.live ? colors.green('✓') : '+'} ${text}`),
    trouble: (text) => terminal.note(`${clock()}  ${terminal.live ? colors.yellow('⚡') : '!'} ${colors.yellow(text)}`),
    watch(label, read) {
      watched = { label, read };
      draw();
    },
    quiet() {
      watched = undefined;
    },
    [Symbol.dispose]() {
      watched = undefined;
      clearInterval(timer);
    },
  };
}

function bar(share: number, width: number, { colors }: Terminal): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${colors.green('█'.repeat(full))}${colors.dim('░'.repeat(width - full))}`;
}

// A line that wraps cannot be redrawn.
function fitted(head: string, text: string, columns: number): string {
  const room = columns - stringWidth(head) - 1;
  let shown = text;
  while (shown !== '' && stringWidth(shown) > room) shown = shown.slice(0, -1);
  return head + shown;
}
