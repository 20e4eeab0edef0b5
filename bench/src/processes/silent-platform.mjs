/** A platform that never answers: what is left is reading, mapping, checking and the durable spool. */
export const silentPlatform = {
  send: (_batch, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  stream: async () => undefined,
  resume: async () => {},
  register: async () => {},
  close: async () => {},
};
