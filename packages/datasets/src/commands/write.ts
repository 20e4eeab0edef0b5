import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { datasets } from '../datasets.ts';
import { engineNames } from '../engines/engine.ts';
import { engines } from '../engines/engines.ts';
import { generateRows } from '../generate/rows.ts';
import { isOneOf, perform, readArguments } from './arguments.ts';

// Writes the schema of a legacy table, or its rows, for the tool of an engine: to the standard output, as fast as it is taken.
await perform(async () => {
  const { dataset, rows, own } = readArguments(['engine', 'part']);
  const { engine = '', part = '' } = own;
  if (!isOneOf(engineNames, engine)) throw new TypeError(`--engine is one of ${engineNames.join(', ')}`);
  if (!isOneOf(['schema', 'rows'] as const, part)) throw new TypeError('--part is schema or rows');
  const { table } = datasets[dataset];
  const text = part === 'schema' ? [engines[engine].schema(table)] : engines[engine].load(table, cells());
  await pipeline(Readable.from(text), process.stdout);

  function* cells() {
    for (const { row } of generateRows(datasets[dataset], rows)) yield row;
  }
});
