import type { PropertyInspector } from '@lienthong/core';
import { repairText } from '../text/repair/repair.ts';

/** Text that is to be right Unicode: lost characters, other encodings. It is looked at and left as it is. */
export const inspectText: PropertyInspector = {
  inspect: (text) => repairText(text, { encoding: 'utf-8' }).findings,
  // Nothing of a name or a remark can be shown without telling it.
  mask: () => undefined,
};
