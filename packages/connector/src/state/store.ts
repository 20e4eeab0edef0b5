import { join } from 'node:path';
import type { Position } from '@lienthong/core';
import { LienThongError } from '@lienthong/core';
import { type Clock, systemClock, vietnamDay } from '../clock.ts';
import { numberOf, openDatabase, optionalText, type SqlRow, type StateDatabase, textOf } from './database.ts';
import { type DeadLetterStore, deadLetterStore } from './dead-letter-store.ts';
import { stateDamaged } from './errors.ts';
import { type PositionTexts, positionTexts } from './position-texts.ts';
import { type QualityStore, qualityStore } from './quality-store.ts';
import { type ReceiptStore, receiptStore } from './receipt-store.ts';
import { openSpoolFiles, type SpoolFiles } from './spool-files.ts';
import { checkAllSums, checkSum, writeSums } from './sums.ts';
import type { Append, NewDeadLetter, RangeState, ResumedStream, SpoolEntry, StreamAppend, StreamState, WrittenBody } from './types.ts';
import { openVault } from './vault.ts';

/** What a connector must not forget: streams, positions, spool, receipts, dead letters. Every method is one transaction. */
export interface StateStore {
  readonly files: SpoolFiles;
  readonly deadLetters: DeadLetterStore;
  readonly receipts: ReceiptStore;
  readonly quality: Omit<QualityStore, 'add'>;
  /** Ties the directory to one source and platform, and refuses it to another. */
  bind(identity: Readonly<Record<string, string>>): void;
  meta(name: string): string | undefined;
  setMeta(name: string, value: string): void;
  stream(dataset: string): StreamState | undefined;
  /** Starts an epoch of each dataset: sequence 1, no ranges. Positions that no longer hold are forgotten; settings begin with it. */
  beginEpoch(epochs: ReadonlyMap<string, number>, forgetPositions: readonly string[], settings?: ReadonlyMap<string, string>): void;
  /** Takes streams up where the platform has them, behind their snapshots, with the position and the settings that belong to them. */
  resumeStreams(streams: readonly ResumedStream[], position: { readonly name: string; readonly position: Position }): void;
  ranges(dataset: string): readonly RangeState[];
  saveRanges(dataset: string, ranges: readonly Position[]): void;
  /** They are split anew. */
  forgetRanges(dataset: string): void;
  position(name: string): { readonly position: Position; readonly at: string | undefined } | undefined;
  savePosition(name: string, position: Position, at: string | undefined): void;
  /** Gives the batches their sequence numbers. */
  append(append: Append): readonly SpoolEntry[];
  /** Puts an empty body in the place of a batch that the platform cannot use; its lines become dead letters. */
  hollow(entry: SpoolEntry, body: WrittenBody, letters: readonly NewDeadLetter[]): SpoolEntry;
  /** The oldest batches of a dataset, by epoch and sequence. */
  pending(dataset: string, limit: number): readonly SpoolEntry[];
  spoolSize(): { readonly batches: number; readonly bytes: number };
  spoolSizes(): ReadonlyMap<string, { readonly batches: number; readonly bytes: number }>;
  close(): void;
}

/** Opens the state directory for a connector, alone. */
export function openStore(directory: string, clock: Clock = systemClock): StateStore {
  const database = openDatabase(directory, { exclusive: true });
  try {
    checkAllSums(database);
    const known = database
      .rows('SELECT file, bytes FROM spool')
      .map((row): [string, number] => [textOf(row, 'file'), numberOf(row, 'bytes')]);
    const files = openSpoolFiles(join(directory, 'spool'), new Map(known));
    return { ...tables(database, clock), files };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What may be asked while a connector is running. */
export type StateView = Pick<
  StateStore,
  'meta' | 'stream' | 'ranges' | 'position' | 'pending' | 'spoolSizes' | 'deadLetters' | 'receipts' | 'quality' | 'close'
> & {
  streams(): readonly StreamState[];
};

/** Opens the state directory to look at it. */
export function inspectStore(directory: string): StateView {
  const database = openDatabase(directory, { exclusive: false });
  return { ...tables(database, systemClock), streams: () => database.rows('SELECT * FROM streams ORDER BY dataset').map(toStream) };
}

function tables(database: StateDatabase, clock: Clock): Omit<StateStore, 'files'> {
  const vault = openVault(join(database.directory, 'dead-letters.key'));
  const deadLetters = deadLetterStore(database, vault, clock);
  const positions = positionTexts(vault);
  const quality = qualityStore(database);
  const meta = (name: string): string | undefined => {
    const row = database.rows('SELECT * FROM meta WHERE name = ?', name)[0];
    return row === undefined ? undefined : textOf(checkSum('meta', row), 'value');
  };
  const setMeta = (name: string, value: string): void => {
    database.run('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
    writeSums(database, 'meta', 'name = ?', name);
  };
  const stream = (dataset: string): StreamState | undefined => {
    const row = database.rows('SELECT * FROM streams WHERE dataset = ?', dataset)[0];
    return row === undefined ? undefined : toStream(row);
  };
  const savePosition = (name: string, position: Position, at: string | undefined): void => {
    database.run(
      'INSERT INTO positions (name, position, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position, at = excluded.at',
      name,
      positions.write(position),
      at ?? null,
    );
    writeSums(database, 'positions', 'name = ?', name);
  };
  return {
    deadLetters,
    receipts: receiptStore(database, deadLetters),
    quality,
    meta,
    setMeta: (name, value) => database.transaction('writing a setting', () => setMeta(name, value)),
    bind(identity) {
      database.transaction('binding the directory', () => {
        for (const [name, value] of Object.entries(identity)) {
          const before = meta(name);
          if (before === undefined) setMeta(name, value);
          else if (before !== value) throw stateDamaged(`the state directory belongs to ${name} ${before}, not ${value}`);
        }
      });
    },
    stream,
    beginEpoch(epochs, forgetPositions, settings = new Map()) {
      database.transaction('starting an epoch', () => {
        for (const [dataset, epoch] of epochs) {
          database.run(
            `INSERT INTO streams (dataset, epoch, next_sequence, phase, since) VALUES (?, ?, 1, 'snapshot', ?)
             ON CONFLICT (dataset) DO UPDATE SET epoch = excluded.epoch, next_sequence = 1, phase = 'snapshot', since = excluded.since`,
            dataset,
            epoch,
            clock.now(),
          );
          writeSums(database, 'streams', 'dataset = ?', dataset);
          database.run('DELETE FROM ranges WHERE dataset = ?', dataset);
          database.run('DELETE FROM meta WHERE name = ?', `restart/${dataset}`);
        }
        for (const name of forgetPositions) database.run('DELETE FROM positions WHERE name = ?', name);
        for (const [name, value] of settings) setMeta(name, value);
      });
    },
    resumeStreams(streams, { name, position }) {
      database.transaction('taking up streams', () => {
        for (const { dataset, epoch, nextSequence, settings } of streams) {
          database.run(
            "INSERT INTO streams (dataset, epoch, next_sequence, phase, since) VALUES (?, ?, ?, 'following', ?)",
            dataset,
            epoch,
            nextSequence,
            clock.now(),
          );
          writeSums(database, 'streams', 'dataset = ?', dataset);
          for (const [setting, value] of settings) setMeta(setting, value);
        }
        savePosition(name, position, undefined);
      });
    },
    ranges: (dataset) =>
      database.rows('SELECT * FROM ranges WHERE dataset = ? ORDER BY number', dataset).map((row) => toRange(row, positions)),
    saveRanges(dataset, ranges) {
      database.transaction('saving the ranges of a snapshot', () => {
        ranges.forEach((range, number) => {
          database.run('INSERT INTO ranges (dataset, number, range) VALUES (?, ?, ?)', dataset, number, positions.write(range));
        });
        writeSums(database, 'ranges', 'dataset = ?', dataset);
      });
    },
    forgetRanges: (dataset) =>
      database.transaction('forgetting the ranges of a snapshot', () => {
        database.run('DELETE FROM ranges WHERE dataset = ?', dataset);
      }),
    position(name) {
      const row = database.rows('SELECT * FROM positions WHERE name = ?', name)[0];
      if (row === undefined) return undefined;
      return { position: positions.read(textOf(checkSum('positions', row), 'position')), at: optionalText(row, 'at') };
    },
    savePosition: (name, position, at) => database.transaction('saving a position', () => savePosition(name, position, at)),
    append: (append) =>
      database.transaction('appending to the spool', () => {
        const entries: SpoolEntry[] = [];
        const time = clock.now();
        const day = vietnamDay(clock);
        for (const part of append.streams) {
          const state = stream(part.dataset);
          if (state?.epoch !== part.epoch)
            throw new LienThongError('INTERNAL', { message: `an append to ${part.dataset} is of another epoch than the stream` });
          part.bodies.forEach((body, index) => {
            const entry: SpoolEntry = { ...body, dataset: part.dataset, epoch: part.epoch, sequence: state.nextSequence + index, time };
            insertEntry(database, entry);
            entries.push(entry);
          });
          if (part.bodies.length > 0 || part.finished) {
            database.run(
              'UPDATE streams SET next_sequence = ?, phase = CASE WHEN ? = 1 THEN ? ELSE phase END WHERE dataset = ?',
              state.nextSequence + part.bodies.length,
              part.finished ? 1 : 0,
              'following',
              part.dataset,
            );
            writeSums(database, 'streams', 'dataset = ?', part.dataset);
          }
          if (part.range !== undefined) moveRange(database, positions, part.dataset, part.range);
          if (part.superseded.length > 0) deadLetters.supersede(part.dataset, part.superseded);
          if (part.deadLetters.length > 0) deadLetters.add(part.deadLetters);
          if (part.resolved.length > 0) deadLetters.resolve(part.resolved);
          if (part.quality !== undefined) quality.add(part.epoch, day, part.quality);
          if (part.finished) deadLetters.retire(part.dataset, part.epoch);
        }
        for (const { name, position, at } of append.positions) savePosition(name, position, at);
        return entries;
      }),
    hollow: (entry, body, letters) =>
      database.transaction('emptying a batch', () => {
        const { file, digest, bytes, encoding, count } = body;
        database.run(
          'UPDATE spool SET file = ?, digest = ?, bytes = ?, encoding = ?, count = ? WHERE dataset = ? AND epoch = ? AND sequence = ?',
          file,
          digest,
          bytes,
          encoding,
          count,
          entry.dataset,
          entry.epoch,
          entry.sequence,
        );
        sumEntry(database, entry);
        deadLetters.add(letters);
        return { ...entry, file, digest, bytes, encoding, count };
      }),
    pending: (dataset, limit) =>
      database.rows('SELECT * FROM spool WHERE dataset = ? ORDER BY epoch, sequence LIMIT ?', dataset, limit).map(toEntry),
    spoolSize() {
      const row = database.rows('SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM spool')[0];
      return { batches: numberOf(row, 'batches'), bytes: numberOf(row, 'bytes') };
    },
    spoolSizes() {
      const rows = database.rows('SELECT dataset, count(*) AS batches, sum(bytes) AS bytes FROM spool GROUP BY dataset');
      return new Map(rows.map((row) => [textOf(row, 'dataset'), { batches: numberOf(row, 'batches'), bytes: numberOf(row, 'bytes') }]));
    },
    close: () => database.close(),
  };
}

function moveRange(database: StateDatabase, positions: PositionTexts, dataset: string, range: NonNullable<StreamAppend['range']>): void {
  const { number, position, done, rows } = range;
  database.run(
    'UPDATE ranges SET position = ?, done = ?, rows = rows + ? WHERE dataset = ? AND number = ?',
    position === undefined ? null : positions.write(position),
    done ? 1 : 0,
    rows,
    dataset,
    number,
  );
  writeSums(database, 'ranges', 'dataset = ? AND number = ?', dataset, number);
}

function insertEntry(database: StateDatabase, entry: SpoolEntry): void {
  database.run(
    `INSERT INTO spool (dataset, epoch, sequence, file, digest, bytes, encoding, count, contract_version, low, high, time, traceparent, last)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.dataset,
    entry.epoch,
    entry.sequence,
    entry.file,
    entry.digest,
    entry.bytes,
    entry.encoding,
    entry.count,
    entry.contractVersion,
    entry.low ?? null,
    entry.high ?? null,
    entry.time,
    entry.traceparent,
    entry.last ? 1 : 0,
  );
  sumEntry(database, entry);
}

function sumEntry(database: StateDatabase, { dataset, epoch, sequence }: SpoolEntry): void {
  writeSums(database, 'spool', 'dataset = ? AND epoch = ? AND sequence = ?', dataset, epoch, sequence);
}

function toStream(row: SqlRow): StreamState {
  checkSum('streams', row);
  const phase = textOf(row, 'phase');
  return {
    dataset: textOf(row, 'dataset'),
    epoch: numberOf(row, 'epoch'),
    nextSequence: numberOf(row, 'next_sequence'),
    phase: phase === 'snapshot' ? 'snapshot' : 'following',
    since: textOf(row, 'since'),
  };
}

function toRange(row: SqlRow, positions: PositionTexts): RangeState {
  checkSum('ranges', row);
  const position = optionalText(row, 'position');
  return {
    number: numberOf(row, 'number'),
    range: positions.read(textOf(row, 'range')),
    position: position === undefined ? undefined : positions.read(position),
    done: numberOf(row, 'done') === 1,
    rows: numberOf(row, 'rows'),
  };
}

function toEntry(row: SqlRow): SpoolEntry {
  checkSum('spool', row);
  const encoding = textOf(row, 'encoding');
  return {
    dataset: textOf(row, 'dataset'),
    epoch: numberOf(row, 'epoch'),
    sequence: numberOf(row, 'sequence'),
    file: textOf(row, 'file'),
    digest: textOf(row, 'digest'),
    bytes: numberOf(row, 'bytes'),
    encoding: encoding === 'br' || encoding === 'gzip' ? encoding : 'identity',
    count: numberOf(row, 'count'),
    contractVersion: textOf(row, 'contract_version'),
    low: optionalText(row, 'low'),
    high: optionalText(row, 'high'),
    time: textOf(row, 'time'),
    traceparent: textOf(row, 'traceparent'),
    last: numberOf(row, 'last') === 1,
  };
}
