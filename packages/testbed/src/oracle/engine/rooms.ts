import { dictionary } from './dictionary/index.ts';
import type { Extension } from './extensions.ts';
import { flashbackRoom } from './flashback/room.ts';
import { logMinerRoom } from './logminer/room.ts';
import { packages } from './packages/index.ts';
import { redoRoom } from './redo/room.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [dictionary, packages, redoRoom, logMinerRoom, flashbackRoom];
