import type { ConnectorMessage } from '../commands/run.ts';
import type { CommandProcess } from './child.ts';

/** What the connector processes told over IPC, all starts together. */
export interface ConnectorCounts {
  listen(connector: CommandProcess): void;
  /** Records that the platform took as the newest of their key. */
  readonly accepted: number;
  /** Batches in the spool. */
  readonly waiting: number;
  /** Batches that a connector left in the spool when it ended. */
  readonly left: number | undefined;
  /** The snapshot was read to its end and the spool was empty since. */
  readonly snapshotDelivered: boolean;
  /** Since the first start, in seconds; until the snapshot was delivered, or now. */
  readonly snapshotSeconds: number;
}

export function countConnector(): ConnectorCounts {
  let accepted = 0;
  let begun: number | undefined;
  let finished = false;
  let deliveredAt: number | undefined;
  let waiting = 0;
  let left: number | undefined;
  const hear = ({ event }: ConnectorMessage): void => {
    switch (event.name) {
      case 'batch-delivered':
        accepted += event.accepted;
        return;
      case 'snapshot-finished':
        finished = true;
        return;
      case 'spool':
        waiting = event.batches;
        if (finished && waiting === 0) deliveredAt ??= performance.now();
        return;
      case 'stopped':
        left = event.pendingBatches;
    }
  };
  return {
    listen(connector) {
      begun ??= performance.now();
      connector.onMessage((message) => {
        if (isConnectorMessage(message)) hear(message);
      });
    },
    get accepted() {
      return accepted;
    },
    get waiting() {
      return waiting;
    },
    get left() {
      return left;
    },
    get snapshotDelivered() {
      return deliveredAt !== undefined;
    },
    get snapshotSeconds() {
      return begun === undefined ? 0 : ((deliveredAt ?? performance.now()) - begun) / 1000;
    },
  };
}

function isConnectorMessage(message: unknown): message is ConnectorMessage {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'connector-event';
}
