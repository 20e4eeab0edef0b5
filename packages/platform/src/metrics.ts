import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one platform; labels hold names of datasets and codes, never a value. */
export interface Metrics {
  readonly registry: Registry;
  readonly batches: Counter<'dataset' | 'outcome'>;
  readonly records: Counter<'dataset' | 'outcome'>;
  readonly bodyBytes: Counter<'dataset'>;
  readonly storeSeconds: Histogram<'dataset'>;
  readonly problems: Counter<'code'>;
  readonly recordsRead: Counter<'dataset' | 'action'>;
  readonly quality: Gauge<'dataset' | 'criterion'>;
}

export function createMetrics(storing: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'lienthong_platform_' });
  new Gauge({
    name: 'lienthong_platform_batches_in_work',
    help: 'Batches that are read or stored now.',
    registers,
    collect() {
      this.set(storing());
    },
  });
  return {
    registry,
    batches: new Counter({
      name: 'lienthong_platform_batches_total',
      help: 'Batches answered with a receipt: stored, or repeated.',
      labelNames: ['dataset', 'outcome'],
      registers,
    }),
    records: new Counter({
      name: 'lienthong_platform_records_total',
      help: 'Records of stored batches: accepted, superseded or rejected.',
      labelNames: ['dataset', 'outcome'],
      registers,
    }),
    bodyBytes: new Counter({
      name: 'lienthong_platform_body_bytes_total',
      help: 'Bytes of batches as sent.',
      labelNames: ['dataset'],
      registers,
    }),
    storeSeconds: new Histogram({
      name: 'lienthong_platform_store_seconds',
      help: 'From the body read to the batch durable.',
      labelNames: ['dataset'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    problems: new Counter({
      name: 'lienthong_platform_problems_total',
      help: 'Refused requests by problem code.',
      labelNames: ['code'],
      registers,
    }),
    quality: new Gauge({
      name: 'lienthong_platform_quality_score',
      help: 'Of the newest measurement, 0 to 100, by criterion; `all` is the whole dataset. What was not measured is missing.',
      labelNames: ['dataset', 'criterion'],
      registers,
    }),
    recordsRead: new Counter({
      name: 'lienthong_platform_records_read_total',
      help: 'Records given to consumers.',
      labelNames: ['dataset', 'action'],
      registers,
    }),
  };
}
