import { keyPositions } from '@lienthong/adapter-kit';

export const { keysRange, expectRange, watermarkPosition, expectWatermark } = keyPositions('oracle');
