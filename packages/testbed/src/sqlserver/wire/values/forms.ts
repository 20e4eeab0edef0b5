import type { SqlType } from '../../engine.ts';
import type { Fixed } from './encoding.ts';
import { decimalForm, simpleNumbers } from './numbers.ts';
import { dateForms, timeForm } from './temporal.ts';
import { uniqueidentifierForm } from './uniqueidentifier.ts';

/** The form of a type whose values are all of one length; undefined for texts and bytes. */
export function fixedForm(type: SqlType): Fixed | undefined {
  switch (type.name) {
    case 'decimal':
    case 'numeric':
      return decimalForm(type);
    case 'date':
    case 'datetime':
    case 'smalldatetime':
      return dateForms[type.name];
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return timeForm(type);
    case 'uniqueidentifier':
      return uniqueidentifierForm;
    default:
      return isSimple(type.name) ? simpleNumbers[type.name] : undefined;
  }
}

function isSimple(name: string): name is keyof typeof simpleNumbers {
  return Object.hasOwn(simpleNumbers, name);
}
