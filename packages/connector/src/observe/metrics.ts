import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Connector } from '../connector.ts';
import type { AnyEvent } from '../events.ts';

/** A connector's metrics in a registry of their own. */
export interface ConnectorMetrics {
  readonly registry: Registry;
  stop(): void;
}

/** Counts a connector's events for Prometheus. */
export function collectMetrics(connector: Pick<Connector, 'onAny'>): ConnectorMetrics {
  const registry = new Registry();
  const meters = createMeters(registry);
  const stop = connector.onAny((event) => count(meters, event));
  return { registry, stop };
}

type Meters = ReturnType<typeof createMeters>;

function createMeters(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `lienthong_connector_${name}`, help, labelNames: [...labelNames], registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `lienthong_connector_${name}`, help, labelNames: [...labelNames], registers });
  let positionAt: number | undefined;
  const meters = {
    rows: counter('rows_read_total', 'Rows read from the source.', ['dataset', 'kind']),
    readAgain: counter('rows_read_again_total', 'Changed rows whose log left values out, read again from the source.', ['dataset']),
    spooled: counter('records_spooled_total', 'Records sealed into batches and durable in the spool.', ['dataset']),
    delivered: counter('records_delivered_total', 'Records acknowledged by the platform.', ['dataset', 'outcome']),
    batches: counter('batches_delivered_total', 'Batches acknowledged by the platform.', ['dataset']),
    bytes: counter('bytes_delivered_total', 'Compressed bytes acknowledged by the platform.', ['dataset']),
    rejected: counter('records_rejected_total', 'Records that break their contract.', ['dataset', 'origin', 'code']),
    findings: counter('findings_total', 'Things found in records: by the dictionary, the contract and the mapping.', [
      'dataset',
      'property',
      'code',
      'severity',
    ]),
    retries: counter('retries_total', 'Attempts that failed and are made again.', ['stage', 'code']),
    deliverySeconds: new Histogram({
      name: 'lienthong_connector_delivery_seconds',
      help: 'Time from the first attempt to the receipt of a batch.',
      labelNames: ['dataset'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600],
      registers,
    }),
    spoolBytes: gauge('spool_bytes', 'Bytes of batches that wait for the platform.'),
    spoolBatches: gauge('spool_batches', 'Batches that wait for the platform.'),
    lag: gauge('lag_seconds', 'Age of the newest change of the source when it was read.'),
    circuit: gauge('circuit_open', '1 while the platform is left in peace.'),
    paused: gauge('paused', '1 while reading is paused.', ['reason']),
    failed: gauge('dataset_failed', '1 when a dataset stands still.', ['dataset', 'code']),
    snapshotRows: gauge('snapshot_rows', 'Rows read by the running snapshot.', ['dataset']),
    positionAge: new Gauge({
      name: 'lienthong_connector_position_age_seconds',
      help: 'Time since the position in the source moved.',
      registers,
      collect() {
        if (positionAt !== undefined) this.set((Date.now() - positionAt) / 1000);
      },
    }),
    moved: () => {
      positionAt = Date.now();
    },
  };
  return meters;
}

function count(meters: Meters, event: AnyEvent): void {
  switch (event.name) {
    case 'rows-read':
      return meters.rows.inc({ dataset: event.dataset, kind: event.kind }, event.rows);
    case 'rows-read-again':
      return meters.readAgain.inc({ dataset: event.dataset }, event.rows);
    case 'batch-spooled':
      return meters.spooled.inc({ dataset: event.dataset }, event.count);
    case 'batch-delivered':
      return delivered(meters, event);
    case 'record-rejected':
      return meters.rejected.inc({ dataset: event.dataset, origin: event.origin, code: event.code });
    case 'quality-counted':
      for (const { property, code, severity, count: found } of event.findings)
        meters.findings.inc({ dataset: event.dataset, property, code, severity }, found);
      return;
    case 'retrying':
      return meters.retries.inc({ stage: event.stage, code: event.code });
    case 'spool':
      meters.spoolBytes.set(event.bytes);
      return meters.spoolBatches.set(event.batches);
    case 'position':
      meters.moved();
      return event.lagSeconds === undefined ? undefined : meters.lag.set(event.lagSeconds);
    case 'circuit':
      return meters.circuit.set(event.state === 'closed' ? 0 : 1);
    case 'paused':
      return meters.paused.set({ reason: event.reason }, 1);
    case 'resumed':
      return meters.paused.set({ reason: event.reason }, 0);
    case 'dataset-failed':
      return meters.failed.set({ dataset: event.dataset, code: event.code }, 1);
    case 'snapshot-progress':
      return meters.snapshotRows.set({ dataset: event.dataset }, event.rows);
    default:
      return;
  }
}

function delivered(meters: Meters, event: Extract<AnyEvent, { readonly name: 'batch-delivered' }>): void {
  const { dataset } = event;
  meters.batches.inc({ dataset });
  meters.bytes.inc({ dataset }, event.bytes);
  meters.deliverySeconds.observe({ dataset }, event.milliseconds / 1000);
  for (const outcome of ['accepted', 'superseded', 'rejected'] as const) {
    if (event[outcome] > 0) meters.delivered.inc({ dataset, outcome }, event[outcome]);
  }
}
