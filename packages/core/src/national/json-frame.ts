import { viewOf } from '../bytes/copy.ts';
import { nationalJson } from './json-form.ts';
import type { NationalEvent, NationalMessage } from './message.ts';
import type { NationalPlan, PlannedField } from './plan.ts';

/** What stands around and between the values of every message of a plan, as `nationalJson` writes it. */
export interface JsonFrame {
  /** Up to the version. */
  readonly heads: Readonly<Record<NationalEvent, DataView>>;
  /** From behind the version to the quotation mark that opens the time. */
  readonly updatedAt: DataView;
  /** Like the rest from the closing quotation mark of the value before to the opening one; only where there is one. */
  readonly effectiveDate: DataView;
  readonly recordId: DataView;
  /** Only where there is one. */
  readonly dataId: DataView;
  /** Of all of them together, at most. */
  readonly bytes: number;
}

// No text of a profile holds it.
const mark = '\u0001';
const marked = JSON.stringify(mark).slice(1, -1);

/** Cuts a message of marks at them, so that there is one form of it. */
export function jsonFrameOf(plan: NationalPlan): JsonFrame {
  const message = (event: NationalEvent): NationalMessage => ({
    ...{ origin: plan.origin, event, version: 0, updatedAt: mark, effectiveDate: mark, recordId: mark, dataId: mark },
    ...{ fields: new Map(), attachments: [] },
  });
  const cut = (event: NationalEvent) => nationalJson(message(event), plan.profile).split(marked);
  const head = (event: NationalEvent) => (cut(event)[0] ?? '').split(/0(?=,"[^"]*":"$)/)[0] ?? '';
  const [first = '', effectiveDate = '', recordId = '', dataId = ''] = cut('new');
  const heads = { new: viewOfText(head('new')), update: viewOfText(head('update')), cancel: viewOfText(head('cancel')) };
  const rest = {
    updatedAt: viewOfText(first.slice(head('new').length + 1)),
    effectiveDate: viewOfText(effectiveDate),
    recordId: viewOfText(recordId),
    dataId: viewOfText(dataId),
  };
  const bytes = Math.max(...Object.values(heads).map(({ byteLength }) => byteLength));
  return { heads, ...rest, bytes: Object.values(rest).reduce((sum, { byteLength }) => sum + byteLength, bytes + 3) };
}

/** The comma, the name and the colon before a value: one, or those of a day, a month and a year. */
export function fieldLabels(target: PlannedField['target']): readonly string[] {
  const names = typeof target === 'string' ? [target] : [target.day.name, target.month.name, target.year.name];
  return names.map((name) => `,${JSON.stringify(name)}:`);
}

export function viewOfText(text: string): DataView {
  return viewOf(Buffer.from(text));
}
