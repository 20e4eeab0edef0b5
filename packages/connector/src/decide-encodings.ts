import {
  type CollectionDescription,
  compileEncoder,
  type Dictionary,
  type LegacyText,
  type Mapping,
  type Source,
  undecidedEncodings,
  withEncodings,
} from '@lienthong/core';
import { detectEncodings } from './detect-encodings.ts';
import type { EventHub } from './events.ts';
import type { ResolvedDataset } from './resolve-dataset.ts';
import { type DetectedEncodings, encodingSetting, readEncodings, writeEncodings } from './state/encoding-setting.ts';
import type { StateStore } from './state/store.ts';

export interface DecideEncodingsInput {
  readonly dataset: ResolvedDataset;
  readonly description: CollectionDescription;
  readonly source: Source;
  readonly dictionary: Dictionary;
  readonly store: StateStore;
  readonly events: EventHub;
  /** The run will begin an epoch of the dataset: everything is read again, and looked at again. */
  readonly beginsEpoch: boolean;
  readonly rowsPerRange: number;
  readonly signal: AbortSignal;
}

export interface DecidedEncodings {
  readonly mapping: Mapping;
  /** What the state must keep from the first record of the epoch on. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Puts an encoding in the place of each `auto`. What was found out once is kept to until the epoch ends or a person maps the
 * property otherwise: no restart may decide anew, or half of a column would be read one way and half another.
 */
export async function decideEncodings(input: DecideEncodingsInput): Promise<DecidedEncodings> {
  const { dataset, store, events, beginsEpoch } = input;
  const { mapping, contract } = dataset;
  const properties = undecidedEncodings(mapping);
  if (properties.length === 0) return { mapping, settings: new Map() };
  const setting = encodingSetting(contract.dataset);
  const kept = beginsEpoch ? new Map<string, LegacyText>() : readEncodings(mapping, store.meta(setting));
  const open = properties.filter((property) => !kept.has(property));
  const found: DetectedEncodings = open.length === 0 ? new Map() : await detect(input, open);
  const all = new Map([...kept, ...found]);
  const text = writeEncodings(mapping, all);
  // In the middle of an epoch only a person's change of the mapping leads here: it holds from now on.
  if (!beginsEpoch && found.size > 0) store.setMeta(setting, text);
  for (const [property, { encoding, readAs }] of all)
    events.emit('encoding-detected', { dataset: contract.dataset, property, encoding, readAs, kept: kept.has(property) });
  return { mapping: withEncodings(mapping, (property) => all.get(property)), settings: new Map([[setting, text]]) };
}

async function detect(input: DecideEncodingsInput, properties: readonly string[]): Promise<DetectedEncodings> {
  const { dataset, description, dictionary } = input;
  // Only to know the columns: nothing is encoded by it.
  const mapping = withEncodings(dataset.mapping, () => ({ encoding: 'ascii' }));
  const encoder = compileEncoder({ contract: dataset.contract, mapping, collection: description, dictionary });
  return await detectEncodings({ ...input, properties, encoder });
}
