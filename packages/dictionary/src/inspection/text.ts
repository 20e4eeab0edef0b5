import type { PropertyInspector } from '@lienthong/core';
import { noFindings } from '../finding.ts';
import { createTextRepairer } from '../text/repair/text-repairer.ts';

/** Text that is to be right Unicode: lost characters, other encodings. It is looked at and left as it is. One for each property. */
export function inspectText(): PropertyInspector {
  const repairer = createTextRepairer({ encoding: 'utf-8' });
  return {
    inspect: (text) => repairer.repair(text).findings,
    // Nothing of a name or a remark can be shown without telling it.
    mask: () => undefined,
    plain: {
      holds: (bytes, start, end) => repairer.repairUtf8(bytes, start, end) === undefined,
      findings: noFindings,
      // `arePlainBytes` and `areRightBytes`, with which `repairUtf8` begins.
      known: { kind: 'right-text' },
    },
  };
}
