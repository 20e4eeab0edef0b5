import type { Execution, OracleType, OracleValue } from '../engine.ts';
import type { BindPlan } from './bind-rows.ts';
import { type EncodedColumn, writeColumns } from './columns.ts';
import { type Conversation, openStatement, type Statement } from './conversation.ts';
import { messageType } from './protocol.ts';
import { encodingOf } from './values/encodings.ts';

const direction = { in: 32, inOut: 48 };

/** What a block gave back. Binds that only take out are told as both ways: clients then send them again, which spares remembering them. */
export function writeBlockOutputs(on: Conversation, statement: Statement, plan: BindPlan, execution: Execution, iterations: number): void {
  const { out } = on;
  const places = plan.types.map((_, place) => place);
  out.u8(messageType.bindDirections);
  out.u8(0);
  out.integer(places.length % 256);
  out.integer(Math.floor(places.length / 256));
  for (let field = 0; field < 4; field++) out.integer(0);
  for (const place of places) out.u8(execution.outputs.has(place) ? direction.inOut : direction.in);
  const given = places.filter((place) => execution.outputs.has(place));
  if (given.length === 0) return;
  for (let row = 0; row < iterations; row++) {
    out.u8(messageType.row);
    for (const place of given) writeOutput(on, statement, plan.types[place], execution.outputs.get(place)?.[row] ?? null);
  }
}

/** What `returning … into` gave back: of one row of binds a value for each row that it touched, of many one for each of them. */
export function writeReturned(on: Conversation, statement: Statement, plan: BindPlan, execution: Execution, iterations: number): void {
  const { out } = on;
  for (let row = 0; row < iterations; row++) {
    out.u8(messageType.row);
    for (const place of [...plan.returned].sort((one, other) => one - other)) {
      const values = execution.outputs.get(place) ?? [];
      const own = iterations === 1 ? values : values.slice(row, row + 1);
      out.integer(own.length);
      for (const value of own) writeOutput(on, statement, plan.types[place], value);
    }
  }
}

/** Behind each value follows how much of it was cut off: nothing. */
function writeOutput(on: Conversation, statement: Statement, type: OracleType | undefined, value: OracleValue): void {
  if (type === undefined) throw new TypeError('The engine gave a value for a bind that is none.');
  if (value !== null && typeof value === 'object' && !Buffer.isBuffer(value)) {
    const opened = openStatement(on, '');
    opened.cursor = value;
    opened.columns = value.columns.map<EncodedColumn>((column) => ({ ...column, encoding: encodingOf(column, on, opened) }));
    on.out.u8(1);
    writeColumns(on.out, opened.columns, on.fields);
    on.out.integer(opened.number);
  } else {
    const encoding = encodingOf({ type: shortOf(type) }, on, statement);
    if (value === null) encoding.writeNull(on.out);
    else encoding.write(on.out, value);
  }
  on.out.integer(0);
}

/** The long forms have an indicator behind them in rows alone. */
function shortOf(type: OracleType): OracleType {
  if (type.name === 'long') return { name: 'varchar2', length: 1 };
  return type.name === 'long raw' ? { name: 'raw', length: 1 } : type;
}
