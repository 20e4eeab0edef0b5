import { fieldVersion } from './protocol.ts';

export interface ServerVersion {
  /** `19.0.0.0.0`. */
  readonly text: string;
  readonly major: number;
  /** Layout of messages that it is spoken with. */
  readonly fields: number;
  /** What clients are told at login, packed. */
  readonly number: number;
}

/**
 * Reads '19.0.0.0.0'. Throws on anything older than 12.1: thin clients speak with nothing older.
 * Each release added fields to messages, and both sides take the lower layout; 23ai is spoken in that of its first preview, before
 * messages carried tokens. From 18 on the version is packed otherwise.
 */
export function parseVersion(text: string): ServerVersion {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?$/.exec(text);
  const [major = 0, release = 0, update = 0, port = 0, patch = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  if (major < 12 || (major === 12 && release < 1))
    throw new Error(`The version ${text} is none of Oracle 12.1 or later: give it like 19.0.0.0.0.`);
  const fields = fieldsOf(major, release);
  const number =
    fields >= fieldVersion.v18
      ? major * 2 ** 24 + (release << 16) + (update << 12) + (port << 4) + patch
      : major * 2 ** 24 + (release << 20) + (update << 12) + (port << 8) + patch;
  return { text, major, fields, number };
}

function fieldsOf(major: number, release: number): number {
  if (major >= 23) return fieldVersion.v23;
  if (major >= 21) return fieldVersion.v21;
  if (major >= 19) return fieldVersion.v19;
  if (major >= 18) return fieldVersion.v18;
  return release >= 2 ? fieldVersion.v12_2x : fieldVersion.v12_1;
}
