import type { ResultColumn } from '../../engine.ts';
import { type Encoding, fixedEncoding } from './encoding.ts';
import { fixedForm } from './forms.ts';
import { largeEncoding, textEncoding, udtEncoding, xmlEncoding } from './texts.ts';
import { variantEncoding } from './variant.ts';

/** How a column travels, by its type and by whether it may be null. `database` is the one that the types of the server are in. */
export function encodingOf({ type, nullable }: ResultColumn, database: string): Encoding {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return textEncoding(type);
    case 'text':
    case 'ntext':
    case 'image':
      return largeEncoding(type);
    case 'xml':
      return xmlEncoding();
    case 'udt':
      return udtEncoding(type, database);
    case 'sql_variant':
      return variantEncoding();
    default: {
      const form = fixedForm(type);
      if (form === undefined) throw new TypeError(`The type ${type.name} does not travel.`);
      return fixedEncoding(form, nullable);
    }
  }
}
