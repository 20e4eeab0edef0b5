// 16 bytes at a time: around each area of the memory there is room for what that reads or writes too much.

/** 16 bytes at a time: what is written too much is written over by what comes next. */
export function copy(from: usize, end: usize, to: usize): usize {
  const behind = to + (end - from);
  for (; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
  return behind;
}

export function copyQuoted(from: usize, end: usize, to: usize): usize {
  store<u8>(to, 34);
  const behind = copy(from, end, to + 1);
  store<u8>(behind, 34);
  return behind + 1;
}
