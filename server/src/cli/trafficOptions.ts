import { type Command, InvalidArgumentError } from 'commander';
import { flowSetIds } from '../traffic/flowSets/index.js';
import { MAX_FLOWS } from './spreadFlows.js';

/** Adds the options that say which packets to send through an entity: made-up flows, or those of a capture. */
export function trafficOptions(self: Command): Command {
	return self
		.option('--flows <n>', 'send N flows through hash and table', (text) => wholeNumber(text, 1, MAX_FLOWS))
		.option(
			'--flow-set <name>',
			`what flows to send: ${flowSetIds.join(', ')}, a set named under \`traffic:\`, or traffic for all of them (default: traffic if the file has it, else uniform)`,
		)
		.option('--seed <n>', 'seed of the flows (default: that of the file, else 1)', (text) =>
			wholeNumber(text, 0, 0xffff_ffff),
		)
		.option(
			'--capture <file>',
			'send the packets of a capture through them: pcap or pcapng, plain or gzip; - for standard input',
		)
		.option('--inner', 'of tunnelled packets in the capture the inner headers count');
}

/** The id of a VPort. @throws InvalidArgumentError when it can be none */
export function vportId(text: string): number {
	return wholeNumber(text, 0, 0xffff_fffe);
}

/** A whole number within bounds. @throws InvalidArgumentError when it is none */
export function wholeNumber(text: string, min: number, max: number): number {
	const value = Number(text);
	if (!/^\d{1,10}$/.test(text) || value < min || value > max) {
		const zero = value === 0 && min === 1 ? 'Of zero flows nothing arrives anywhere. ' : '';
		throw new InvalidArgumentError(
			`${zero}It must be a whole number from ${min} to ${max.toLocaleString('en')}.`,
		);
	}
	return value;
}
