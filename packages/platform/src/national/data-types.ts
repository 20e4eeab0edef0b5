import type { Contract, StreamName } from '@lienthong/core';
import { type NationalOptions, type NationalPlan, type NationalProblem, planNational } from '@lienthong/core/national';
import type { PlatformContext } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { usableContract } from '../registry/usable-contract.ts';
import type { StoredContract } from '../storage/contracts.ts';
import type { Client } from '../storage/database.ts';
import type { LowerVersions } from './decide.ts';

/** What is registered for a MaLoaiDuLieu. */
export interface DataType {
  readonly stream: StreamName;
  readonly streamId: number;
  readonly contract: StoredContract;
  readonly plan: NationalPlan;
  readonly lower: LowerVersions;
  /** What the sender calls each record is written down; once it is, it always will be. False: it was not when this was read. */
  readonly namesKept: boolean;
}

interface DataTypeRow {
  readonly id: number;
  readonly agency: string;
  readonly source: string;
  readonly dataset: string;
  readonly version: string;
  readonly options: string;
  readonly lower_versions: LowerVersions;
  readonly names_kept: boolean;
}

/**
 * The registration of a data type that an agency sends. One that nobody registered, and one of another agency, get the same answer: who
 * is not concerned learns nothing.
 */
export async function findDataType(context: PlatformContext, agency: string, dataType: string): Promise<DataType> {
  const row = await context.readers.use((client) => readRow(client, dataType));
  if (row === undefined || row.agency !== agency) throw new Problem('data-type-forbidden');
  const { id, source, dataset, version, options, lower_versions: lower, names_kept: namesKept } = row;
  const stream = { agency, source, dataset };
  const contract = await usableContract(context, dataset, version);
  return { stream, streamId: id, contract, plan: planOf(contract, stream, options), lower, namesKept };
}

async function readRow(client: Client, dataType: string): Promise<DataTypeRow | undefined> {
  const { rows } = await client.query<DataTypeRow>({
    name: 'data type',
    text: `select stream.id, stream.agency, stream.source, stream.dataset, contract.version, type.options, type.lower_versions,
        stream.names_kept
      from lienthong.data_types type join lienthong.streams stream on stream.id = type.stream
      join lienthong.contracts contract on contract.id = type.contract where type.data_type = $1`,
    values: [dataType],
  });
  return rows[0];
}

/** Made once for each contract, and the options it is read with. */
const plans = new WeakMap<StoredContract, Map<string, NationalPlan>>();

function planOf(contract: StoredContract, stream: StreamName, options: string): NationalPlan {
  const known = plans.get(contract) ?? new Map<string, NationalPlan>();
  plans.set(contract, known);
  const name = `${stream.agency}\n${stream.source}\n${options}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const parsed = JSON.parse(options) as NationalOptions; // `registerDataType` stored them
  const { plan } = planNational({ contract: contract.contract, stream, options: parsed });
  if (plan === undefined) throw new Error('the plan of a registered data type has errors');
  known.set(name, plan);
  return plan;
}

/** Every problem of the plan, for the operator who registers it. */
export function planProblems(contract: Contract, stream: StreamName, options: NationalOptions): readonly NationalProblem[] {
  return planNational({ contract, stream, options }).problems;
}
