import { InvalidArgumentError } from 'commander';
import { parseAddress } from '../rss/address.js';

/** The bytes of an address given as an option. @throws InvalidArgumentError when it is none */
export function parseAddressOption(text: string): Uint8Array {
	const address = parseAddress(text);
	if (!address) throw new InvalidArgumentError('It is neither an IPv4 nor an IPv6 address.');
	return address;
}

/** A port given as an option. @throws InvalidArgumentError when it is none */
export function parsePort(text: string): number {
	if (!/^\d{1,5}$/.test(text) || Number(text) > 0xffff)
		throw new InvalidArgumentError('A port is a number from 0 to 65535.');
	return Number(text);
}
