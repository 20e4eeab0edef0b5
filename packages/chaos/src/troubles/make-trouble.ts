import type { Part, Trouble } from '../plan/trouble.ts';
import type { Scene } from '../scene.ts';
import { type Counters, reach } from './counters.ts';
import { disturbDisk } from './disk.ts';
import { damageState } from './state.ts';

/** Does what was drawn and waits until it is over, as far as it ends by itself. Gives what must be seen of it. */
export async function makeTrouble(scene: Scene, trouble: Trouble, counters: Counters): Promise<{ readonly mustRefuse: boolean }> {
  const { links, shim } = scene;
  switch (trouble.kind) {
    case 'kill':
      await Promise.all(trouble.parts.map((part) => kill(scene, part)));
      await reach(trouble.until, counters);
      await Promise.all(trouble.parts.map((part) => revive(scene, part)));
      break;
    case 'step-down':
      await scene.source.stepDown?.();
      await reach(trouble.until, counters);
      await scene.source.stepDown?.();
      break;
    case 'network': {
      const proxy = links[trouble.link];
      if (trouble.fault === 'cut') proxy.cut();
      else if (trouble.fault === 'refuse') await proxy.refuse().then(() => proxy.cut());
      else if (trouble.fault === 'delay') proxy.delay(40);
      else if (trouble.fault === 'slice') proxy.slice(7);
      else if (trouble.fault === 'blackhole') proxy.blackhole();
      else proxy.halfClose();
      await reach(trouble.until, counters);
      await proxy.restore();
      break;
    }
    case 'answer':
      shim.disturb(trouble.fault, trouble.when, trouble.requests);
      await reach({ after: trouble.requests, of: 'requests' }, counters);
      break;
    case 'disk':
      await disturbDisk(scene, trouble, counters);
      break;
    case 'state':
      return { mustRefuse: await damageState(scene, trouble, counters) };
  }
  return { mustRefuse: false };
}

async function kill({ connector, platform, source, store }: Scene, part: Part): Promise<void> {
  await { connector, platform, source, store }[part].kill();
}

async function revive({ connector, platform, source, store }: Scene, part: Part): Promise<void> {
  if (part === 'connector') connector.start();
  else if (part === 'platform') await platform.start();
  else await { source, store }[part].restart();
}

/** Ends every fault and has every part run. */
export async function liftTroubles(scene: Scene): Promise<void> {
  const { connector, platform, source, store, links, shim } = scene;
  shim.restore();
  await Promise.all([links.source.restore(), links.platform.restore()]);
  for (const server of [source, store]) if (!server.isRunning()) await server.restart();
  await platform.start();
  connector.start();
}
