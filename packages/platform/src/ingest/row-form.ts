import { encodingOf, jsonForm, propertySlot } from '@lienthong/core';
import { rowFields } from '../storage/batch-rows.ts';
import { columnType } from '../storage/column-types.ts';
import type { StoredContract } from '../storage/contracts.ts';

/** How lines of one contract become rows of COPY. */
export interface RowForm {
  /** What assembly/rows.ts goes by. */
  readonly program: Int32Array;
  /** Where spans have the contract's properties, in their order. */
  readonly slots: readonly number[];
  /** Where they have the key's, in its order. */
  readonly keySlots: readonly number[];
  /** How many fields a row has: those of the contract and our own. */
  readonly fields: number;
  /** Numbers in the spans of a line: those of the contract's scanner, and where a whole key begins and ends. */
  readonly width: number;
}

const forms = new WeakMap<StoredContract, RowForm>();

/** Made once for each contract. */
export function rowForm(contract: StoredContract): RowForm {
  const known = forms.get(contract);
  if (known !== undefined) return known;
  const form = makeForm(contract);
  forms.set(contract, form);
  return form;
}

function makeForm({ contract, columns, reader }: StoredContract): RowForm {
  const slots = contract.properties.map((_, index) => propertySlot(index));
  const fields = contract.properties.flatMap(({ name }, index) => {
    const column = columns[index];
    if (column === undefined) throw new Error(`the property ${name} has no column`);
    return [columnType(column.type).form, propertySlot(index)];
  });
  const keys = contract.primaryKey.map((name) => {
    const index = contract.properties.findIndex((property) => property.name === name);
    const type = contract.properties[index]?.type;
    if (type === undefined) throw new Error(`the key property ${name} is missing from its contract`);
    return { slot: propertySlot(index), quoted: jsonForm(type.kind, encodingOf(type)) !== 'bare' };
  });
  return {
    program: Int32Array.from([slots.length, keys.length, ...keys.flatMap(({ slot, quoted }) => [slot, quoted ? 1 : 0]), ...fields]),
    slots,
    keySlots: keys.map(({ slot }) => slot),
    fields: rowFields(slots.length),
    width: reader.scanner.size + 2,
  };
}
