import { LienThongError, type LineInput, type Operation, type Rejection, type RowValues } from '@lienthong/core';
import type { EventHub } from '../events.ts';
import { rowToJson } from '../state/row-json.ts';
import type { DeadLetterContent, NewDeadLetter } from '../state/types.ts';
import type { DatasetRun } from './dataset-run.ts';
import { stateSecretCode } from './withholding.ts';

/** Rows that do not leave, as dead letters since the last `take`. */
export interface Refusals {
  /** Characters that they count as: they are held in memory until they are taken. */
  readonly size: number;
  /** A row that its contract refuses. */
  refuse(op: Operation, input: LineInput, rejection: Rejection, row: RowValues): void;
  /** A row that its mark keeps back: nothing of it is kept but that there was one, and a keyed hash of its key. */
  keepBack(op: Operation, input: LineInput, identity: string | undefined): void;
  /** A newer record of the key came: letters of it that wait are pointless. */
  supersede(key: string): void;
  take(): { readonly deadLetters: readonly NewDeadLetter[]; readonly superseded: readonly string[] };
}

const letterWeight = 512;
const noContent: DeadLetterContent = { key: undefined, columns: undefined, row: undefined, line: undefined };
const keptBack: Rejection = {
  code: stateSecretCode,
  pointer: '',
  reason: 'the row is marked as a state secret, or its mark does not say that it is none',
};

export function gatherRefusals(run: DatasetRun, maxWaitingDeadLetters: number, events: EventHub): Refusals {
  const { encoder, letters, withholding } = run;
  const { columns } = encoder;
  let deadLetters: MutableLetter[] = [];
  let superseded: string[] = [];
  let size = 0;
  const add = (op: Operation, input: LineInput, rejection: Rejection, rest: Pick<NewDeadLetter, 'content' | 'identity'>): void => {
    const { dataset, epoch } = run;
    const { code, pointer, reason } = rejection;
    const { version, at } = input;
    deadLetters.push({ dataset, epoch, version, op, at, origin: 'connector', code, pointer, reason, status: 'waiting', ...rest });
    size += letterWeight;
    run.counters.rejected += 1;
    events.emit('record-rejected', { dataset, origin: 'connector', code, pointer });
    if (letters.size > maxWaitingDeadLetters) throw tooMany(dataset, maxWaitingDeadLetters, code);
  };
  return {
    get size() {
      return size;
    },
    refuse(op, input, rejection, row) {
      const found = encoder.key(row);
      const key = typeof found === 'string' ? found : undefined;
      if (key !== undefined) letters.add(key);
      add(op, input, rejection, { content: { key, columns, row: rowToJson(row.slice(0, columns.length)), line: undefined } });
    },
    keepBack(op, input, identity) {
      if (identity !== undefined) letters.addIdentity(identity);
      add(op, input, keptBack, { content: noContent, identity });
    },
    supersede(key) {
      const identity = letters.match(key);
      if (identity === undefined) return;
      superseded.push(identity);
      letters.remove(identity);
      withholding?.forget(identity);
      for (const letter of deadLetters) if (letter.content.key === key || letter.identity === identity) letter.status = 'superseded';
    },
    take() {
      const taken = { deadLetters, superseded };
      deadLetters = [];
      superseded = [];
      size = 0;
      return taken;
    },
  };
}

type MutableLetter = { -readonly [Field in keyof NewDeadLetter]: NewDeadLetter[Field] };

function tooMany(dataset: string, most: number, code: string): LienThongError {
  const message = `more than ${most} records of ${dataset} are refused`;
  if (code === stateSecretCode) {
    return new LienThongError('MAPPING_INVALID', {
      message: `${message}, the last one by its mark of state secrets`,
      remedy:
        'Look at `lienthong dead-letters list`; read a view that leaves such rows out, correct stateSecret.open, or raise deadLetters.maxWaiting.',
    });
  }
  return new LienThongError('MAPPING_INVALID', {
    message: `${message}: the mapping does not fit the collection`,
    remedy: 'Look at `lienthong dead-letters list`, correct the mapping, and start again; or raise deadLetters.maxWaiting.',
  });
}
