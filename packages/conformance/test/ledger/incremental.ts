import { expectPosition, type IncrementalReader, LienThongError, type Position, watermarkVersion } from '@lienthong/core';
import { compareRows, type Row, type Stored } from './database.ts';
import { allEnded, ask, type Sessions } from './sessions.ts';
import { selectedTable, valuesOf } from './snapshot.ts';

const kind = 'ledger/watermark';

export function incrementalReader(sessions: Sessions): IncrementalReader {
  return {
    async *read({ selection, watermark, after, settleMs, batchRows, signal }) {
      if (after !== undefined) expectPosition(after, kind, 1);
      if (after !== undefined && after['column'] !== watermark)
        throw new LienThongError('POSITION_FOREIGN', { message: `the position is not one of ${watermark}` });
      const session = await sessions.acquire(signal);
      try {
        await ask(session, signal);
        const table = selectedTable(sessions, selection);
        const type = table.columns[watermark];
        if (type !== 'integer' && type !== 'instant')
          throw new LienThongError('CAPABILITY_MISSING', { message: `${watermark} is no column that only grows` });
        const until = new Date(Date.now() - settleMs).toISOString();
        if (type === 'integer') await allEnded(sessions.database, signal);
        const order = [watermark, ...table.key];
        const settled = table.rows
          .filter((row) => type === 'integer' || String(row[watermark]) <= until)
          .sort((one, other) => compareRows(table, one, other, order));
        let place = after;
        for (;;) {
          await ask(session, signal);
          const page = settled.filter((row) => isBehind(table, row, place, order)).slice(0, batchRows);
          const last = page.at(-1);
          if (last === undefined) return;
          place = { kind, format: 1, column: watermark, at: Object.fromEntries(order.map((column) => [column, String(last[column])])) };
          yield {
            rows: page.map((row) => valuesOf(row, selection)),
            versions: page.map((row) => watermarkVersion(type, String(row[watermark]))),
            position: place,
          };
        }
      } finally {
        sessions.release(session);
      }
    },
  };
}

function isBehind(table: Stored, row: Row, place: Position | undefined, order: readonly string[]): boolean {
  const at = place?.['at'];
  return typeof at !== 'object' || at === null || compareRows(table, row, at as Row, order) > 0; // written by this reader
}
