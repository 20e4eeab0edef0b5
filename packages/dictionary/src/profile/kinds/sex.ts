import { readSex, sexSchemes } from '../../code-lists/sex.ts';
import { noFindings } from '../../finding.ts';
import type { Kind } from './kind.ts';
import type { Looked } from './looked-up.ts';
import { lookedUpKind } from './looked-up.ts';

const schemes = Object.values(sexSchemes);

/** Words are clear; of digits every scheme that has them is told, for sources contradict each other. */
export const sexKind: Kind = lookedUpKind(() => lookUp, '2025-07-01');

function lookUp(text: string): Looked {
  const found = readSex(text, undefined);
  if (typeof found === 'string') return { fit: 'fits', findings: noFindings, written: undefined, readings: ['words'] };
  const fitting = schemes.filter((scheme) => typeof readSex(text, scheme) === 'string').map(({ id }) => id);
  return { fit: fitting.length > 0 ? 'nearly' : 'not', findings: [found], written: undefined, readings: fitting };
}
