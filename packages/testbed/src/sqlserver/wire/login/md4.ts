/** MD4 (RFC 1320): NTLM keeps passwords by it, and OpenSSL 3 has it no more. */
export function md4(data: Buffer): Buffer {
  const padded = Buffer.alloc((((data.length + 8) >> 6) + 1) << 6);
  data.copy(padded);
  padded[data.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(data.length) * 8n, padded.length - 8);
  let state: readonly [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) state = mix(state, padded.subarray(block, block + 64));
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word, index * 4);
  return digest;
}

type State = readonly [number, number, number, number];

/** Of each round: its function, what it adds, the order of the words, and by how many bits it turns. */
const rounds: readonly (readonly [(x: number, y: number, z: number) => number, number, readonly number[], readonly number[]])[] = [
  [(x, y, z) => (x & y) | (~x & z), 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [3, 7, 11, 19]],
  [(x, y, z) => (x & y) | (x & z) | (y & z), 0x5a827999, [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], [3, 5, 9, 13]],
  [(x, y, z) => x ^ y ^ z, 0x6ed9eba1, [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], [3, 9, 11, 15]],
];

function mix(state: State, block: Buffer): State {
  let [a, b, c, d] = state;
  for (const [combine, constant, order, turns] of rounds) {
    for (const [step, word] of order.entries()) {
      const sum = (a + combine(b, c, d) + block.readUInt32LE(word * 4) + constant) >>> 0;
      const by = turns[step % 4] ?? 0;
      [a, b, c, d] = [d, ((sum << by) | (sum >>> (32 - by))) >>> 0, b, c];
    }
  }
  return [(state[0] + a) >>> 0, (state[1] + b) >>> 0, (state[2] + c) >>> 0, (state[3] + d) >>> 0];
}
