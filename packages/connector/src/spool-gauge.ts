import type { EventHub } from './events.ts';
import { createGate, type Gate } from './waiting.ts';

/** Knows how full the spool is, and closes the door of reading while it is too full. */
export interface SpoolGauge {
  readonly gate: Gate;
  readonly batches: number;
  readonly bytes: number;
  add(bytes: number): void;
  remove(bytes: number): void;
}

const resumeShare = 0.8;

export function createSpoolGauge(
  maxBytes: number,
  start: { readonly batches: number; readonly bytes: number },
  events: EventHub,
): SpoolGauge {
  const gate = createGate();
  let { batches, bytes } = start;
  const look = (): void => {
    events.emit('spool', { batches, bytes });
    if (gate.isOpen && bytes > maxBytes) {
      gate.close();
      events.emit('paused', { reason: 'spool-full', dataset: undefined });
    } else if (!gate.isOpen && bytes <= maxBytes * resumeShare) {
      gate.open();
      events.emit('resumed', { reason: 'spool-full', dataset: undefined });
    }
  };
  look();
  return {
    gate,
    get batches() {
      return batches;
    },
    get bytes() {
      return bytes;
    },
    add(added) {
      batches += 1;
      bytes += added;
      look();
    },
    remove(removed) {
      batches -= 1;
      bytes -= removed;
      look();
    },
  };
}
