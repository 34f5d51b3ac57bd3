import { groupOf, numberOf, type Processor, processor } from '../rss/processor.js';
import type { Field } from './layout.js';

/** PROCESSOR_NUMBER, 4 bytes: Group u16, Number u8, Reserved u8 (written as 0, not read). */
export const processorNumber: Field<Processor> = {
	size: 4,
	read: (view, at) => processor(view.getUint16(at, true), view.getUint8(at + 2)),
	write(view, at, value) {
		view.setUint16(at, groupOf(value), true);
		view.setUint8(at + 2, numberOf(value));
		view.setUint8(at + 3, 0);
	},
};
