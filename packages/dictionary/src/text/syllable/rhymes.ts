/** The rhymes of Vietnamese without their tones; official spelling, with the few that live in names and loans only. */
export const rhymes = {
  /** Behind any onset, or none. */
  any: [
    'a ac ach ai am an ang anh ao ap at au ay',
    'ăc ăm ăn ăng ăp ăt',
    'âc âm ân âng âp ât âu ây',
    'e ec em en eng eo ep et',
    'ê êch êm ên ênh êp êt êu',
    'i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu',
    'o oc oi om on ong op ot',
    'oa oac oach oai oam oan oang oanh oao oap oat oay',
    'oăc oăm oăn oăng oăt oe oen oeo oet oong ooc',
    'ô ôc ôi ôm ôn ông ôp ôt',
    'ơ ơi ơm ơn ơp ơt',
    'u ua uc ui um un ung up ut',
    'uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt',
    'uy uya uych uyên uyêt uyn uynh uyp uyt uyu',
    'ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu',
    'y',
  ],
  /** Without an onset only. */
  bare: ['yêm yên yêng yêt yêu'],
  /** Behind q, where the u belongs to the onset. */
  q: [
    'a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng ât âu ây',
    'e ec en eo et ê ên ênh êch êt êu i it ich in inh oa ôc ơ ơi ơn ơt y ych yn ynh yp yt yên yêt',
  ],
  /** Minority and foreign names in Vietnamese letters: never taken as proof of an encoding. */
  foreign: ['ă â iê uô ươ uôn êng âng ơng oi ôi ơk oh ah ang al ar as el er or ur ol ul il ir ôr ôl ơr ơl ưr êr êl ăr ăl âl âr'],
} as const;

/** These end in a stop: they bear the acute or the dot, no other tone. */
export const stopped = /(?:c|ch|p|t|k)$/;
