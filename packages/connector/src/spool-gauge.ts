import type { EventHub } from './events.ts';
import { createGate, type Gate } from './waiting.ts';

/** Knows how full the spool is, and closes the door of reading while it is too full. */
export interface SpoolGauge {
  readonly gate: Gate;
  readonly batches: number;
  readonly bytes: number;
  add(bytes: number): void;
  remove(bytes: number): void;
  /** Batches that nobody will deliver in this run must not keep the others waiting. */
  exclude(bytes: number): void;
}

const resumeShare = 0.8;

export function createSpoolGauge(
  maxBytes: number,
  start: { readonly batches: number; readonly bytes: number },
  events: EventHub,
): SpoolGauge {
  const gate = createGate();
  let { batches, bytes } = start;
  let excluded = 0;
  const look = (): void => {
    events.emit('spool', { batches, bytes });
    const counted = bytes - excluded;
    if (gate.isOpen && counted > maxBytes) {
      gate.close();
      events.emit('paused', { reason: 'spool-full', dataset: undefined });
    } else if (!gate.isOpen && counted <= maxBytes * resumeShare) {
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
    exclude(left) {
      excluded += left;
      look();
    },
  };
}
