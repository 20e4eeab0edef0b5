import { LienThongError } from '@lienthong/core';
import type { CatalogueColumn } from '../catalogue.ts';
import type { Finish } from '../column-form.ts';
import { type KeyColumn, keyColumn } from '../key-columns.ts';
import { type Put, putOf } from './binlog/column-codec.ts';
import type { LogColumn } from './binlog/log-types.ts';
import type { TableMap } from './binlog/table-map.ts';
import { type Skip, skipOf } from './binlog/value-size.ts';
import { describeLogColumn, fitsColumn } from './column-fit.ts';
import type { Followed } from './followed.ts';

/** How rows of a table in the log become rows of the selection. */
export interface TablePlan {
  readonly followed: Followed;
  /** Columns of the table in the log. */
  readonly width: number;
  /** For each of them how it is passed over. */
  readonly skips: readonly Skip[];
  /** For each selected column its place in the log. */
  readonly places: readonly number[];
  readonly puts: readonly Put[];
  /** For each selected column what is made of what the server would print. */
  readonly finishes: readonly (Finish | undefined)[];
  readonly binary: ReadonlySet<number>;
  /** The key by which a row is looked up again, in the order of the selection's key. */
  readonly keys: readonly PlannedKey[];
}

interface PlannedKey {
  /** `undefined`: its values cannot be told to the server. */
  readonly column: KeyColumn | undefined;
  readonly place: number;
  readonly put: Put;
}

/** Fits a shape that the log announces to the selection; refuses one that the mapping was not made for. */
export function planTable(map: TableMap, followed: Followed, charsetOf: (collation: number) => string | undefined): TablePlan {
  const { shape, all } = followed;
  const placeOf = (name: string, index: number) => (map.named ? map.columns.findIndex((column) => column.name === name) : index);
  const fits = (name: string, index: number): boolean => {
    const log = map.columns[placeOf(name, index)];
    const column = all[index];
    return log !== undefined && column !== undefined && fitsColumn(log, column, charsetOf, !map.named);
  };
  const selected = shape.columns.map((column) => all.findIndex(({ name }) => name === column.name));
  // Without names only the whole table tells which column is which.
  const looked = map.named ? selected : all.map((_, index) => index);
  const wrong = looked.filter((index) => !fits(all[index]?.name ?? '', index)).map((index) => all[index]?.name ?? '');
  if (wrong.length > 0 || (!map.named && map.columns.length !== all.length)) throw changed(map, followed, wrong);
  const places = selected.map((index) => placeOf(all[index]?.name ?? '', index));
  return {
    followed,
    width: map.columns.length,
    skips: map.columns.map(skipOf),
    places,
    puts: places.map((place, index) => {
      const [column, catalogue, form] = [map.columns[place], shape.columns[index], shape.forms[index]];
      if (column === undefined || catalogue === undefined) throw changed(map, followed, []);
      return putOf(column, catalogue, form?.sql.includes("'+00'") === true);
    }),
    finishes: shape.forms.map((form, index) => (shape.columns[index]?.type === 'double' ? undefined : form.finish)),
    keys: followed.key.map((index) => plannedKey(map.columns[places[index] ?? -1], places[index] ?? -1, shape.columns[index])),
    binary: new Set(shape.forms.flatMap((form, index) => (form.binary ? [index] : []))),
  };
}

const byNumber: ReadonlySet<string> = new Set(['enum', 'set', 'bit']);

function plannedKey(log: LogColumn | undefined, place: number, catalogue: CatalogueColumn | undefined): PlannedKey {
  if (log === undefined || catalogue === undefined)
    throw new LienThongError('INTERNAL', { message: 'a key column has no place in the log' });
  const column = byNumber.has(catalogue.type) ? undefined : keyColumn(catalogue);
  return { column, place, put: putOf(log, catalogue, false) };
}

function changed(map: TableMap, followed: Followed, wrong: readonly string[]): LienThongError {
  const then = followed.all.map((column) => `${column.name} ${column.native}`).join(', ');
  const now = map.columns.map(describeLogColumn).join(', ');
  const where = wrong.length === 0 ? 'in the number of its columns' : `in ${wrong.join(', ')}`;
  return new LienThongError('SCHEMA_CHANGED', {
    message: `${followed.name} no longer fits ${where}: mapped (${then}), in the log (${now})`,
    remedy: map.named
      ? 'Adapt contract and mapping to the new shape; start a new epoch if values that are published already have changed.'
      : "Adapt contract and mapping to the new shape, and start a new epoch. SET GLOBAL binlog_row_metadata = 'FULL'; lets following go on when other columns change.",
    details: { collections: [followed.name] },
  });
}
