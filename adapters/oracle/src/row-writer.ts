import { createRowWriter as createWriter, type RowWriter as Writer } from '@lienthong/adapter-kit';
import { type Row, valueAt } from './client.ts';
import type { ColumnForm } from './column-form.ts';

export type RowWriter = Writer<Row>;

export function createRowWriter(forms: readonly ColumnForm[]): RowWriter {
  return createWriter(forms, valueAt);
}
