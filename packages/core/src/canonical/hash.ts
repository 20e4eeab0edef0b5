import { hash } from 'node:crypto';

/** SHA-256 of canonical JSON. */
export function recordHash(canonicalJson: string): Uint8Array {
  return hash('sha256', canonicalJson, 'buffer');
}

/** The bucket of a key in a reconciliation: the first 16 bits of the SHA-256 of its text, modulo the number of buckets. */
export function bucketOf(key: string, buckets: number): number {
  return hash('sha256', key, 'buffer').readUInt16BE(0) % buckets;
}

/** Count and sum (mod 2^256) of record hashes: the same for the same set of records, whatever their order. */
export interface SetDigest {
  add(recordHash: Uint8Array): void;
  readonly count: number;
  /** 64 hex digits. */
  sum(): string;
}

export function setDigest(): SetDigest {
  // Eight 32-bit limbs in doubles: 2^21 additions fit before a carry is due.
  const limbs = new Float64Array(8);
  let count = 0;
  let pending = 0;
  const carry = () => {
    let over = 0;
    for (let index = 7; index >= 0; index--) {
      const total = (limbs[index] ?? 0) + over;
      over = Math.floor(total / 4294967296);
      limbs[index] = total - over * 4294967296;
    }
    pending = 0;
  };
  return {
    add(digest) {
      if (digest.length !== 32) throw new RangeError('a record hash has 32 bytes');
      const view = new DataView(digest.buffer, digest.byteOffset, 32);
      for (let index = 0; index < 8; index++) limbs[index] = (limbs[index] ?? 0) + view.getUint32(index * 4);
      count++;
      if (++pending >= 1_000_000) carry();
    },
    get count() {
      return count;
    },
    sum() {
      carry();
      return Array.from(limbs, (limb) => limb.toString(16).padStart(8, '0')).join('');
    },
  };
}
