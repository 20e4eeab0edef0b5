import type { Dictionary } from '@lienthong/core';
import { createDictionary } from '@lienthong/dictionary';
import { type Clock, systemClock, vietnamDay } from './clock.ts';
import type { DictionarySettings } from './options.ts';

/** The dictionary of a run: its lists are those of one day, however long the run is. */
export function openDictionary(given: Dictionary | DictionarySettings, clock: Clock = systemClock): Dictionary {
  return 'inspector' in given ? given : createDictionary({ at: vietnamDay(clock), ...given });
}
