import type { Extension } from './extensions.ts';
import { flashbackRoom } from './flashback/room.ts';
import { logMinerRoom } from './logminer/room.ts';
import { redoRoom } from './redo/room.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [redoRoom, logMinerRoom, flashbackRoom];
