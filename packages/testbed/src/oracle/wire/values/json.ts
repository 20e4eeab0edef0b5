import { OracleError } from '../../engine.ts';

/** OSON of a JSON text. */
export function encodeJson(_text: string): Buffer {
  throw new OracleError(3001, 'unimplemented feature');
}
