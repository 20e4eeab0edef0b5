import type { PlatformContext } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import type { StoredContract } from '../storage/contracts.ts';

/** A registered contract under which records may come now. */
export async function usableContract(context: PlatformContext, dataset: string, version: string): Promise<StoredContract> {
  const found = await context.contracts.find(dataset, version);
  const name = `${dataset} ${version}`;
  if (found === undefined) throw new Problem('contract-unknown', { detail: `the contract ${name} is not registered` });
  const { status } = found.stored.contract;
  if (found.retired || status === 'retired') throw new Problem('contract-retired', { detail: `the contract ${name} is retired` });
  if (status === 'active' || status === 'deprecated') return found.stored;
  throw new Problem('contract-inactive', { detail: `the contract ${name} is ${status}` });
}
