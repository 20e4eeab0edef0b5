import { ServerError } from '../errors.ts';
import { sessionKey, type TransactionRequest } from '../transactions.ts';
import type { Connection } from '../wire/connection.ts';
import { fieldDocument, fieldTruth, type Request } from './command.ts';

/** The transaction that a command says it belongs to; undefined for one that stands for itself. */
export function transactionRequest(request: Request, connection: Connection): TransactionRequest | undefined {
  if (fieldTruth(request, 'autocommit') !== false) {
    if (request.fields.has('autocommit') || request.fields.has('startTransaction')) {
      throw new ServerError(72, 'Specifying autocommit=true is not allowed.');
    }
    return undefined;
  }
  const lsid = fieldDocument(request, 'lsid');
  const number = numberOfTransaction(request);
  if (lsid === undefined || number === undefined)
    throw new ServerError(72, "'autocommit' field requires a transaction number to also be specified");
  const starting = fieldTruth(request, 'startTransaction') === true;
  return { lsid, number, starting, application: connection.application, connectionId: connection.id };
}

/** A write that its driver may send a second time: the session and the number by which both are known. */
export function retryableWrite(request: Request): { readonly session: string; readonly number: bigint } | undefined {
  const lsid = fieldDocument(request, 'lsid');
  const number = numberOfTransaction(request);
  if (lsid === undefined || number === undefined || request.fields.has('autocommit')) return undefined;
  return { session: sessionKey(lsid), number };
}

function numberOfTransaction(request: Request): bigint | undefined {
  const field = request.fields.get('txnNumber');
  if (field === undefined) return undefined;
  if (field.type !== 18) throw new ServerError(14, "BSON field 'txnNumber' is the wrong type, expected type 'long'");
  return field.bytes.readBigInt64LE(field.start);
}
