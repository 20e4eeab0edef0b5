import { type Logger, pino } from 'pino';
import type { Terminal } from './terminal.ts';

/** Log lines as JSON on stderr, one by one; where a person watches only what is worth a look, in words. */
export function createLogger(terminal: Terminal): Logger {
  const level = process.env['LIENTHONG_LOG_LEVEL'] ?? (terminal.live ? 'warn' : 'info');
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (text: string) => terminal.note(text.trimEnd()) });
}
