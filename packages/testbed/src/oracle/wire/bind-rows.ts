import { type Bind, OracleError, type OracleType, type OracleValue } from '../engine.ts';
import { messageType } from './protocol.ts';
import { MalformedMessage, type Reader } from './reader.ts';
import { isLong, readBindValue, type SentType, typeOfBind } from './values/binds.ts';
import type { EncodingContext } from './values/encoding.ts';

/** What a statement binds, as the client said at its first execution. */
export interface BindPlan {
  readonly sent: readonly SentType[];
  readonly types: readonly OracleType[];
  /** Places of `returning … into`, for which no values come. */
  readonly returned: ReadonlySet<number>;
  readonly isBlock: boolean;
}

export function planBinds(sent: readonly SentType[], returned: ReadonlySet<number>, isBlock: boolean): BindPlan {
  return { sent, types: sent.map(typeOfBind), returned, isBlock };
}

export function readBindRows(reader: Reader, plan: BindPlan, iterations: number, context: EncodingContext): readonly (readonly Bind[])[] {
  const places = plan.sent.map((_, place) => place).filter((place) => !plan.returned.has(place));
  // Long values come behind all others, except to blocks.
  const long = plan.isBlock ? [] : places.filter((place) => isLong(sentAt(plan, place)));
  const order = [...places.filter((place) => !long.includes(place)), ...long];
  const rows: Bind[][] = [];
  for (let row = 0; row < iterations; row++) {
    if (order.length > 0 && reader.u8() !== messageType.row) throw new MalformedMessage('A row of binds is missing.');
    const values = plan.types.map<OracleValue>(() => null);
    for (const place of order) values[place] = read(reader, sentAt(plan, place), context);
    rows.push(plan.types.map((type, place) => ({ type, value: values[place] ?? null })));
  }
  return rows;
}

function read(reader: Reader, type: SentType, context: EncodingContext): OracleValue {
  try {
    return readBindValue(reader, type, context);
  } catch (error) {
    if (error instanceof OracleError || error instanceof MalformedMessage) throw error;
    throw new MalformedMessage('A bind of another length than its type has.', { cause: error });
  }
}

function sentAt({ sent }: BindPlan, place: number): SentType {
  const type = sent[place];
  if (type === undefined) throw new OracleError(1008, 'not all variables bound');
  return type;
}
