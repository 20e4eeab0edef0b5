import { type Contract, isStreamName, LienThongError, type StreamName } from '@lienthong/core';
import type { NationalOptions, NationalProblem } from '@lienthong/core/national';
import { qcvn09 } from '@lienthong/core/national';
import { isProblem } from '../problem/problem.ts';
import { hashToken } from '../registry/hash-token.ts';
import type { Client, Database } from '../storage/database.ts';
import { type StreamProfile, streamId } from '../storage/streams.ts';
import { planProblems } from './data-types.ts';
import type { LowerVersions } from './decide.ts';
import { newClient } from './senders.ts';

/** What comes under one MaLoaiDuLieu. */
export interface DataTypeInput {
  readonly agency: string;
  /** Name of the source, as the stream bears it. */
  readonly source: string;
  readonly dataset: string;
  /** Version of the contract that the records obey: messages name none. */
  readonly version: string;
  /** The same that the sender's configuration has, with the data type in it. */
  readonly national: NationalOptions;
  /** What becomes of a PhienBan that is not above the highest. Default `conflict`: 409 for the whole request. */
  readonly lowerVersions?: LowerVersions | undefined;
}

/** The secret is shown this once: only its digest is kept. */
export async function registerSender(
  database: Database,
  { agency, name }: { readonly agency: string; readonly name: string },
): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
  const client = newClient();
  await database.use((connection) =>
    connection.query('insert into lienthong.senders (client_id, agency, name, secret_hash) values ($1, $2, $3, $4)', [
      ...[client.clientId, agency, name, hashToken(client.clientSecret)],
    ]),
  );
  return client;
}

/** Registering a data type again replaces contract version and options; its stream stays. Gives the plan's warnings. */
export async function registerDataType(database: Database, input: DataTypeInput): Promise<readonly NationalProblem[]> {
  const { agency, source, dataset, version, national, lowerVersions = 'conflict' } = input;
  const stream: StreamName = { agency, source, dataset };
  if (!isStreamName(stream)) throw invalid('agency, source and dataset must name a stream');
  return await database.transaction(async (client) => {
    const { id, contract } = await expectContract(client, dataset, version);
    const problems = planProblems(contract, stream, national);
    const errors = problems.filter(({ level }) => level === 'error');
    if (errors.length > 0) throw invalid(`the plan has errors: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
    const streamNumber = await nationalStream(client, stream);
    const { rowCount } = await client.query(
      `insert into lienthong.data_types (data_type, stream, contract, options, lower_versions) select $1, $2, $3, $4, $5
       where not exists (select from lienthong.data_types where stream = $2 and data_type <> $1)
       on conflict (data_type) do update set contract = excluded.contract, options = excluded.options,
         lower_versions = excluded.lower_versions where data_types.stream = excluded.stream`,
      [national.dataType, streamNumber, id, JSON.stringify(national), lowerVersions],
    );
    if (rowCount === 0) throw invalid(`${national.dataType} belongs to another stream, or the stream to another data type`);
    return problems;
  });
}

async function expectContract(client: Client, dataset: string, version: string): Promise<{ id: number; contract: Contract }> {
  const { rows } = await client.query<{ id: number; contract: Contract }>(
    'select id, contract from lienthong.contracts where dataset = $1 and version = $2',
    [dataset, version],
  );
  if (rows[0] === undefined) throw invalid(`the contract ${dataset} ${version} is not registered`);
  return rows[0];
}

async function nationalStream(client: Client, stream: StreamName): Promise<number> {
  const profile = qcvn09.id as StreamProfile; // the only one there is
  try {
    return await streamId(client, stream, profile);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw invalid(`${stream.agency} sends ${stream.dataset} in another profile already: an agency sends a dataset in one`);
  }
}

function invalid(message: string): LienThongError {
  return new LienThongError('OPTIONS_INVALID', { message });
}
