import fc from 'fast-check';
import { processor } from '../../server/src/rss/processor.js';

/** Values of every width, and bytes as text: what the codec tests draw from. */
export const u8 = fc.integer({ min: 0, max: 0xff });
export const u16 = fc.integer({ min: 0, max: 0xffff });
export const u32 = fc.integer({ min: 0, max: 0xffffffff });
export const header = fc.record({ type: u8, revision: u8, size: u16 }, { noNullPrototype: true });
export const anyProcessor = fc.tuple(u16, u8).map(([group, number]) => processor(group, number));
export const name = fc.string({ maxLength: 256, unit: 'binary' }).filter((text) => text.length <= 256);
export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
