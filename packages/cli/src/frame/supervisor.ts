/** Tells the process that started us over IPC; nothing happens when there is none. */
export function tellSupervisor(message: object): void {
  process.send?.(message);
}
