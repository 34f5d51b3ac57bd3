import type { FlowTuple } from '../rss/toeplitz.js';
import { formatAddress } from './capture/formatAddress.js';
import type { FlowProtocol } from './flowKind.js';

/** `192.0.2.1:40000 → 198.51.100.2:443 TCP`; without ports for what has none. */
export function flowText(
	{ source, destination, sourcePort, destinationPort }: Required<FlowTuple>,
	protocol: FlowProtocol = 'tcp',
): string {
	const end = (address: Uint8Array, port: number) => {
		const text = formatAddress(address);
		if (protocol === 'gre') return text;
		return `${address.length === 4 ? text : `[${text}]`}:${port}`;
	};
	return `${end(source, sourcePort)} → ${end(destination, destinationPort)} ${protocol.toUpperCase()}`;
}
