import { dictionary } from './dictionary/index.ts';
import type { Extension } from './extensions.ts';
<<<<<<< HEAD
import { flashbackRoom } from './flashback/room.ts';
import { logMinerRoom } from './logminer/room.ts';
import { redoRoom } from './redo/room.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [redoRoom, logMinerRoom, flashbackRoom];
=======
import { packages } from './packages/index.ts';

/** The rooms that add to the engine. */
export const rooms: readonly Extension[] = [dictionary, packages];
>>>>>>> b2a1c197ff2d5b7321a1bd047dfad21ffef6d8ec
