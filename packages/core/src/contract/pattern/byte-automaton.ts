export interface ByteAutomaton {
  matches(bytes: Uint8Array, start: number, end: number): boolean;
}
export function compileByteAutomaton(_pattern: string): ByteAutomaton | undefined {
  return undefined;
}
