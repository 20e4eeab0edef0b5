import { secondsOf } from './local-time.ts';
import type { NationalProfile } from './profile.ts';

/** The seconds that versions count, at a moment in milliseconds since 1970; at least 1. */
export function secondsSince({ versionOrigin }: NationalProfile, milliseconds: number): number {
  return Math.max(1, Math.floor(milliseconds / 1000) - secondsOf(versionOrigin.name));
}
