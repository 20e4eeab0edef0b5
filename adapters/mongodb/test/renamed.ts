import type { BoundAdapter, CollectionDescription, Selection, Source } from '@lienthong/core';

/** Names of the adapter for the portable columns of the checks: MongoDB's keys are in `_id`, whatever they are called elsewhere. */
export interface ColumnNames {
  /** As the adapter names it. */
  toSource(table: string, column: string): string;
  /** As the checks name it. */
  toCheck(table: string, column: string): string;
}

type Opened = Source<'snapshot' | 'incremental' | 'changes'>;

/** The same adapter under other names of columns, and nothing else changed. */
export function renamed(adapter: BoundAdapter, names: ColumnNames): BoundAdapter {
  return {
    ...adapter,
    open: async (context) => renamedSource((await adapter.open(context)) as Opened, names), // the adapter declares all three
  };
}

function renamedSource(source: Opened, names: ColumnNames): Opened {
  const selected = (selection: Selection): Selection => {
    const rename = (column: string) => names.toSource(selection.collection.name, column);
    return { ...selection, columns: selection.columns.map(rename), key: selection.key.map(rename) };
  };
  const all = (selections: readonly Selection[]) => selections.map(selected);
  const { snapshot, incremental, changes, close } = source;
  return {
    probe: (signal) => source.probe(signal),
    describe: async (signal) => (await source.describe(signal)).map((description) => described(description, names)),
    close: () => close(),
    [Symbol.asyncDispose]: () => close(),
    snapshot: {
      split: (request) => snapshot.split({ ...request, selection: selected(request.selection) }),
      read: (request) => snapshot.read({ ...request, selection: selected(request.selection) }),
    },
    incremental: {
      read: ({ watermark, selection, ...request }) =>
        incremental.read({ ...request, selection: selected(selection), watermark: names.toSource(selection.collection.name, watermark) }),
    },
    changes: {
      ...changes,
      start: (selections, signal, known) =>
        changes.start(all(selections), signal, known === undefined ? undefined : { ...known, anew: all(known.anew) }),
      read: (request) => changes.read({ ...request, selections: all(request.selections) }),
      ...(changes.has === undefined
        ? {}
        : { has: async (position, selections, signal) => (await changes.has?.(position, all(selections), signal)) ?? false }),
    },
  };
}

function described(description: CollectionDescription, names: ColumnNames): CollectionDescription {
  const rename = (column: string) => names.toCheck(description.collection.name, column);
  return {
    ...description,
    columns: description.columns.map((column) => ({ ...column, name: rename(column.name) })),
    primaryKey: description.primaryKey.map(rename),
    uniqueKeys: description.uniqueKeys.map((key) => key.map(rename)),
  };
}
