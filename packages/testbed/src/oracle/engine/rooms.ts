import type { Extension } from './extensions.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [];
