import { SqlServerError } from '../../../engine.ts';
import { type Bound, bound } from '../../binding/bound.ts';
import type { Context } from '../../binding/context.ts';
import type { Scope } from '../../binding/scope.ts';
import { cdcFunctions } from '../../cdc/functions.ts';
import type { Expression } from '../../syntax/ast.ts';
import { isAggregate, translateAggregate } from './aggregates.ts';
import { changeFunctions } from './changes.ts';
import { dateFunctions, isDatePartFunction, translateDatePart } from './dates.ts';
import type { Functions } from './function.ts';
import { numberFunctions } from './numbers.ts';
import { objectFunctions } from './objects.ts';
import { serverFunctions } from './server.ts';
import { textFunctions } from './texts.ts';
import { valueFunctions } from './values.ts';
import { translateRanking, windowSql } from './windows.ts';

const functions: Functions = {
  ...valueFunctions,
  ...textFunctions,
  ...dateFunctions,
  ...numberFunctions,
  ...objectFunctions,
  ...serverFunctions,
  ...changeFunctions,
  ...cdcFunctions,
};

export function translateCall(context: Context, call: Extract<Expression, { kind: 'call' }>, scope: Scope): Bound {
  const { parts, line } = call.name;
  const name = parts.join('.').toLowerCase();
  const ranking = translateRanking(context, call, scope);
  if (ranking !== undefined) return ranking;
  if (isAggregate(call.name))
    return translateAggregate(context, call, scope, call.over === undefined ? '' : windowSql(context, call.over, scope));
  if (isDatePartFunction(name)) return translateDatePart(context, name, call, scope);
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined) {
    if (parts.length > 1)
      throw new SqlServerError(
        4121,
        `Cannot find either column "${parts[0]}" or the user-defined function or aggregate "${parts.join('.')}", or the name is ambiguous.`,
        { line },
      );
    throw new SqlServerError(195, `'${parts[0]}' is not a recognized built-in function name.`, { severity: 15, line });
  }
  const [least, most] = found.arguments;
  if (call.arguments.length < least || call.arguments.length > most || call.star) {
    throw new SqlServerError(174, `The ${name} function requires ${least} argument(s).`, { severity: 15, line });
  }
  const value = found.translate(
    call.arguments.map((argument) => context.expression(argument, scope)),
    context,
  );
  return name.startsWith('@@') ? value : bound(`(${value.sql})`, value.type, value);
}
