import { noFindings } from '../../finding.ts';
import { semanticType } from '../../identifiers/semantic-types.ts';
import { type ColumnKind, columnKinds, isCodeKind, isUnitKind } from '../column-kind.ts';
import { codeListKind } from './code-list.ts';
import { dateKind } from './date.ts';
import { identifierKind } from './identifier.ts';
import type { Kind } from './kind.ts';
import { numberKind } from './number.ts';
import { sexKind } from './sex.ts';
import { textKind } from './text.ts';
import { unitKind } from './unit.ts';

/** Counted, and not looked into. */
const unseen: Kind = { fit: () => 'fits', start: () => ({ inspect: () => noFindings, inspectBytes: () => noFindings }) };

const kinds: ReadonlyMap<ColumnKind, Kind> = new Map(columnKinds.map((name) => [name, kindNamed(name)]));

export function kindOf(name: ColumnKind): Kind {
  return kinds.get(name) ?? unseen;
}

function kindNamed(name: ColumnKind): Kind {
  const identifier = semanticType(name);
  if (identifier !== undefined) return identifierKind(identifier);
  if (name === 'sex') return sexKind;
  if (isCodeKind(name)) return codeListKind(name);
  if (isUnitKind(name)) return unitKind(name);
  if (name === 'date') return dateKind;
  if (name === 'number') return numberKind;
  return name === 'text' ? textKind : unseen;
}
