import { SqlServerError } from '../engine.ts';
import { MalformedMessage } from './reader.ts';
import type { Results } from './results.ts';

/** Runs it and tells what it throws, unless the client cancelled it; the number of the error, or 0. `MalformedMessage` is thrown on. */
export async function attempt(on: { isOver: boolean }, results: Results, signal: AbortSignal, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    if (signal.aborted) return 0;
    const told = serverError(error);
    if (told.severity >= 20) on.isOver = true;
    results.error(told);
    return told.number;
  }
}

/** What an engine throws that is no error of a server is a defect of it; it is told to whoever debugs, and ends the connection. */
export function serverError(error: unknown): SqlServerError {
  if (error instanceof SqlServerError) return error;
  return new SqlServerError(3624, `The engine failed: ${error instanceof Error ? error.message : String(error)}`, { severity: 20 });
}
