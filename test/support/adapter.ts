import type { AdapterCapabilities, AdapterDescription } from '../../server/src/emulator/description.js';
import { roomyCapabilities } from '../../server/src/replay/roomyAdapter.js';
import { type Processor, parseProcessor } from '../../server/src/rss/processor.js';

/** `0:2` as a processor. */
export function p(text: string): Processor {
	const parsed = parseProcessor(text);
	if (parsed === undefined) throw new Error(`no processor: ${text}`);
	return parsed;
}

/** An adapter that can do everything, on processors 0:2 to 0:9, but for what is said. */
export function adapterWith(
	capabilities: Partial<AdapterCapabilities> = {},
	mode: AdapterDescription['mode'] = 'vmq',
): AdapterDescription {
	const processors = Array.from({ length: 8 }, (_, i) => p(`0:${i + 2}`));
	return {
		name: 'test adapter',
		mode,
		capabilities: { ...roomyCapabilities(), ...capabilities },
		rssProcessors: { base: p('0:2'), max: p('0:9'), processors },
	};
}
