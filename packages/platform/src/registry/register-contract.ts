import { type Contract, type ContractProblem, compareContracts, compareVersionTexts, parseContract } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import { insertContract, listVersions } from '../storage/contracts.ts';
import type { Client } from '../storage/database.ts';

export interface Registration {
  readonly contract: Contract;
  /** Whether the version is new; the same text again changes nothing. */
  readonly created: boolean;
  readonly warnings: readonly ContractProblem[];
}

/** PostgreSQL allows 1,600 columns; ours and those of later versions need room too. */
const maxProperties = 1200;

/** A contract that was read, with the text it was read from. */
export interface ReadContract {
  readonly yaml: string;
  readonly contract: Contract;
  readonly warnings: readonly ContractProblem[];
}

/** Reads ODCS YAML; throws `contract-invalid` with every problem. Takes up to a second where the text is hostile. */
export function readContract(yaml: string): ReadContract {
  const { contract, problems } = parseContract(yaml);
  if (contract !== undefined && contract.properties.length > maxProperties) {
    throw new Problem('contract-invalid', { detail: `the contract has more than ${maxProperties} properties: a table cannot hold them` });
  }
  if (contract !== undefined) return { yaml, contract, warnings: problems };
  throw new Problem('contract-invalid', {
    members: {
      problems: problems.map(({ level, code, line, column, path, message, suggestion }) => ({
        ...{ level, code, line, column, path, message },
        ...(suggestion === undefined ? {} : { suggestion }),
      })),
    },
  });
}

/** Registers a version and makes room for its records. The caller holds the transaction. */
export async function registerContract(client: Client, read: ReadContract, agency: string | undefined): Promise<Registration> {
  const { yaml, contract, warnings } = read;
  // Each is compared with what is registered: one after the other, also when there is no row to lock yet.
  await client.query("select pg_advisory_xact_lock(hashtextextended('lienthong contracts', 0))");
  const versions = await listVersions(client, contract.dataset);
  const same = versions.find((registered) => registered.version === contract.version);
  if (same !== undefined) {
    if (same.yaml === yaml) return { contract, created: false, warnings };
    throw new Problem('contract-conflict', { detail: `another text is registered for ${contract.dataset} ${contract.version}` });
  }
  expectCompatible(
    contract,
    versions.map((registered) => registered.contract),
  );
  await insertContract(client, contract, yaml, agency);
  return { contract, created: true, warnings };
}

/** Compares with the version before and, where versions are registered out of order, with the one after. */
function expectCompatible(contract: Contract, registered: readonly Contract[]): void {
  const before = registered.filter((other) => compareVersionTexts(other.version, contract.version) < 0).at(-1);
  const after = registered.find((other) => compareVersionTexts(other.version, contract.version) > 0);
  if (before !== undefined) expectAllowed(before, contract);
  if (after !== undefined) expectAllowed(contract, after);
}

function expectAllowed(older: Contract, newer: Contract): void {
  const { allowed, differences, advice, leastVersion } = compareContracts(older, newer);
  if (allowed) return;
  throw new Problem('contract-incompatible', {
    detail: `from ${older.version} to ${newer.version} the ${advice} version must grow: at least ${leastVersion}`,
    members: {
      ...{ older: older.version, newer: newer.version, leastVersion },
      differences: differences.map(({ code, level, property, message }) => ({ code, level, property: property ?? null, message })),
    },
  });
}
