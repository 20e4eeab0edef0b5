import { type Parameter, SqlServerError } from '../engine.ts';
import { skipHeaders } from './headers.ts';
import { readParameter, type SentParameter } from './parameters.ts';
import { readerOf } from './reader.ts';

/** A call of a procedure (RPC), as it came. */
export interface Call {
  /** In lower case and without database and schema for the server's own that are spoken here; else as the client wrote it. */
  readonly procedure: string;
  readonly parameters: readonly SentParameter[];
}

/** Reads an RPC request; throws 8009 on a parameter of a type that is not spoken here. */
export function readCall(body: Buffer, collation: string): Call {
  const reader = readerOf(body);
  skipHeaders(reader);
  const length = reader.u16();
  const procedure = length === 0xffff ? numbered(reader.u16()) : nameOf(reader.take(length * 2).toString('utf16le'));
  // Flags: recompile and metadata, of which nothing follows here.
  reader.u16();
  const parameters: SentParameter[] = [];
  while (reader.left > 0) parameters.push(readParameter(reader, parameters.length + 1, collation));
  return { procedure, parameters };
}

/** Procedures that clients call by number (MS-TDS 2.2.6.6). */
const numbers: ReadonlyMap<number, string> = new Map([
  [10, 'sp_executesql'],
  [11, 'sp_prepare'],
  [12, 'sp_execute'],
  [13, 'sp_prepexec'],
  [15, 'sp_unprepare'],
]);

const spoken = new Set(numbers.values());

function numbered(number: number): string {
  const name = numbers.get(number);
  if (name === undefined) throw notSpoken(`The procedure of number ${number}`);
  return name;
}

function nameOf(written: string): string {
  const last = written
    .slice(written.lastIndexOf('.') + 1)
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return spoken.has(last) ? last : written;
}

/**
 * The parameters of a statement under the names that it declares: `@a int, @b nvarchar(20)`. Values without a name take the declared
 * ones in order. Throws 8178 when one is missing and 8144 when there are too many, as the server does.
 */
export function bind(declaration: string, values: readonly SentParameter[]): readonly Parameter[] {
  const declared = [...declaration.matchAll(/@[\p{L}\p{N}_@#$]+/gu)].map(([name]) => name);
  const bound = values.map((value, index) => ({ name: value.name === '' ? (declared[index] ?? '') : value.name, value }));
  const given = new Set(bound.map(({ name }) => name.toLowerCase()));
  for (const name of declared) {
    if (given.has(name.toLowerCase())) continue;
    throw new SqlServerError(8178, `The parameterized query '(${declaration})' expects the parameter '${name}', which was not supplied.`);
  }
  if (bound.length > declared.length) {
    throw new SqlServerError(8144, 'Procedure or function  has too many arguments specified.', { state: 2 });
  }
  return bound.map(({ name, value: { type, value, isOutput } }) => {
    if (isOutput) throw notSpoken(`The output parameter ${name}`);
    return { name, type, value };
  });
}

/** What only the real server can do is refused with the number that Azure SQL has for that. */
export function notSpoken(what: string): SqlServerError {
  return new SqlServerError(40510, `${what} is not supported by this server.`);
}
