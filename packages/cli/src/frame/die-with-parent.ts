/**
 * A process that was started with an IPC channel ends when its starter is gone, however that ended: the demo's children
 * must not outlive it.
 */
export function dieWithParent(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.exit(1));
  // Waiting for the starter is no reason to stay.
  process.channel.unref();
}
