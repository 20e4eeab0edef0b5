import type { PlainValues, PropertyInspector } from '@lienthong/core';
import { noFindings } from '../finding.ts';
import { areRightBytes } from '../text/repair/right-unicode.ts';
import { createTextRepairer } from '../text/repair/text-repairer.ts';
import { arePlainBytes } from '../text/repair/word-scan.ts';

const plain: PlainValues = {
  holds: (bytes, start, end) => arePlainBytes(bytes, start, end) || areRightBytes(bytes, start, end),
  findings: noFindings,
};

/** Text that is to be right Unicode: lost characters, other encodings. It is looked at and left as it is. One for each property. */
export function inspectText(): PropertyInspector {
  const repairer = createTextRepairer({ encoding: 'utf-8' });
  return {
    inspect: (text) => repairer.repair(text).findings,
    // Nothing of a name or a remark can be shown without telling it.
    mask: () => undefined,
    plain,
  };
}
