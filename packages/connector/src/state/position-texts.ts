import type { Position } from '@lienthong/core';
import { stateDamaged } from './errors.ts';
import type { Vault } from './vault.ts';

/** How positions lie in the state. */
export interface PositionTexts {
  write(position: Position): string;
  read(text: string): Position;
}

/** Sealed in the vault: the bounds of a range and the place behind a watermark are keys and values of rows. */
export function positionTexts(vault: Vault): PositionTexts {
  return {
    write: (position) => vault.seal(JSON.stringify(position)),
    read(text) {
      // States of before positions were sealed: their JSON begins with a brace, which base64 does not have.
      const json = text.startsWith('{') ? text : vault.open(text);
      try {
        return JSON.parse(json) as Position; // written by us from a Position; the adapter checks its kind and format
      } catch (error) {
        throw stateDamaged('a stored position is no JSON', error);
      }
    },
  };
}
