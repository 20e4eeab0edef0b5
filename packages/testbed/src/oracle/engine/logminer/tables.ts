import type { OracleType } from '../../engine.ts';
import type { ExtensionSession } from '../extensions.ts';
import type { Logging, RedoColumn, RedoTable } from '../redo/image.ts';

/** A table as a record needs it: under its own definition, and whether the dictionary still has that one. */
export interface MinedTable extends RedoTable {
  readonly isCurrent: boolean;
  readonly columnIds: readonly number[];
}

interface Loaded {
  readonly owner: string | null;
  readonly name: string | null;
  readonly definition: number | null;
  readonly is_iot: boolean | null;
  readonly columns:
    | readonly { readonly id: number; readonly name: string; readonly type: OracleType; readonly virtual?: string | null }[]
    | null;
  readonly keys: readonly { readonly type: string; readonly columns: readonly Named[] }[] | null;
  readonly logging: readonly LoggingNote[] | null;
}

/** A column by its id or its name. */
type Named = number | string;

interface LoggingNote {
  readonly scn: number;
  readonly detail: readonly { readonly type: string; readonly always: string; readonly columns: readonly Named[] }[];
}

interface DatabaseNote {
  readonly scn: number;
  readonly detail: Readonly<Record<'min' | 'pk' | 'ui' | 'fk' | 'all', string | null>>;
}

export interface MinedTables {
  /** Supplemental logging was on at all when the record was written: without it rows cannot be told. */
  isLogged(scn: string): boolean;
  /** Asks for those that were not asked for yet. */
  load(records: readonly { readonly objectId: number; readonly definition: number }[]): Promise<void>;
  /** One that was loaded. */
  of(objectId: number, definition: number, scn: string): MinedTable;
}

/** The dictionary of one run: each table is asked for once. */
export async function minedTables(session: ExtensionSession): Promise<MinedTables> {
  const { rows } = await session.query(
    "select json_agg(json_build_object('scn', scn, 'detail', detail) order by scn) from redo.logging where object_id = 0",
  );
  // The query above wrote it.
  const database = (JSON.parse(rows[0]?.[0] ?? 'null') ?? []) as readonly DatabaseNote[];
  const loaded = new Map<string, Loaded>();
  const tables = new Map<string, MinedTable>();
  return {
    isLogged: (scn) => !['NO', null, undefined].includes(noteAt(database, scn)?.detail.min),
    load: async (records) => {
      for (const { objectId, definition } of records) {
        const key = `${objectId} ${definition}`;
        if (objectId !== 0 && !loaded.has(key)) loaded.set(key, await load(session, objectId, definition));
      }
    },
    of: (objectId, definition, scn) => {
      const key = `${objectId} ${definition}`;
      const found = loaded.get(key) ?? unloaded;
      const [whole, own] = [noteAt(database, scn), noteAt(found.logging ?? [], scn)];
      const id = `${key} ${whole?.scn} ${own?.scn}`;
      const table = tables.get(id) ?? tableOf(found, definition, whole?.detail, own?.detail ?? []);
      tables.set(id, table);
      return table;
    },
  };
}

const unloaded: Loaded = { owner: null, name: null, definition: null, is_iot: null, columns: null, keys: null, logging: null };

function noteAt<Note extends { readonly scn: number }>(notes: readonly Note[], scn: string): Note | undefined {
  return notes.findLast((note) => note.scn <= Number(scn));
}

async function load(session: ExtensionSession, objectId: number, definition: number): Promise<Loaded> {
  const { rows } =
    await session.query(`select json_build_object('owner', o.owner, 'name', o.name, 'definition', o.definition, 'is_iot', o.detail ? 'iot' and o.detail ->> 'iot' <> 'false',
    'columns', case when o.definition = ${definition} then (select json_agg(json_build_object('id', c.column_id, 'name', c.name, 'type', c.type, 'virtual', c.virtual_text) order by c.column_id) from cat.columns c where c.object_id = o.object_id)
      else (select d.columns::json from redo.definitions d where d.object_id = ${objectId} and d.definition = ${definition}) end,
    'keys', (select json_agg(json_build_object('type', k.type, 'columns', k.columns)) from cat.constraints k where k.object_id = o.object_id and k.type in ('P', 'U', 'R')),
    'logging', (select json_agg(json_build_object('scn', g.scn, 'detail', g.detail) order by g.scn) from redo.logging g where g.object_id = ${objectId}))
    from (select 1) one left join cat.objects o on o.object_id = ${objectId}`);
  return JSON.parse(rows[0]?.[0] ?? '{}') as Loaded;
}

function tableOf(
  { owner, name, definition, is_iot, columns, keys }: Loaded,
  wanted: number,
  whole: DatabaseNote['detail'] | undefined,
  own: LoggingNote['detail'],
): MinedTable {
  const stored = (columns ?? []).filter(({ virtual }) => (virtual ?? null) === null);
  const shown: readonly RedoColumn[] = stored.map((column, place) => ({ name: column.name, type: column.type, position: place + 1 }));
  const placeOf = new Map<Named, number>(stored.flatMap(({ id, name: column }, place) => [[id, place] as const, [column, place] as const]));
  const places = (named: readonly Named[]): readonly number[] => named.map((id) => placeOf.get(id) ?? -1).filter((place) => place >= 0);
  const of = (type: string): readonly (readonly number[])[] =>
    (keys ?? []).filter((key) => key.type === type).map((key) => places(key.columns));
  return {
    owner: owner ?? 'UNKNOWN',
    name: name ?? '',
    hasRowIds: is_iot !== true,
    columns: shown,
    columnIds: stored.map(({ id }) => id),
    isCurrent: owner !== null && definition === wanted,
    logging: loggingOf(shown.length, of, whole, own, places),
  };
}

function loggingOf(
  count: number,
  of: (type: string) => readonly (readonly number[])[],
  whole: DatabaseNote['detail'] | undefined,
  own: LoggingNote['detail'],
  places: (named: readonly Named[]) => readonly number[],
): Logging {
  const asked = (type: string, flag: string | null | undefined): boolean => flag === 'YES' || own.some((group) => group.type === type);
  const all = Array.from({ length: count }, (_, place) => place);
  if (asked('ALL COLUMN LOGGING', whole?.all)) return { always: all, together: [] };
  // A table without a primary key has all its columns logged in the place of one.
  const key = asked('PRIMARY KEY LOGGING', whole?.pk) ? (of('P')[0] ?? all) : [];
  const groups = own.filter((group) => group.type === 'USER LOG GROUP');
  return {
    always: [...key, ...groups.filter((group) => group.always === 'ALWAYS').flatMap((group) => places(group.columns))],
    together: [
      ...(asked('UNIQUE KEY LOGGING', whole?.ui) ? of('U') : []),
      ...(asked('FOREIGN KEY LOGGING', whole?.fk) ? of('R') : []),
      ...groups.filter((group) => group.always !== 'ALWAYS').map((group) => places(group.columns)),
    ],
  };
}
