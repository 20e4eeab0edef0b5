import { SqlServerError, type SqlType } from '../../engine.ts';

export function notAllowed(from: SqlType, to: SqlType): SqlServerError {
  return new SqlServerError(529, `Explicit conversion from data type ${from.name} to ${to.name} is not allowed.`);
}

/** `insert` and `=` between types that only CONVERT brings together. */
export function notImplicit(from: SqlType, to: SqlType): SqlServerError {
  return new SqlServerError(
    257,
    `Implicit conversion from data type ${from.name} to ${to.name} is not allowed. Use the CONVERT function to run this query.`,
  );
}

export function clash(left: SqlType, right: SqlType): SqlServerError {
  return new SqlServerError(206, `Operand type clash: ${left.name} is incompatible with ${right.name}`);
}
