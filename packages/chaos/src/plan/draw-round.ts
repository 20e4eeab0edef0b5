import { type Random, randomOf } from '@lienthong/testbed';
import {
  answerFaults,
  type Counted,
  counted,
  diskFaults,
  type Moment,
  networkFaults,
  type Part,
  parts,
  type Step,
  stateFaults,
  type Trouble,
  type TroubleKind,
} from './trouble.ts';

/** All that is decided in a round by chance; each round is drawn by itself, so one alone can be repeated. */
export function drawRound(seed: number, round: number, only: readonly TroubleKind[]): readonly Step[] {
  const random = randomOf(seed, round);
  const count = random.pick([1, 1, 2, 2, 3]);
  return Array.from({ length: count }, () => ({ at: drawMoment(random), trouble: drawOneOf(random, only) }));
}

function drawOneOf(random: Random, only: readonly TroubleKind[]): Trouble {
  for (;;) {
    const trouble = drawTrouble(random, only);
    if (only.includes(trouble.kind)) return trouble;
  }
}

// Killing is what this is about: nearly half of all. A source that has no step-down draws a kill instead.
function drawTrouble(random: Random, only: readonly TroubleKind[]): Trouble {
  const dice = random.next();
  if (dice < 0.1 && only.includes('step-down')) return { kind: 'step-down', until: drawMoment(random) };
  if (dice < 0.45) return { kind: 'kill', parts: drawParts(random), until: drawMoment(random) };
  if (dice < 0.59) {
    const link = random.pick(['source', 'platform'] as const);
    return { kind: 'network', link, fault: random.pick(networkFaults), until: drawMoment(random) };
  }
  if (dice < 0.71) {
    const when = random.pick(['before', 'after'] as const);
    return { kind: 'answer', fault: random.pick(answerFaults), when, requests: random.between(1, 12) };
  }
  if (dice < 0.81) return { kind: 'disk', fault: random.pick(diskFaults), killed: random.chance(0.3), until: drawMoment(random) };
  return { kind: 'state', fault: random.pick(stateFaults), place: random.next(), until: drawMoment(random) };
}

function drawParts(random: Random): readonly Part[] {
  const dice = random.next();
  if (dice < 0.3) return ['connector'];
  if (dice < 0.48) return ['source'];
  if (dice < 0.62) return ['platform'];
  if (dice < 0.76) return ['store'];
  return parts
    .filter(() => random.chance(0.6))
    .concat(dice < 0.9 ? [] : ['connector'])
    .filter(isFirst);
}

function isFirst(part: Part, index: number, all: readonly Part[]): boolean {
  return all.indexOf(part) === index;
}

const most: Readonly<Record<Counted, number>> = { statements: 120, spooled: 12, delivered: 12, requests: 12, seen: 600 };

function drawMoment(random: Random): Moment {
  const of = random.pick(counted);
  return { after: random.between(0, most[of]), of };
}
