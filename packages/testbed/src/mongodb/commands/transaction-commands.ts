import { ServerError } from '../errors.ts';
import type { TransactionRequest } from '../transactions.ts';
import type { Command, CommandContext } from './command.ts';
import { transactionRequest } from './session.ts';

export const commitTransaction: Command = {
  names: ['commitTransaction'],
  kind: 'write',
  fields: ['recoveryToken'],
  run: (context) => {
    context.server.transactions.commit(required(context));
    return {};
  },
};

export const abortTransaction: Command = {
  names: ['abortTransaction'],
  kind: 'write',
  fields: ['recoveryToken'],
  run: (context) => {
    context.server.transactions.abort(required(context));
    return {};
  },
};

function required(context: CommandContext): TransactionRequest {
  const request = transactionRequest(context.request, context.connection);
  if (request === undefined) throw new ServerError(125, `${context.request.name} must be run within a transaction`);
  return request;
}
