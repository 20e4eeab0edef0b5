import type { Clock } from '../clock.ts';
import { numberOf, optionalText, type SqlRow, type StateDatabase, textOf } from './database.ts';
import type { DeadLetter, DeadLetterContent, DeadLetterStatus, NewDeadLetter } from './types.ts';
import type { Vault } from './vault.ts';

export interface DeadLetterFilter {
  readonly dataset?: string;
  readonly status?: DeadLetterStatus;
  readonly code?: string;
  readonly limit?: number;
  /** Ids above this one. */
  readonly after?: number;
}

/** Rejected records that wait for a person. `add`, `supersede`, `resolve` and `retire` run inside the append's transaction. */
export interface DeadLetterStore {
  add(letters: readonly NewDeadLetter[]): void;
  supersede(dataset: string, identities: readonly string[]): void;
  resolve(ids: readonly number[]): void;
  retire(dataset: string, epoch: number): void;
  /** One letter of an earlier epoch. */
  retireOne(id: number): void;
  identify(dataset: string, key: string): string;
  /** Identities with a letter that waits: asked before each key is hashed. */
  waiting(dataset: string): ReadonlySet<string>;
  /** Identity and epoch of letters of one code that changes left, and that wait. */
  withheld(dataset: string, code: string): readonly (readonly [identity: string, epoch: number])[];
  list(filter: DeadLetterFilter): readonly DeadLetter[];
  count(dataset: string, status: DeadLetterStatus): number;
  content(id: number): { readonly letter: DeadLetter; readonly content: DeadLetterContent } | undefined;
}

export function deadLetterStore(database: StateDatabase, vault: Vault, clock: Clock): DeadLetterStore {
  const setStatus = (status: DeadLetterStatus, id: number): void => {
    database.run(`UPDATE dead_letters SET status = ? WHERE id = ? AND status = 'waiting'`, status, id);
  };
  return {
    add(letters) {
      for (const letter of letters) {
        const content = JSON.stringify(letter.content);
        const identity = letter.identity ?? vault.identify(letter.dataset, letter.content.key ?? content);
        // The same change read twice, after a crash or within an unfinished transaction, is one letter.
        database.run(
          `INSERT INTO dead_letters (dataset, epoch, version, op, at, origin, code, pointer, reason, identity, payload, status, created)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dataset, epoch, version, op, identity) DO NOTHING`,
          letter.dataset,
          letter.epoch,
          letter.version,
          letter.op,
          letter.at ?? null,
          letter.origin,
          letter.code,
          letter.pointer,
          letter.reason,
          identity,
          vault.seal(content),
          letter.status,
          clock.now(),
        );
      }
    },
    supersede(dataset, identities) {
      for (const identity of identities) {
        database.run(
          `UPDATE dead_letters SET status = 'superseded' WHERE dataset = ? AND identity = ? AND status = 'waiting'`,
          dataset,
          identity,
        );
      }
    },
    resolve(ids) {
      for (const id of ids) setStatus('resolved', id);
    },
    retire(dataset, epoch) {
      database.run(`UPDATE dead_letters SET status = 'obsolete' WHERE dataset = ? AND epoch < ? AND status = 'waiting'`, dataset, epoch);
    },
    retireOne: (id) => setStatus('obsolete', id),
    identify: (dataset, key) => vault.identify(dataset, key),
    waiting(dataset) {
      const rows = database.rows(`SELECT identity FROM dead_letters WHERE dataset = ? AND status = 'waiting'`, dataset);
      return new Set(rows.map((row) => textOf(row, 'identity')));
    },
    withheld(dataset, code) {
      const text = `SELECT identity, epoch FROM dead_letters WHERE dataset = ? AND code = ? AND status = 'waiting' AND op <> 'r' ORDER BY epoch`;
      return database.rows(text, dataset, code).map((row) => [textOf(row, 'identity'), numberOf(row, 'epoch')] as const);
    },
    list(filter) {
      return database
        .rows(
          `SELECT * FROM dead_letters WHERE (? IS NULL OR dataset = ?) AND (? IS NULL OR status = ?) AND (? IS NULL OR code = ?) AND id > ? ORDER BY id LIMIT ?`,
          filter.dataset ?? null,
          filter.dataset ?? null,
          filter.status ?? null,
          filter.status ?? null,
          filter.code ?? null,
          filter.code ?? null,
          filter.after ?? 0,
          filter.limit ?? 1000,
        )
        .map(toLetter);
    },
    count(dataset, status) {
      return numberOf(database.rows('SELECT count(*) AS n FROM dead_letters WHERE dataset = ? AND status = ?', dataset, status)[0], 'n');
    },
    content(id) {
      const row = database.rows('SELECT * FROM dead_letters WHERE id = ?', id)[0];
      if (row === undefined) return undefined;
      const text = vault.open(textOf(row, 'payload'));
      return { letter: toLetter(row), content: JSON.parse(text) as DeadLetterContent }; // written by `add`, authenticated by the vault
    },
  };
}

function toLetter(row: SqlRow): DeadLetter {
  return {
    id: numberOf(row, 'id'),
    dataset: textOf(row, 'dataset'),
    epoch: numberOf(row, 'epoch'),
    version: textOf(row, 'version'),
    op: textOf(row, 'op'),
    at: optionalText(row, 'at'),
    origin: textOf(row, 'origin') === 'platform' ? 'platform' : 'connector',
    code: textOf(row, 'code'),
    pointer: textOf(row, 'pointer'),
    reason: textOf(row, 'reason'),
    status: textOf(row, 'status') as DeadLetterStatus, // held to the list by a CHECK of the table
    created: textOf(row, 'created'),
  };
}
