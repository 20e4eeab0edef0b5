/** Bytes as a string, a character (0 to FF) for each: what a driver's latin1 string is already, and quick to search. */
export type Octets = string;

/** Arguments of one call: more would overflow the stack. */
const most = 8192;

export function octetsOf(bytes: Uint8Array): Octets {
  if (bytes.length <= most) return String.fromCharCode(...bytes);
  let octets = '';
  for (let start = 0; start < bytes.length; start += most) octets += String.fromCharCode(...bytes.subarray(start, start + most));
  return octets;
}

export function bytesOf(octets: Octets): Uint8Array {
  const bytes = new Uint8Array(octets.length);
  for (let index = 0; index < octets.length; index++) bytes[index] = octets.charCodeAt(index);
  return bytes;
}

/** Of a few bytes at their place among others. */
export function octetsAt(bytes: DataView, start: number, end: number): Octets {
  let octets = '';
  for (let place = start; place < end; place++) octets += String.fromCharCode(bytes.getUint8(place));
  return octets;
}
