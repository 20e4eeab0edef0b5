import type { Truth } from '@lienthong/datasets';
import type { WireGroup } from '@lienthong/testbed';
import { textOf } from './register.ts';

// Written by hand: what is compared must not come from what is tried. The receiver knows no capitals.
const fields: Readonly<Record<string, string>> = {
  maDonVi: 'maxa',
  quyenSo: 'quyenso',
  soDangKy: 'sodangky',
  hoTen: 'hovaten',
  gioiTinh: 'gioitinh',
  danToc: 'dantoc',
  soDinhDanh: 'sodinhdanh',
  hoTenMe: 'hovatenme',
  soGiayToMe: 'sogiaytome',
  ngayDangKy: 'ngaydangky',
  trangThai: 'trangthai',
};

/** A date of birth, by as much as is known of it: its length says how much. */
const birthFields: Readonly<Record<number, string>> = { 10: 'ngaythangnamsinh', 7: 'thangnamsinh', 4: 'namsinh' };

/** What the message itself adds. */
const envelope = new Set(['idbanghi', 'madinhdanhdulieu']);

/** The fields that the receiver has to hold of a record. */
export function toWire(truth: Truth): ReadonlyMap<string, string> {
  const born = textOf(truth, 'ngaySinh') ?? '';
  const named = Object.entries(fields).flatMap(([property, field]) => {
    const value = textOf(truth, property);
    return value === undefined ? [] : [[field, value] as const];
  });
  return new Map([...named, [birthFields[born.length] ?? '', born]]);
}

/** The fields of a record at the receiver. */
export function heldFields(data: WireGroup): ReadonlyMap<string, string> {
  return new Map([...data].flatMap(([name, value]) => (typeof value === 'string' && !envelope.has(name) ? [[name, value] as const] : [])));
}

/** The same by the names of the contract. */
export function fromWire(data: WireGroup): Readonly<Record<string, string>> {
  const held = heldFields(data);
  const born = Object.values(birthFields).flatMap((field) => held.get(field) ?? [])[0];
  const named = Object.entries(fields).flatMap(([property, field]) => {
    const value = held.get(field);
    return value === undefined ? [] : [[property, value] as const];
  });
  return Object.fromEntries(born === undefined ? named : [...named, ['ngaySinh', born]]);
}

/** Words that begin with a capital and have no other: what was misread has question marks, controls, or capitals in the middle. */
const name = /^\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*)*$/u;

/** The receiver's own rule beside its envelope, as validators of that side have patterns. */
export function refusedByReceiver(data: WireGroup): string | undefined {
  const person = data.get('hovaten');
  return typeof person === 'string' && name.test(person) ? undefined : 'PERSON_NAME_INVALID';
}
