/** Starts two things side by side; when one fails, the other is put away and the failure is thrown. */
export async function startTogether<First extends AsyncDisposable, Second extends AsyncDisposable>(
  startFirst: () => Promise<First>,
  startSecond: () => Promise<Second>,
): Promise<readonly [First, Second]> {
  const [first, second] = await Promise.allSettled([startFirst(), startSecond()]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  if (first.status === 'fulfilled') await first.value[Symbol.asyncDispose]();
  if (second.status === 'fulfilled') await second.value[Symbol.asyncDispose]();
  throw first.status === 'rejected' ? first.reason : second.status === 'rejected' ? second.reason : undefined;
}
