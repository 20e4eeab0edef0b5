import { planNational } from '@lienthong/core/national';
import type { ResolvedDataset } from '../resolve-dataset.ts';
import type { NationalDataset } from './national-transport.ts';

export type PlannableDatasets = readonly Pick<ResolvedDataset, 'contract' | 'stream' | 'national'>[];

export interface PlanProblem {
  /** Of the dataset, in the options. */
  readonly index: number;
  /** Below `national`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** How each dataset becomes messages; every problem of all of them. */
export function planDatasets({ datasets }: { readonly datasets: PlannableDatasets }): {
  readonly planned: readonly NationalDataset[];
  readonly problems: readonly PlanProblem[];
} {
  const planned: NationalDataset[] = [];
  const problems: PlanProblem[] = [];
  for (const [index, { contract, stream, national }] of datasets.entries()) {
    if (national === undefined) {
      problems.push({ index, path: [], message: 'is missing: its dataType says which data the receiver is sent' });
      continue;
    }
    const planning = planNational({ contract, stream, options: national });
    for (const { level, path, message, suggestion } of planning.problems) {
      if (level === 'error')
        problems.push({ index, path: path.split('.'), message: suggestion === undefined ? message : `${message}, such as ${suggestion}` });
    }
    if (planning.plan !== undefined) planned.push({ plan: planning.plan, contract });
  }
  return { planned, problems };
}
