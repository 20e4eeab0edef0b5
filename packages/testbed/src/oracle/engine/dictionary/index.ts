import type { Extension } from '../extensions.ts';
import { keyViews } from './keys.ts';
import { objectViews } from './objects.ts';
import { principalViews } from './principals.ts';
import { serverViews } from './server.ts';

/** The dictionary's views, as a room like others. */
export const dictionary: Extension = { views: { ...objectViews, ...keyViews, ...principalViews, ...serverViews } };
