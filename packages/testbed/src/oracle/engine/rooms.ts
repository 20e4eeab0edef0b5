import { dictionary } from './dictionary/index.ts';
import type { Extension } from './extensions.ts';
import { packages } from './packages/index.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [dictionary, packages];
